import { z } from 'zod';
import { itemCode, material } from './catalogue';
import { cursor, date, endpoint, id, page, time, timeOfDay } from './core';
import { freeTime } from './venues';

export const appointmentState = z.enum([
  'held',
  'booked',
  'checked-in',
  'called',
  'serving',
  'served',
  'expired',
  'cancelled',
  'cancelled-by-venue',
  'missed',
  'no-show',
  'parked',
  'unserved',
]);
export type AppointmentState = z.infer<typeof appointmentState>;

/** One line of a timeline: what happened, when, by whom (masked), and why. */
export const timelineEntry = z.strictObject({
  at: time,
  what: z.string(),
  by: z.string(),
  why: z.string().nullable(),
});

export const appointment = z.strictObject({
  id: z.string(),
  /** What a citizen says at the counter, e.g. `ZT-1126-7K3Q`; null while held. */
  reference: z.string().nullable(),
  state: appointmentState,
  /** The state in plain words. */
  stateWords: z.string(),
  itemCode: z.string(),
  itemName: z.string(),
  /** Whose it is when I act for another: masked name, and as what I do. */
  forWhom: z.strictObject({ name: z.string(), relation: z.string() }).nullable(),
  queueId: z.string(),
  queueName: z.string(),
  venue: z.strictObject({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    route: z.string(),
    phone: z.string(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  date,
  slot: timeOfDay,
  start: time,
  end: time,
  /** “明天（11月26日 周四）上午 9:00”. */
  whenWords: z.string(),
  /** Set while held: the seat is kept until then. */
  heldUntil: time.nullable(),
  /** The server's clock when it answered, for countdowns. */
  now: time,
  /** Signed text for the QR code; null unless booked or later. */
  checkInCode: z.string().nullable(),
  checkInFrom: time,
  checkInUntil: time,
  /** Until then it can be moved or cancelled online. */
  changeUntil: time,
  canConfirm: z.boolean(),
  canMove: z.boolean(),
  canCancel: z.boolean(),
  /** With the code the hall shows, now. */
  canCheckIn: z.boolean(),
  /** The number in the queue once checked in, `A012`. */
  ticket: z.string().nullable(),
  /** Where to go once called, `3 号窗口`. */
  window: z.string().nullable(),
  /** The hall cancelled it: until then another time can be chosen, also on days not open to others yet. */
  rebookUntil: time.nullable(),
  /** What to bring, from the guide. */
  materials: z.array(material),
  /** What happens next and what the citizen can do. */
  nextStep: z.string(),
  timeline: z.array(timelineEntry),
});
export type Appointment = z.infer<typeof appointment>;

export const appointmentRow = appointment
  .pick({
    id: true,
    reference: true,
    state: true,
    stateWords: true,
    itemName: true,
    forWhom: true,
    date: true,
    slot: true,
    start: true,
    end: true,
    whenWords: true,
    canMove: true,
    canCancel: true,
  })
  .extend({ venueName: z.string() });
export type AppointmentRow = z.infer<typeof appointmentRow>;

const slotChoice = {
  date: date.optional(),
  slot: timeOfDay.optional(),
  earliest: z.literal(true).optional(),
};
const saysWhen = (body: { date?: string; slot?: string; earliest?: true }) =>
  body.earliest
    ? body.date === undefined && body.slot === undefined
    : body.date !== undefined && body.slot !== undefined;

export const bookingContract = {
  'GET /queues/{id}/days': endpoint({
    summary: 'The days that can be booked, with seats left',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    params: z.strictObject({ id }),
    answer: z.strictObject({
      queueId: z.string(),
      queueName: z.string(),
      venueId: z.string(),
      venueName: z.string(),
      firstFree: freeTime.nullable(),
      days: z.array(
        z.strictObject({
          date,
          /** “明天（11月26日 周四）”. */
          words: z.string(),
          open: z.boolean(),
          /** Why it cannot be booked; null when it can. */
          reason: z.string().nullable(),
          left: z.number().int(),
        }),
      ),
    }),
    errors: ['NOT_FOUND'],
  }),
  'GET /queues/{id}/slots': endpoint({
    summary: 'The times of one day with seats left, and the bookable days before and after',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    params: z.strictObject({ id }),
    query: z.strictObject({ date }),
    answer: z.strictObject({
      queueId: z.string(),
      date,
      words: z.string(),
      open: z.boolean(),
      reason: z.string().nullable(),
      slots: z.array(
        z.strictObject({
          slot: timeOfDay,
          start: time,
          end: time,
          period: z.enum(['morning', 'afternoon']),
          seats: z.number().int(),
          left: z.number().int(),
        }),
      ),
      previous: date.nullable(),
      next: date.nullable(),
    }),
    errors: ['NOT_FOUND'],
  }),
  'POST /appointments': endpoint({
    summary:
      'Hold a seat for five minutes: queueId, date and slot; or earliest: true, with or without a queueId',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    body: z
      .strictObject({
        itemCode,
        /** Omitted only with `earliest`: then the hall with the soonest free time. */
        queueId: id.optional(),
        /** For that person, by me. */
        mandateId: id.optional(),
        ...slotChoice,
      })
      .refine((body) => saysWhen(body) && (body.queueId !== undefined || body.earliest), {
        message: '选好大厅、日期和时间，或选“最早可约”',
        path: ['slot'],
      }),
    status: 201,
    answer: appointment,
    errors: [
      'NOT_FOUND',
      'ITEM_NOT_BOOKABLE',
      'SLOT_NOT_OFFERED',
      'SLOT_TAKEN',
      'ALREADY_BOOKED',
      'BOOKING_SUSPENDED',
      'MANDATE_ENDED',
    ],
  }),
  'POST /appointments/{id}/confirm': endpoint({
    summary: 'Turn a held seat into a booking',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params: z.strictObject({ id }),
    answer: appointment,
    errors: [
      'NOT_FOUND',
      'HOLD_EXPIRED',
      'APPOINTMENT_STATE',
      'SLOT_NOT_OFFERED',
      'BOOKING_SUSPENDED',
      'MANDATE_ENDED',
    ],
  }),
  'POST /appointments/{id}/cancel': endpoint({
    summary: 'Give a seat back, held or booked',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params: z.strictObject({ id }),
    answer: appointment,
    errors: ['NOT_FOUND', 'CUT_OFF_PASSED', 'APPOINTMENT_STATE', 'MANDATE_ENDED'],
  }),
  'POST /appointments/{id}/reschedule': endpoint({
    summary:
      'Move in one step, to date and slot or earliest: true; the old seat is kept until the new one is certain',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params: z.strictObject({ id }),
    body: z
      .strictObject({ queueId: id.optional(), ...slotChoice })
      .refine(saysWhen, { message: '选好日期和时间，或选“最早可约”', path: ['slot'] }),
    answer: appointment,
    errors: [
      'NOT_FOUND',
      'HOLD_EXPIRED',
      'CUT_OFF_PASSED',
      'APPOINTMENT_STATE',
      'SLOT_NOT_OFFERED',
      'SLOT_TAKEN',
      'ALREADY_BOOKED',
      'ITEM_NOT_BOOKABLE',
      'MANDATE_ENDED',
    ],
  }),
  'GET /appointments': endpoint({
    summary: 'My appointments: those ahead first, or the history',
    access: 'person',
    query: z.strictObject({
      scope: z.enum(['ahead', 'history', 'all']).default('all'),
      page: cursor.optional(),
    }),
    answer: page(appointmentRow),
  }),
  'GET /appointments/{id}': endpoint({
    summary: 'One appointment with its ticket and timeline',
    access: 'person',
    cache: 'private',
    params: z.strictObject({ id }),
    answer: appointment,
    errors: ['NOT_FOUND'],
  }),
};
