import { z } from 'zod';
import { cursor, endpoint, page, time } from './core';

/**
 * The common face of everything a citizen waits for (a matter): appointments, cases, complaints
 * and questions.
 */
export const matter = z.strictObject({
  kind: z.enum(['appointment', 'case', 'complaint', 'question']),
  id: z.string(),
  reference: z.string().nullable(),
  title: z.string(),
  /** The state in plain words. */
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  /** Who has it now, with a place or a phone. */
  holder: z.string(),
  nextStep: z.string(),
  /** By when, in words and as a time. */
  byWords: z.string().nullable(),
  by: time.nullable(),
  /** The one thing I must do; null when there is nothing. */
  action: z
    .strictObject({
      label: z.string(),
      kind: z.enum([
        'confirm',
        'view',
        'rebook',
        'continue-draft',
        'supplement',
        'collect',
        'delivery',
        'feedback',
        'read-answer',
      ]),
    })
    .nullable(),
  /** Whose it is when it is not mine: masked name and what I am to them. */
  forWhom: z.strictObject({ name: z.string(), relation: z.string() }).nullable(),
  open: z.boolean(),
});
export type Matter = z.infer<typeof matter>;

export const mattersContract = {
  'GET /matters': endpoint({
    summary:
      'Everything I wait for: what needs me first, then by date; or the history; search by reference or title',
    access: 'account',
    query: z.strictObject({
      state: z.enum(['open', 'closed', 'all']).default('open'),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(matter),
  }),
};
