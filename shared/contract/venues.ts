import { z } from 'zod';
import { cursor, date, endpoint, id, near, page, time, timeOfDay } from './core';

export const venueLevel = z.enum(['city', 'county', 'township', 'village']);

/** A free time that can be booked now. */
export const freeTime = z.strictObject({ date, slot: timeOfDay, start: time, end: time });
export type FreeTime = z.infer<typeof freeTime>;

/** Open or not, in data and in words: “营业中 · 17:30 关门”, “午休 · 14:00 开门”, “今天休息 · 11月26日 8:30 开门”. */
const opening = z.strictObject({
  open: z.boolean(),
  words: z.string(),
  nextChange: time.nullable(),
});

const address = z.strictObject({ text: z.string(), latitude: z.number(), longitude: z.number() });

export const venueRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  level: venueLevel,
  /** Six-digit code of its county, 530600 for the city's own. */
  county: z.string(),
  address,
  /** Metres from `near` in a straight line; null when `near` was not said. */
  distance: z.number().int().nullable(),
  opening,
  phone: z.string(),
  facilities: z.array(z.string()),
  /** With `item`: the queue that serves it here, and its first free time. */
  queueId: z.string().nullable(),
  firstFree: freeTime.nullable(),
  sample: z.boolean(),
});
export type VenueRow = z.infer<typeof venueRow>;

export const venueDetail = venueRow.omit({ queueId: true, firstFree: true }).extend({
  /** Opening periods of one weekday, 1 = Monday … 7 = Sunday. */
  hours: z.array(
    z.strictObject({
      weekday: z.number().int(),
      periods: z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })),
    }),
  ),
  /** The next seven days as they will really be, holidays and make-up days included. */
  week: z.array(
    z.strictObject({ date, words: z.string(), open: z.boolean(), reason: z.string().nullable() }),
  ),
  route: z.string(),
  windows: z.array(z.strictObject({ id: z.string(), name: z.string(), department: z.string() })),
  queues: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      department: z.string(),
      firstFree: freeTime.nullable(),
    }),
  ),
  itemCount: z.number().int(),
});
export type VenueDetail = z.infer<typeof venueDetail>;

export const venuesContract = {
  'GET /venues': endpoint({
    summary:
      'Halls and service points, nearest first; with item, those that serve it and their first free time',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    query: z.strictObject({
      near: near.optional(),
      item: z
        .string()
        .regex(/^[0-9A-Z]{12,33}$/)
        .optional(),
      county: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      /** `centre`: the halls of the city and of the counties together. */
      level: z.enum([...venueLevel.options, 'centre']).optional(),
      page: cursor.optional(),
    }),
    answer: page(venueRow),
    errors: ['NOT_FOUND'],
  }),
  'GET /venues/{id}': endpoint({
    summary: 'One venue: hours as they will be, windows, queues, facilities',
    access: 'public',
    cache: 'shared',
    params: z.strictObject({ id }),
    query: z.strictObject({ near: near.optional() }),
    answer: venueDetail,
    errors: ['NOT_FOUND'],
  }),
};
