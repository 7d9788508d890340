import { z } from 'zod';
import { appointment, appointmentState } from './booking';
import { date, endpoint, id, text, time, timeOfDay } from './core';

/**
 * How long a wait may be, and how sure that is. `guess` comes from the plan alone, `rough` from a few services of today,
 * `good` from many that took alike.
 */
export const estimate = z.strictObject({
  /** Whole minutes, low ≤ high. */
  low: z.number().int(),
  high: z.number().int(),
  sure: z.enum(['guess', 'rough', 'good']),
  /** “大约 10–25 分钟，今天办理的人还少，估得不准”. */
  words: z.string(),
});

/** One number that is being called. */
const calledNumber = z.strictObject({
  /** `A012`. */
  ticket: z.string(),
  /** `3 号窗口`. */
  window: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  /** How often it was called in this round, 1 to 3; a display calls it out again when this rises. */
  calls: z.number().int(),
  /** When it was last called. */
  at: time,
});
export type CalledNumber = z.infer<typeof calledNumber>;

/** A queue as anyone may see it: numbers, windows and lengths. Also what is pushed over ws on the same path. */
export const queueLive = z.strictObject({
  queueId: z.string(),
  queueName: z.string(),
  venueId: z.string(),
  /** Letter of its numbers. */
  prefix: z.string(),
  waiting: z.number().int(),
  /** Being called now, latest first. */
  called: z.array(calledNumber),
  /** At a window now. */
  serving: z.array(z.strictObject({ ticket: z.string(), window: z.string() })),
  /** For who would take a number now. */
  estimate,
  /** The server's clock. */
  now: time,
});
export type QueueLive = z.infer<typeof queueLive>;

/** A whole hall, for the big screen. Also what is pushed over ws on the same path. */
export const venueLive = z.strictObject({
  venueId: z.string(),
  venueName: z.string(),
  /** Being called now in any queue, latest first; at most 12. */
  called: z.array(calledNumber),
  queues: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      prefix: z.string(),
      waiting: z.number().int(),
      /** At a window now. */
      serving: z.number().int(),
      estimate,
    }),
  ),
  now: time,
});
export type VenueLive = z.infer<typeof venueLive>;

/** Where the caller stands. */
export const place = z.strictObject({
  appointmentId: z.string(),
  queueId: z.string(),
  state: appointmentState,
  stateWords: z.string(),
  /** `A012`; null before check-in. */
  ticket: z.string().nullable(),
  /** How many people will be called before; null when not in line. */
  ahead: z.number().int().nullable(),
  /** null when not in line. */
  estimate: estimate.nullable(),
  /** Where to go, once called. */
  window: z.string().nullable(),
  /** What to do now, in a sentence. */
  words: z.string(),
  now: time,
});
export type Place = z.infer<typeof place>;

/** The hall's code that rotates every minute: on the display as digits, and in its QR code as the same digits. */
export const hallCode = z.strictObject({
  /** Six digits. */
  code: z.string(),
  /** When the next one is shown; this one is accepted for a minute longer. */
  until: time,
  now: time,
});

export const liveContract = {
  'GET /queues/{id}/live': endpoint({
    summary: 'A queue as it stands now, for anyone; the same is pushed over ws on this path',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    params: z.strictObject({ id }),
    answer: queueLive,
    errors: ['NOT_FOUND'],
  }),
  'GET /venues/{id}/live': endpoint({
    summary: 'All queues of a hall and the numbers being called; the same is pushed over ws on this path',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    params: z.strictObject({ id }),
    answer: venueLive,
    errors: ['NOT_FOUND'],
  }),
  'POST /venues/{id}/check-in-codes': endpoint({
    summary: "The hall's rotating check-in code, for a display that has a key",
    access: 'public',
    limit: 'search',
    params: z.strictObject({ id }),
    body: z.strictObject({ key: text(20, 100) }),
    answer: hallCode,
    errors: ['DISPLAY_KEY_UNKNOWN'],
  }),
  'POST /appointments/{id}/check-in': endpoint({
    summary: 'Check myself in with the code that the hall shows and changes every minute',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    answer: appointment,
    errors: ['NOT_FOUND', 'HALL_CODE_INVALID', 'OUTSIDE_CHECK_IN', 'APPOINTMENT_STATE', 'MANDATE_ENDED'],
  }),
  'GET /appointments/{id}/alternatives': endpoint({
    summary: 'Times to move to: the bookable days, and after a closure some that are not open to others yet',
    access: 'person',
    limit: 'search',
    params: z.strictObject({ id }),
    answer: z.strictObject({
      /** Until when the choice stands. */
      until: time,
      queueId: z.string(),
      /** Days that are not open to others yet begin here; null when there are none. */
      reservedFrom: date.nullable(),
      /** Only days with something free. */
      days: z.array(
        z.strictObject({
          date,
          words: z.string(),
          slots: z.array(
            z.strictObject({
              slot: timeOfDay,
              start: time,
              end: time,
              period: z.enum(['morning', 'afternoon']),
              left: z.number().int(),
            }),
          ),
        }),
      ),
      now: time,
    }),
    errors: ['NOT_FOUND', 'APPOINTMENT_STATE', 'CUT_OFF_PASSED', 'HOLD_EXPIRED'],
  }),
  'GET /appointments/{id}/place': endpoint({
    summary: 'My number, how many are before me, and how long that may take',
    access: 'person',
    params: z.strictObject({ id }),
    answer: place,
    errors: ['NOT_FOUND'],
  }),
};
