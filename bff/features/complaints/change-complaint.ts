import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import {
  type ComplaintAction,
  type ComplaintTransition,
  complaintStates,
  complaintTransitionOf,
} from '../../../shared/domain/complaint';
import type { Settings } from '../../settings';
import { type OwedNotice, owing, owingFrom } from '../../work/outbox';
import { deadlineNow, deadlinesOf, nextMoment } from './clocks';
import type { ComplaintDoc, ComplaintEvent } from './model';
import { noticesOf } from './notices';
import type { ComplaintParts } from './parts';
import { taskOf } from './tasks';
import { sealText, textOf } from './texts';

/** One step of a complaint. */
export interface ComplaintStep {
  action: ComplaintAction;
  by: ComplaintEvent['by'];
  at: Date;
  /** In the words of whoever did it; kept sealed. */
  why?: string;
  /** For the words of the timeline: `handler`, `days`, `lead`, `outcome`. Nothing that tells who somebody is. */
  facts?: Record<string, string>;
  /** What else it changes: the handler of an assignment, the answer, the lead; what the table says follows anyway. */
  set?: Partial<ComplaintDoc>;
}

export interface ComplaintChange {
  /** In order; all of them or none. None: only `set`, which nobody reads as news. */
  steps: readonly ComplaintStep[];
  now: Date;
  /** Changed besides the steps. `undefined` takes a field away. */
  set?: Partial<ComplaintDoc>;
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
  /** What else is told; what follows from the steps is told anyway. */
  notices?: readonly OwedNotice[];
}

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 12;

/**
 * The only way a complaint changes: one update of one document, whose filter names the write it starts from. Clocks,
 * what is due, the timeline, notices to the citizen and tasks to staff follow from the table in shared/domain/complaint.ts and
 * are written together. Asks nobody's right to it: see `complaintRefusalOf`.
 * @returns null when it is no longer as given: someone else was first
 * @throws Error when the state does not know the action: a defect, commands have asked before
 */
export async function changeComplaint(
  parts: ComplaintParts,
  before: ComplaintDoc,
  change: ComplaintChange,
): Promise<ComplaintDoc | null> {
  const { steps, now } = change;
  // What only follows from a step changes nothing that an officer has on the screen.
  const version = before.version + (steps.length > 0 ? 1 : 0);
  const start = { ...before, version, writes: before.writes + 1 };
  const done = inTurn(parts, start, steps);
  const last = done.at(-1)?.doc ?? start;
  const after = scheduled(parts, before, { ...last, ...change.set, updatedAt: now }, now);
  const whys = whysAfter(parts, before, done);
  if (whys !== null) after.whys = whys;
  const { $set, $unset } = differences(before, after);
  const { $push, $min } = owing([...told(parts, after, done), ...(change.notices ?? [])]);
  const events = done.map(({ event }) => event);
  return parts.complaints
    .findOneAndUpdate(
      { _id: before._id, state: before.state, writes: before.writes },
      {
        $set,
        ...($unset && { $unset }),
        ...($min && { $min }),
        $push: {
          ...$push,
          ...(events.length > 0 && { timeline: { $each: events } }),
          ...(change.operationId && {
            operations: { $each: [change.operationId], $slice: -OPERATIONS_KEPT },
          }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<ComplaintDoc>();
}

/**
 * A complaint that begins.
 * @throws E11000 when it exists already
 */
export async function beginComplaint(
  parts: ComplaintParts,
  blank: ComplaintDoc,
  step: ComplaintStep,
): Promise<ComplaintDoc> {
  const done = inTurn(parts, blank, [step], null);
  const after = scheduled(parts, null, done.at(-1)?.doc ?? blank, step.at);
  after.timeline = done.map(({ event }) => event);
  Object.assign(after, owingFrom(told(parts, after, done)));
  await parts.complaints.create(after);
  return after;
}

interface Advanced {
  doc: ComplaintDoc;
  row: ComplaintTransition;
  step: ComplaintStep;
  event: ComplaintEvent;
}

function inTurn(
  parts: ComplaintParts,
  start: ComplaintDoc,
  steps: readonly ComplaintStep[],
  from: ComplaintDoc['state'] | null = start.state,
): Advanced[] {
  const done: Advanced[] = [];
  let doc = start;
  let state = from;
  for (const step of steps) {
    const row = complaintTransitionOf(state, step.action);
    if (!row) throw new Error(`No ${step.action} from ${state}`);
    const at = new Date(Math.max(step.at.getTime(), doc.changedAt.getTime()));
    const taken = { ...step, at };
    const event = { at, from: state, action: step.action, by: step.by, facts: { ...step.facts } };
    doc = advance(parts.settings.complaints, parts.venues.calendar, doc, row, taken);
    done.push({ doc, row, step: taken, event });
    state = doc.state;
  }
  return done;
}

/** A complaint after one step: what the table says and what follows from it, before anything is written. */
export function advance(
  settings: Settings['complaints'],
  calendar: WorkingDayCalendar,
  before: ComplaintDoc,
  row: ComplaintTransition,
  step: ComplaintStep,
): ComplaintDoc {
  const doc: ComplaintDoc = { ...before, ...step.set, state: row.to, changedAt: step.at };
  Object.assign(doc, following(settings, doc, row, step));
  if (complaintStates[row.to].open) doc.open = true;
  else {
    delete doc.open;
    doc.closedAt = step.at;
  }
  return withClocks(doc, before, calendar);
}

/** What an action brings with it besides the state. */
function following(
  settings: Settings['complaints'],
  doc: ComplaintDoc,
  { action, from }: ComplaintTransition,
  { at, by }: ComplaintStep,
): Partial<ComplaintDoc> {
  const begins = doc.replyFrom === null && {
    replyFrom: at,
    limits: { ...doc.limits, reply: settings.replyDays[doc.weight] },
  };
  switch (action) {
    case 'accept':
    case 'join':
      return { ...begins };
    case 'part':
      return { leadId: null };
    case 'assign':
      return {
        assignedAt: at,
        // Another's wish for more time is not theirs.
        ...(from !== 'accepted' && doc.extension.state === 'asked' && { extension: refused(doc) }),
        handledBy: withHandler(doc),
      };
    case 'return':
      return {
        // Taken from them because of where they sit now: their one return is not used up.
        ...(by.role === 'handler' && { returned: true }),
        handler: null,
        assignedAt: null,
        ...(doc.extension.state === 'asked' && { extension: refused(doc) }),
      };
    case 'approve-extension':
      return { extension: { ...doc.extension, state: 'approved' } };
    case 'refuse-extension':
      return { extension: refused(doc) };
    case 'reply':
    case 'reply-of-lead':
      return {
        repliedAt: at,
        satisfied: null,
        handledBy: withHandler(doc),
        // Nobody decides on more time for what is answered.
        ...(doc.extension.state === 'asked' && { extension: refused(doc) }),
        ...(action === 'reply' && { membersDue: at }),
      };
    case 'satisfied':
      return { satisfied: true };
    case 'not-satisfied':
    case 'handle-again':
      return {
        satisfied: false,
        round: 2,
        handler: null,
        assignedAt: null,
        leadId: null,
        ending: null,
        planBy: null,
        // The time for the answer begins anew, without what was given for the first.
        replyFrom: at,
        limits: { ...doc.limits, reply: settings.replyDays[doc.weight] },
        extension: { ...doc.extension, days: null },
      };
    case 'withdraw':
    case 'decline':
      return { membersDue: at };
    case 'escalate':
      return { escalated: doc.escalated === 0 ? 1 : 2 };
    default:
      return {};
  }
}

const refused = (doc: ComplaintDoc): ComplaintDoc['extension'] => ({ ...doc.extension, state: 'refused' });
const withHandler = ({ handledBy, handler }: ComplaintDoc) =>
  handler && !handledBy.includes(handler.staffId) ? [...handledBy, handler.staffId] : handledBy;

/** Deadlines as they follow from what happened; another deadline is nobody's yet. */
function withClocks(doc: ComplaintDoc, before: ComplaintDoc | null, calendar: WorkingDayCalendar) {
  const clocked: ComplaintDoc = { ...doc, ...deadlinesOf(doc, calendar) };
  clocked.by = deadlineNow(clocked);
  if (before && before.by?.getTime() !== clocked.by?.getTime()) clocked.escalated = 0;
  return clocked;
}

/** When something is next to be done with it. */
function scheduled(
  parts: ComplaintParts,
  before: ComplaintDoc | null,
  after: ComplaintDoc,
  now: Date,
): ComplaintDoc {
  const { calendar } = parts.venues;
  const doc = withClocks(after, before, calendar);
  const next = nextMoment(doc, calendar, parts.settings.complaints.cityDays);
  if (next) doc.dueAt = next.at;
  else delete doc.dueAt;
  const task = taskOf(doc);
  const untold = task !== null && task.key !== doc.taskTold;
  if (!doc.recognised || doc.photosOwed || doc.safetyOwed.length > 0 || untold) doc.followDue ??= now;
  else delete doc.followDue;
  return doc;
}

/** What was said with the steps, beside what was said before; null when nothing was. */
function whysAfter(parts: ComplaintParts, before: ComplaintDoc, done: readonly Advanced[]): string | null {
  const said = done.flatMap(({ step: { why } }, index) =>
    why ? [[String(before.timeline.length + index), why] as const] : [],
  );
  if (said.length === 0) return null;
  return sealText(parts, 'whys', { ...textOf(parts, before, 'whys'), ...Object.fromEntries(said) });
}

/** Of several steps at once only the last is told. */
function told(parts: ComplaintParts, after: ComplaintDoc, done: readonly Advanced[]): OwedNotice[] {
  const last = done.at(-1);
  return last ? noticesOf(parts, after, last.row, last.step) : [];
}

/** Pushed, not set. */
const pushed = new Set(['timeline', 'operations', 'outbox', 'outboxDue', '_id']);

function differences(before: ComplaintDoc, after: ComplaintDoc) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof ComplaintDoc>;
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, 1> = {};
  for (const name of names) {
    if (pushed.has(name) || before[name] === after[name]) continue;
    if (after[name] === undefined) $unset[name] = 1;
    else $set[name] = after[name];
  }
  return { $set, ...(Object.keys($unset).length > 0 && { $unset }) };
}
