import type { OwedNotice } from '../../work/outbox';
import { owing, owingFrom } from '../../work/outbox';
import { type Advanced, advance, begun, type CaseStep } from './advance';
import type { CaseDoc } from './model';
import { noticesOf } from './notices';
import type { CaseParts } from './parts';
import { tellPaymentsNow } from './tell-payments';
import { momentsOf } from './watch';

export interface Change {
  /** In order; all of them or none. */
  steps: readonly CaseStep[];
  now: Date;
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
  /** What else is told; what follows from the steps is told anyway. */
  notices?: readonly OwedNotice[];
  /** Keys of what the clock has brought. */
  told?: readonly string[];
}

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;

/**
 * The only way a case changes: one update of one document, whose filter names the state and version it leaves. State, clocks,
 * deadlines, the timeline and what is owed to whom follow from the state table and are written together.
 * @returns null when it is no longer as given: someone else was first
 */
export async function changeCase(parts: CaseParts, before: CaseDoc, change: Change): Promise<CaseDoc | null> {
  const { steps, now } = change;
  // What the clock only tells of changes nothing that an officer has on the screen.
  const version = before.version + (steps.length > 0 ? 1 : 0);
  const done = inTurn(parts, { ...before, version }, steps);
  const after = scheduled(parts, {
    ...(done.at(-1)?.doc ?? before),
    version,
    updatedAt: now,
    told: [...before.told, ...(change.told ?? [])],
  });
  const { $set, $unset } = differences(before, after);
  const events = done.flatMap(({ event }) => event ?? []);
  const { $push, $min } = owing([...told(parts, done, steps), ...(change.notices ?? [])]);
  const changed = await parts.cases
    .findOneAndUpdate(
      {
        _id: before._id,
        state: before.state,
        version: before.version,
        ...(steps.length === 0 && { dueAt: before.dueAt }),
      },
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
    .lean<CaseDoc>();
  if (changed) await tellPaymentsNow(parts, changed);
  return changed;
}

/**
 * A case that begins: the first step from nothing, and whatever follows in the same visit. The operation is its id, so
 * that a repetition finds it.
 * @throws E11000 when it exists already
 */
export async function beginCase(
  parts: CaseParts,
  blank: CaseDoc,
  steps: readonly CaseStep[],
): Promise<CaseDoc> {
  const [first, ...rest] = steps;
  if (!first) throw new Error('A case begins with a step');
  const start = begun(blank, first, parts.venues.calendar);
  const done = [start, ...inTurn(parts, start.doc, rest)];
  const after = scheduled(parts, done.at(-1)?.doc ?? start.doc);
  after.timeline = done.flatMap(({ event }) => event ?? []);
  await parts.cases.create({ ...after, ...owingFrom(told(parts, done, steps)) });
  await tellPaymentsNow(parts, after);
  return after;
}

function inTurn(parts: CaseParts, before: CaseDoc, steps: readonly CaseStep[]): Advanced[] {
  const done: Advanced[] = [];
  let doc = before;
  for (const step of steps) {
    const next = advance(doc, step, parts.venues.calendar);
    done.push(next);
    doc = next.doc;
  }
  return done;
}

/** Of several steps in one visit only the last is told: nobody wants six messages about one minute. */
function told(parts: CaseParts, done: readonly Advanced[], steps: readonly CaseStep[]): OwedNotice[] {
  const last = done.at(-1);
  const step = steps.at(-1);
  return last && step ? noticesOf(parts, last.doc, last.row, step) : [];
}

/** When the clock next brings something, and who brings the result. */
function scheduled(parts: CaseParts, doc: CaseDoc): CaseDoc {
  const [next] = momentsOf(doc, parts.venues.calendar, parts.settings.cases.supplementSoonDays);
  const after = { ...doc };
  if (next) after.dueAt = next.at;
  else delete after.dueAt;
  const awaits = awaitsOf(doc);
  if (awaits) after.awaits = awaits;
  else delete after.awaits;
  return after;
}

/** What brings the result, once it is ready and until somebody has taken it over; null where it lies at a window. */
export function awaitsOf({ state, result, fee }: CaseDoc): CaseDoc['awaits'] | null {
  // Nothing is handed over that was not paid for.
  if (fee?.state === 'owed') return null;
  if (state !== 'delivering' || !result || result.how === 'window' || result.deliveryId) return null;
  return result.how;
}

/** Pushed, not set. */
const pushed = new Set(['timeline', 'operations', 'outbox', 'outboxDue', '_id']);

function differences(before: CaseDoc, after: CaseDoc) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof CaseDoc>;
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, 1> = {};
  for (const name of names) {
    if (pushed.has(name) || before[name] === after[name]) continue;
    if (after[name] === undefined) $unset[name] = 1;
    else $set[name] = after[name];
  }
  return { $set, ...(Object.keys($unset).length > 0 && { $unset }) };
}
