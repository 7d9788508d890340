import { z } from 'zod';
import { caseState } from './cases';
import { cursor, endpoint, page, text, time } from './core';

/** How many events one call may bring, and how many cases one reconciliation may name. */
export const EVENTS_PER_CALL = 500;
const BODY_LIMIT = 1_024 * 1_024;

/** An identifier of an event in the system that sends it; unique there for ever. */
const eventId = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/);
/** The number that the citizen has, e.g. `ZTC-20261124-7K3Q9F`. */
const caseNumber = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9-]{6,40}$/);
/** ISO 8601 with an offset, to the second or finer. */
const moment = z.iso.datetime({ offset: true });
const reason = text(2, 500);
const basis = text(2, 200);
const note = text(0, 500).optional();

const common = {
  /** The same id with the same content may be sent again and again; with other content it is refused. */
  id: eventId,
  caseNumber,
  /** When it happened at the department. */
  occurredAt: moment,
  /**
   * The running number of this case's events in the sending system, from 1. With it nothing takes effect before what
   * precedes it; without it events of a case are taken in the order in which they happened.
   */
  sequence: z.number().int().min(1).max(1_000_000).optional(),
  /** The officer's name and number as they are published; both or none. */
  officer: z.strictObject({ name: text(1, 40), number: text(1, 40) }).optional(),
};
const event = <const A extends string, F extends z.ZodRawShape>(action: A, facts: F) =>
  z.strictObject({ ...common, action: z.literal(action), ...facts });

/** What a department's system can say of a case. */
export const caseEvent = z.discriminatedUnion('action', [
  event('receive', {}),
  event('accept', {}),
  event('decline', { reason, basis, elsewhere: text(2, 200).optional() }),
  event('request-supplement', {
    reason,
    asked: z
      .array(z.strictObject({ name: text(1, 100), why: text(2, 200) }))
      .min(1)
      .max(60),
  }),
  event('start-review', {}),
  /** `department` may be left out when the system speaks for one only. */
  event('review', { department: text(1, 60).optional(), opinion: z.enum(['agree', 'object']), note }),
  event('begin-special-step', { name: text(1, 100), reason }),
  event('end-special-step', { outcome: text(2, 500) }),
  event('decide-approve', { note }),
  event('decide-refuse', { reason, basis }),
  event('issue', {}),
  event('make-ready', { how: z.enum(['window', 'courier', 'electronic']) }),
  event('hand-over', { note: text(0, 200).optional() }),
]);
export type CaseEvent = z.infer<typeof caseEvent>;
export type CaseEventAction = CaseEvent['action'];

/** Why an event was not applied, or not yet. Callers act on the code. */
export const eventCodes = {
  EVENT_MALFORMED: '这一条的内容不符合约定；fields 里写明了哪里。',
  EVENT_ID_REUSED: '这个事件编号已经用于另一条内容；给新的事件一个新的编号。',
  EVENT_IN_FUTURE: '发生时间比现在还晚；校准时间后用新的编号重发。',
  EVENT_BEFORE_CASE: '发生时间早于申请人交件的时间；核对办件编号和时间。',
  EVENT_LATE: '办件已经过了这一步，这一条不再生效；用对账核对两边的状态。',
  EVENT_EARLY: '前面的步骤还没有到，先替您收着；前面的到了会自动生效。',
  EVENT_CASE_UNKNOWN: '没有这个办件编号，先替您收着；对上以后会自动生效。',
  EVENT_WAITED_TOO_LONG: '收着的期限内没有等到前面的步骤或办件，这一条作废；核对后用新的编号重发。',
  EVENT_NOT_YOURS: '这一步要由牵头的部门来报，或写明的部门不归这个系统。',
  EVENT_DEPARTMENT_UNCLEAR: '这个系统代表几个部门；写明是哪个部门的意见，用新的编号重发。',
  EVENT_BUSY: '已经收下，正在处理；稍后重发同一条可以看到结果。',
  CASE_STATE: '办件现在的状态不能这样做。',
  CASE_SUPPLEMENT_ONCE: '补正只能告知一次。',
  CASE_REVIEWS_OPEN: '还有部门没有出具意见；意见到了会自动生效。',
  CASE_FEE_OWED: '费用还没有结清；结清后会自动生效。',
  CASE_REVIEWED: '这个部门没有要出的意见，或已经出过。',
  CASE_NO_SUCH_STEP: '办事指南里没有这个特别程序。',
} as const;
export type EventCode = keyof typeof eventCodes;
const eventCode = z.enum(Object.keys(eventCodes) as [EventCode, ...EventCode[]]);

/** What became of one event. */
export const eventAnswer = z.strictObject({
  /** Its place in the call, from 0. */
  index: z.number().int().nonnegative(),
  /** As it was sent; null when none could be read. */
  id: z.string().nullable(),
  /**
   * `applied` it took effect now; `repeated` it took effect before, nothing happened again; `kept` stored, it takes effect
   * when what it waits for has come; `refused` it will never take effect.
   */
  outcome: z.enum(['applied', 'repeated', 'kept', 'refused']),
  /** Why it is kept or was refused. */
  code: eventCode.nullable(),
  /** The code in words. */
  message: z.string().nullable(),
  /** Path in the event → what is wrong there; with EVENT_MALFORMED. */
  fields: z.record(z.string(), z.string()).nullable(),
  /** The state in which the event left the case; null when it did not take effect. */
  state: caseState.nullable(),
});
export type EventAnswer = z.infer<typeof eventAnswer>;

const anyEvent = z.unknown().meta({ description: 'Anything else: answered on its own with EVENT_MALFORMED' });

/** For systems of departments; how to sign is said in docs/integration.md. */
export const integrationContract = {
  'POST /integration/cases': endpoint({
    summary: `Progress of cases from a department's system: up to ${EVENTS_PER_CALL} events, each stored before it is answered, each answered on its own`,
    access: 'system',
    limit: 'intake',
    bodyLimit: BODY_LIMIT,
    body: z.strictObject({
      events: z
        .array(z.union([caseEvent, anyEvent]))
        .min(1)
        .max(EVENTS_PER_CALL),
    }),
    answer: z.strictObject({
      /** In the order in which they were sent. */
      results: z.array(eventAnswer),
      applied: z.number().int(),
      repeated: z.number().int(),
      kept: z.number().int(),
      refused: z.number().int(),
    }),
  }),
  'POST /integration/reconciliations': endpoint({
    summary: 'Compare what the system has with what is here: what is lacking here, and what differs',
    access: 'system',
    limit: 'intake',
    bodyLimit: BODY_LIMIT,
    body: z.strictObject({
      cases: z
        .array(z.strictObject({ number: caseNumber, state: caseState }))
        .max(EVENTS_PER_CALL)
        .default([]),
      /** Ids of events that were sent, to hear which of them never came in. */
      eventIds: z.array(eventId).max(EVENTS_PER_CALL).default([]),
    }),
    answer: z.strictObject({
      /** Numbers that are not known here, or are none of this system's business. */
      lacking: z.array(z.string()),
      differing: z.array(
        z.strictObject({
          number: z.string(),
          theirs: caseState,
          ours: caseState,
          /** How many events of this system wait for the case. */
          waiting: z.number().int(),
        }),
      ),
      /** How many agree. */
      same: z.number().int(),
      /** Ids that never came in: to be sent again. */
      lackingEvents: z.array(z.string()),
      /** Events that came in and were refused, with the code. */
      refusedEvents: z.array(z.strictObject({ id: z.string(), code: eventCode.nullable() })),
      now: time,
    }),
  }),
};

/** An event that waits, as dispatchers see it. */
export const unmatchedEvent = z.strictObject({
  system: z.string(),
  eventId: z.string(),
  caseNumber: z.string(),
  action: z.string(),
  occurredAt: time,
  receivedAt: time,
  /** `unknown-case`; `other-department` the case is not of a department this system speaks for; `early` a step before it is missing. */
  why: z.enum(['unknown-case', 'other-department', 'early']),
  whyWords: z.string(),
  /** How often it was tried. */
  tries: z.number().int(),
  /** When it is given up. */
  until: time,
});
export type UnmatchedEvent = z.infer<typeof unmatchedEvent>;

/** For the staff who look after what came in and fits nowhere. */
export const integrationStaffContract = {
  'GET /staff/integration/unmatched': endpoint({
    summary: 'Events of outside systems that wait for a case or for a step before them, oldest first',
    access: 'staff',
    roles: ['dispatcher', 'supervisor'],
    limit: 'staff',
    query: z.strictObject({ page: cursor.optional() }),
    answer: page(unmatchedEvent),
  }),
};
