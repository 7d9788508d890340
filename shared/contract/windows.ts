import { z } from 'zod';
import { cursor, endpoint, id, page } from './core';
import { evaluationRates } from './published';

/** A window as citizens see it: identity, standards and promises shown; process, supervision and results open (三亮三公开). */
export const windowPage = z.strictObject({
  id: z.string(),
  name: z.string(),
  venue: z.strictObject({ id: z.string(), name: z.string(), address: z.string(), phone: z.string() }),
  department: z.string(),
  /** Who sits there now; empty when nobody does. */
  officers: z.array(
    z.strictObject({
      name: z.string(),
      /** 工号 */
      number: z.string(),
      post: z.string(),
      /** Their promise in their own words, or the hall's. */
      promise: z.string(),
    }),
  ),
  /** What the hall promises at every window. */
  promises: z.array(z.string()),
  standards: z.array(z.string()),
  /** How a matter goes here, step by step. */
  process: z.array(z.strictObject({ title: z.string(), words: z.string() })),
  items: z.array(z.strictObject({ code: z.string(), name: z.string(), byWords: z.string() })),
  supervision: z.strictObject({ phone: z.string(), hotline: z.string() }),
  /** Of this month and of the last twelve; unrated stays unrated. */
  rates: z.strictObject({ month: evaluationRates, year: evaluationRates }),
  /** Complaints about this window in the last twelve months, as figures. */
  complaints: z.strictObject({
    filed: z.number().int(),
    answered: z.number().int(),
    published: z.number().int(),
  }),
  sample: z.boolean(),
});
export type WindowPage = z.infer<typeof windowPage>;

export const windowsContract = {
  'GET /venues/{id}/windows': endpoint({
    summary: 'The windows of a hall, by name',
    access: 'public',
    cache: 'shared',
    params: z.strictObject({ id }),
    query: z.strictObject({ page: cursor.optional() }),
    answer: page(z.strictObject({ id: z.string(), name: z.string(), department: z.string() })),
    errors: ['NOT_FOUND'],
  }),
  'GET /windows/{id}': endpoint({
    summary: 'A window: who sits there, what they promise, how they are rated',
    access: 'public',
    cache: 'shared',
    params: z.strictObject({ id }),
    answer: windowPage,
    errors: ['NOT_FOUND'],
  }),
  'GET /staff/windows/{id}/card': endpoint({
    summary: 'The card on the counter: a code that opens this window’s page for rating, to be printed',
    access: 'staff',
    roles: ['window', 'supervisor'],
    limit: 'staff',
    params: z.strictObject({ id }),
    answer: z.strictObject({
      windowId: z.string(),
      windowName: z.string(),
      venueName: z.string(),
      /** Opens the page in a browser. */
      url: z.string(),
      /** A mini-program code as a data URI; null when WeChat gives none. */
      image: z.string().nullable(),
    }),
    errors: ['NOT_FOUND'],
  }),
};
