import { z } from 'zod';
import { appointmentState } from './booking';
import { itemCode } from './catalogue';
import { date, endpoint, id, text, time, timeOfDay } from './core';

/** Why somebody is served before others; each has a law or a rule of decency behind it (docs/calling-order.md). */
export const priorityKind = z.enum(['elder', 'disabled', 'pregnant', 'military', 'urgent']);
export type PriorityKind = z.infer<typeof priorityKind>;

/** Somebody in a queue as the desk sees them: the name masked, nothing else about the person. */
export const deskTicket = z.strictObject({
  /** Of the appointment. */
  id: z.string(),
  /** `A012`; null while booked and not checked in. */
  ticket: z.string().nullable(),
  /** `ZT-1126-7K3Q`; null for walk-in numbers. */
  reference: z.string().nullable(),
  state: appointmentState,
  stateWords: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  /** `王**`; null for who took a number without an account. */
  name: z.string().nullable(),
  /** null when nobody asked what it is about. */
  itemCode: z.string().nullable(),
  itemName: z.string(),
  walkIn: z.boolean(),
  /** The time that was booked; null for walk-in numbers. */
  bookedFor: time.nullable(),
  /** In line since then. */
  since: time.nullable(),
  priority: z.strictObject({ kind: priorityKind, words: z.string(), note: z.string().nullable() }).nullable(),
  /** Came back after a missed call. */
  requeued: z.boolean(),
  /** Calls in this round without an answer so far, 0 to 3. */
  calls: z.number().int(),
  calledAt: time.nullable(),
  /** Where it was called to. */
  window: z.string().nullable(),
  /** Only this window calls it. */
  forWindow: z.string().nullable(),
  /** Who called it. */
  by: z.strictObject({ number: z.string(), name: z.string() }).nullable(),
  servingSince: time.nullable(),
  /** Until then the last act on it can be undone by the caller; null when it cannot. */
  undoUntil: time.nullable(),
  /** What the desk can do with it now. */
  actions: z.array(
    z.enum([
      'check-in',
      'call',
      'recall',
      'miss',
      'requeue',
      'start',
      'finish',
      'transfer',
      'park',
      'unpark',
      'prioritise',
      'undo',
    ]),
  ),
  version: z.number().int(),
});
export type DeskTicket = z.infer<typeof deskTicket>;

const counts = z.strictObject({
  /** Booked for today and not here yet. */
  expected: z.number().int(),
  waiting: z.number().int(),
  called: z.number().int(),
  serving: z.number().int(),
  parked: z.number().int(),
  missed: z.number().int(),
  done: z.number().int(),
});
export type QueueCounts = z.infer<typeof counts>;

const queueRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  /** Letter of its numbers. */
  prefix: z.string(),
  venueId: z.string(),
  venueName: z.string(),
  counts,
  /** The window the caller sits at serves it. */
  mine: z.boolean(),
});

/** A booking that a change of hours would cancel, as the head sees it. */
const hitBooking = z.strictObject({
  id: z.string(),
  reference: z.string().nullable(),
  state: appointmentState,
  queueName: z.string(),
  itemName: z.string(),
  /** “明天（11月26日 周四）上午 9:00”. */
  whenWords: z.string(),
});

const hits = z.strictObject({
  count: z.number().int(),
  /** The first hundred by time. */
  items: z.array(hitBooking),
});

export const closure = z.strictObject({
  id: z.string(),
  venueId: z.string(),
  from: date,
  to: date,
  /** The hours that hold instead; none when it is closed. */
  periods: z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })),
  reason: z.string(),
  announcedAt: time,
  /** Bookings it hits are still being cancelled. */
  applying: z.boolean(),
});

const periods = z
  .array(
    z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .refine(({ from, to }) => from < to, '结束时间要晚于开始时间'),
  )
  .max(4);
/** Without it nothing is done and the bookings are listed; with it, it is done when the list is still that long. */
const confirmation = z.strictObject({ expected: z.number().int().min(0) }).optional();

const display = z.strictObject({ id: z.string(), name: z.string(), createdAt: time, by: z.string() });

const clerks = ['window', 'supervisor'] as const;
const heads = ['supervisor'] as const;
const idParams = z.strictObject({ id });

/** An act on one ticket. */
const act = <const E extends readonly ActError[]>(summary: string, errors: E) => ({
  summary,
  access: 'staff' as const,
  roles: clerks,
  limit: 'staff' as const,
  idempotency: 'accepted' as const,
  params: idParams,
  answer: deskTicket,
  errors: ['NOT_FOUND', 'APPOINTMENT_STATE', ...errors] as const,
});
type ActError =
  | 'WINDOW_NEEDED'
  | 'OUTSIDE_CHECK_IN'
  | 'CALLS_TOO_FEW'
  | 'CALLED_THRICE'
  | 'CALLED_JUST_NOW'
  | 'REQUEUED_BEFORE'
  | 'QUEUE_ELSEWHERE'
  | 'IN_LINE_ALREADY';

export const deskContract = {
  'GET /staff/queues': endpoint({
    summary: "Today's queues that I may work with",
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    /** Only for who is there for the whole city: which hall. */
    query: z.strictObject({ venue: id.optional() }),
    answer: z.strictObject({ items: z.array(queueRow) }),
    errors: ['NOT_FOUND'],
  }),
  'GET /staff/queues/{id}': endpoint({
    summary: 'One queue today: who is called, served and waiting, in the order in which they will be called',
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    params: idParams,
    answer: queueRow.extend({
      called: z.array(deskTicket),
      serving: z.array(deskTicket),
      /** In calling order; at most 200. */
      waiting: z.array(deskTicket),
      parked: z.array(deskTicket),
      missed: z.array(deskTicket),
      /** Booked for today and not here yet, by time; at most 200. */
      expected: z.array(deskTicket),
      /** The last twenty. */
      done: z.array(deskTicket),
      now: time,
    }),
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/queues/{id}/call-next': endpoint({
    summary: 'Call whose turn it is to my window; nobody when nobody waits',
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    idempotency: 'required',
    params: idParams,
    answer: z.strictObject({
      /** null when nobody waits. */
      ticket: deskTicket.nullable(),
      /** Left in line. */
      waiting: z.number().int(),
    }),
    errors: ['NOT_FOUND', 'WINDOW_NEEDED'],
  }),
  'POST /staff/queues/{id}/tickets': endpoint({
    summary: 'A number for somebody who came without a booking, with or without a phone or an account',
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    idempotency: 'required',
    params: idParams,
    body: z.strictObject({
      itemCode: itemCode.optional(),
      priority: priorityKind.optional(),
      /** Why, where the kind does not say it. */
      note: text(1, 100).optional(),
    }),
    status: 201,
    answer: deskTicket,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/check-ins': endpoint({
    summary: 'Check somebody in by the code on their phone or by the reference they say',
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    idempotency: 'accepted',
    body: z
      .strictObject({ code: text(10, 200).optional(), reference: text(4, 30).optional() })
      .refine(({ code, reference }) => (code === undefined) !== (reference === undefined), {
        message: '扫签到码，或者输入预约号',
        path: ['code'],
      }),
    answer: deskTicket,
    errors: ['NOT_FOUND', 'CHECK_IN_CODE_INVALID', 'APPOINTMENT_STATE', 'OUTSIDE_CHECK_IN'],
  }),
  'POST /staff/appointments/{id}/check-in': endpoint(
    act('Check in somebody who is expected', ['OUTSIDE_CHECK_IN']),
  ),
  'POST /staff/appointments/{id}/call': endpoint({
    ...act('Call somebody before their turn, saying why', ['WINDOW_NEEDED']),
    body: z.strictObject({ reason: text(2, 100) }),
  }),
  'POST /staff/appointments/{id}/recall': endpoint(
    act('Call again; three times in all, and not at once', [
      'WINDOW_NEEDED',
      'CALLED_THRICE',
      'CALLED_JUST_NOW',
    ]),
  ),
  'POST /staff/appointments/{id}/miss': endpoint(act('Nobody came after three calls', ['CALLS_TOO_FEW'])),
  'POST /staff/appointments/{id}/requeue': endpoint(
    act('Back into the line after a missed call, three places behind; once', ['REQUEUED_BEFORE']),
  ),
  'POST /staff/appointments/{id}/start': endpoint(act('They are at the window', [])),
  'POST /staff/appointments/{id}/finish': endpoint(act('They are done', [])),
  'POST /staff/appointments/{id}/transfer': endpoint({
    ...act('Send to another queue or to one window of this or another queue, keeping number and place', [
      'QUEUE_ELSEWHERE',
      'IN_LINE_ALREADY',
    ]),
    body: z
      .strictObject({
        queueId: id.optional(),
        /** Name of a window of the venue: only that one calls them then. */
        window: text(1, 40).optional(),
        reason: text(2, 100),
      })
      .refine(({ queueId, window }) => queueId !== undefined || window !== undefined, {
        message: '选转到哪个队列或窗口',
        path: ['queueId'],
      }),
  }),
  'POST /staff/appointments/{id}/park': endpoint({
    ...act('Set aside: away for a form or a copy; not called until back', []),
    body: z.strictObject({ reason: text(2, 100) }),
  }),
  'POST /staff/appointments/{id}/unpark': endpoint(act('Back in line at their old place', [])),
  'POST /staff/appointments/{id}/prioritise': endpoint({
    ...act('Serve before others, saying why', []),
    body: z.strictObject({ priority: priorityKind, note: text(1, 100).optional() }),
  }),
  'POST /staff/appointments/{id}/undo': endpoint({
    ...act('Take back my last act on it, within ten seconds', []),
    errors: ['NOT_FOUND', 'UNDO_OVER'],
  }),

  'POST /staff/venues/{id}/closures': endpoint({
    summary: 'Close or shorten days: without confirm lists the bookings hit, with confirm does it',
    access: 'staff',
    roles: heads,
    limit: 'staff',
    idempotency: 'required',
    params: idParams,
    body: z
      .strictObject({
        from: date,
        /** Inclusive; at most 92 days after `from`. */
        to: date,
        /** The hours that hold instead; none: closed. */
        periods,
        /** For citizens: `停电检修`. */
        reason: text(2, 60),
        confirm: confirmation,
      })
      .refine(({ from, to }) => from <= to, { message: '结束日期不能早于开始日期', path: ['to'] })
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 92 * 86_400_000, {
        message: '一次最多 92 天',
        path: ['to'],
      }),
    answer: z.strictObject({
      /** null when nothing was done yet. */
      closure: closure.nullable(),
      hits,
    }),
    errors: ['NOT_FOUND', 'CLOSURE_PAST', 'HITS_CHANGED'],
  }),
  'GET /staff/venues/{id}/closures': endpoint({
    summary: 'Closures that are not over',
    access: 'staff',
    roles: clerks,
    limit: 'staff',
    params: idParams,
    answer: z.strictObject({ items: z.array(closure) }),
    errors: ['NOT_FOUND'],
  }),
  'DELETE /staff/venues/{id}/closures/{closureId}': endpoint({
    summary: 'Take a closure back; what it cancelled stays cancelled, with the right to book anew',
    access: 'staff',
    roles: heads,
    limit: 'staff',
    idempotency: 'accepted',
    params: z.strictObject({ id, closureId: id }),
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  'PUT /staff/venues/{id}/hours': endpoint({
    summary: 'Change the weekly hours: without confirm lists the bookings hit, with confirm does it',
    access: 'staff',
    roles: heads,
    limit: 'staff',
    idempotency: 'required',
    params: idParams,
    body: z.strictObject({
      /** Monday first. */
      week: z.array(periods).length(7),
      /** For citizens whose booking is hit. */
      reason: text(2, 60),
      confirm: confirmation,
    }),
    answer: z.strictObject({ done: z.boolean(), hits }),
    errors: ['NOT_FOUND', 'HITS_CHANGED'],
  }),

  'POST /staff/venues/{id}/displays': endpoint({
    summary: 'A key with which a display of the hall gets the rotating check-in code; shown once',
    access: 'staff',
    roles: heads,
    limit: 'staff',
    params: idParams,
    body: z.strictObject({ name: text(1, 40) }),
    status: 201,
    answer: display.extend({ key: z.string() }),
    errors: ['NOT_FOUND'],
  }),
  'GET /staff/venues/{id}/displays': endpoint({
    summary: 'The displays that have a key',
    access: 'staff',
    roles: heads,
    limit: 'staff',
    params: idParams,
    answer: z.strictObject({ items: z.array(display) }),
    errors: ['NOT_FOUND'],
  }),
  'DELETE /staff/venues/{id}/displays/{displayId}': endpoint({
    summary: "A display's key no longer opens anything",
    access: 'staff',
    roles: heads,
    limit: 'staff',
    params: z.strictObject({ id, displayId: id }),
    status: 204,
    errors: ['NOT_FOUND'],
  }),
};
