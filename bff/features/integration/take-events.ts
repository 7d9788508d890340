import { createHash } from 'node:crypto';
import {
  type CaseEvent,
  caseEvent,
  type EventAnswer,
  eventCodes,
} from '../../../shared/contract/integration';
import type { SystemCaller } from '../../http/route';
import { fieldsOf } from '../../http/validate';
import { type EventDoc, integrationPurposes } from './model';
import type { IntegrationParts } from './parts';
import { settle, type Waiting } from './settle';

const SKEW_MS = 5 * 60_000;
/** A process that dies between storing and trying leaves its events to the job from then on. */
const FIRST_TRY_MS = 30_000;

/** One event of a call on its way. */
interface Incoming {
  index: number;
  event: CaseEvent;
  hash: string;
  doc: EventDoc;
}

/**
 * Takes the events of a call. Those that can be read are stored first, all in one write; then they take effect case by
 * case. An event that is wrong in any way touches none of the others.
 * @param given as they came, at most 500
 * @returns one answer an event, in their order
 */
export async function takeEvents(
  parts: IntegrationParts,
  caller: SystemCaller,
  given: readonly unknown[],
  now: Date,
): Promise<EventAnswer[]> {
  const answers = new Array<EventAnswer>(given.length);
  const first = new Map<string, Incoming>();
  const again: Incoming[] = [];
  given.forEach((raw, index) => {
    const read = readEvent(parts, caller.systemId, raw, index, now);
    if ('answer' in read) {
      answers[index] = read.answer;
      return;
    }
    const before = first.get(read.event.id);
    if (!before) first.set(read.event.id, read);
    else if (before.hash === read.hash) again.push(read);
    else answers[index] = refused(index, read.event.id, 'EVENT_ID_REUSED');
  });

  const known = await store(parts, [...first.values()]);
  const waiting: Waiting[] = [];
  for (const { index, event, hash, doc } of first.values()) {
    const stored = known.get(doc._id);
    if (stored && stored.hash !== hash) answers[index] = refused(index, event.id, 'EVENT_ID_REUSED');
    else if (stored && !stored.open) answers[index] = answerOf(index, stored, true);
    else if (!doc.open) answers[index] = answerOf(index, doc, false);
    else waiting.push({ doc: stored ?? doc, event });
  }
  await settle(parts, waiting, now);
  for (const { doc } of waiting) {
    const { index } = first.get(doc.eventId) as Incoming;
    answers[index] = answerOf(index, doc, false);
  }
  for (const { index, event } of again) {
    const before = answers[(first.get(event.id) as Incoming).index] as EventAnswer;
    answers[index] = { ...before, index, ...(before.outcome === 'applied' && { outcome: 'repeated' }) };
  }
  return answers;
}

function readEvent(
  { settings, cipher }: IntegrationParts,
  systemId: string,
  raw: unknown,
  index: number,
  now: Date,
): Incoming | { answer: EventAnswer } {
  const parsed = caseEvent.safeParse(raw);
  if (!parsed.success) {
    const { id } = (typeof raw === 'object' && raw !== null ? raw : {}) as { id?: unknown };
    const readable = typeof id === 'string' && /^[A-Za-z0-9_.:-]{1,64}$/.test(id) ? id : null;
    return {
      answer: { ...refused(index, readable, 'EVENT_MALFORMED'), fields: fieldsOf('event', parsed.error) },
    };
  }
  const event = parsed.data;
  const content = JSON.stringify(event);
  const occurredAt = new Date(event.occurredAt);
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
  const future = occurredAt.getTime() > now.getTime() + SKEW_MS;
  const doc: EventDoc = {
    _id: `${systemId}:${event.id}`,
    systemId,
    eventId: event.id,
    caseNumber: event.caseNumber,
    action: event.action,
    occurredAt,
    ...(event.sequence !== undefined && { sequence: event.sequence }),
    hash: createHash('sha256').update(content).digest('base64url'),
    content: null,
    receivedAt: now,
    status: 'pending',
    code: null,
    why: null,
    state: null,
    tries: 0,
    until: days(settings.integration.keepDays),
  };
  if (future) {
    doc.status = 'refused';
    doc.code = 'EVENT_IN_FUTURE';
    doc.forgetAt = days(settings.integration.rememberDays);
  } else {
    doc.content = cipher.seal(content, integrationPurposes.event);
    doc.open = true;
    doc.nextTryAt = new Date(now.getTime() + FIRST_TRY_MS);
  }
  return { index, event, hash: doc.hash, doc };
}

/** Stores what is new. @returns those that had come in before, as they stand, by `_id` */
async function store(
  { events }: IntegrationParts,
  incoming: readonly Incoming[],
): Promise<Map<string, EventDoc>> {
  if (incoming.length === 0) return new Map();
  try {
    await events.insertMany(
      incoming.map(({ doc }) => doc),
      { ordered: false, lean: true },
    );
    return new Map();
  } catch (error) {
    const failures = (error as { writeErrors?: { code?: number }[] }).writeErrors;
    if (!failures?.length || failures.some(({ code }) => code !== 11000)) throw error;
  }
  const ids = incoming.map(({ doc }) => doc._id);
  const stored = await events.find({ _id: { $in: ids } }).lean<EventDoc[]>();
  return new Map(stored.map((doc) => [doc._id, doc]));
}

function answerOf(index: number, doc: EventDoc, before: boolean): EventAnswer {
  const { status, code } = doc;
  const outcome =
    status === 'applied' ? (before ? 'repeated' : 'applied') : status === 'refused' ? 'refused' : 'kept';
  const said = status === 'pending' ? 'EVENT_BUSY' : code;
  return {
    index,
    id: doc.eventId,
    outcome,
    code: said,
    message: said && eventCodes[said],
    fields: null,
    state: doc.state,
  };
}

function refused(index: number, id: string | null, code: keyof typeof eventCodes): EventAnswer {
  return { index, id, outcome: 'refused', code, message: eventCodes[code], fields: null, state: null };
}

/** How many of each outcome, for the caller's own count. */
export function countOutcomes(results: readonly EventAnswer[]) {
  const count = (outcome: EventAnswer['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    applied: count('applied'),
    repeated: count('repeated'),
    kept: count('kept'),
    refused: count('refused'),
  };
}
