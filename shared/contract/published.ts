import { z } from 'zod';
import { complaintCategory } from './complaints';
import { cursor, date, endpoint, page } from './core';

/** An answered complaint as everybody may read it: nothing in it tells who complained. */
export const publishedComplaint = z.strictObject({
  id: z.string(),
  category: complaintCategory,
  categoryWords: z.string(),
  venueName: z.string().nullable(),
  itemName: z.string().nullable(),
  /** The month it was filed in: `2026-11`. */
  month: z.string(),
  what: z.string(),
  found: z.string(),
  done: z.string(),
  basis: z.string(),
  publishedOn: date,
});
export type PublishedComplaint = z.infer<typeof publishedComplaint>;

/** Rates of evaluations: counts, so that anybody can check the shares. A share is null when nothing can be divided. */
export const evaluationRates = z.strictObject({
  /** Services that could be rated. */
  services: z.number().int(),
  rated: z.number().int(),
  unrated: z.number().int(),
  good: z.number().int(),
  bad: z.number().int(),
  /** Share of good among the rated, 0 to 1. */
  goodShare: z.number().nullable(),
  /** Share of rated among the services: rating is voluntary. */
  ratedShare: z.number().nullable(),
  unratedShare: z.number().nullable(),
  /** Bad grades: answered, rectified, and those who were satisfied afterwards. */
  badAnswered: z.number().int(),
  badRectified: z.number().int(),
  badSatisfiedAfter: z.number().int(),
});
export type EvaluationRates = z.infer<typeof evaluationRates>;

export const publishedContract = {
  'GET /published/complaints': endpoint({
    summary: 'Answered complaints, published with consent and without personal data',
    access: 'public',
    cache: 'shared',
    query: z.strictObject({ category: complaintCategory.optional(), page: cursor.optional() }),
    answer: page(publishedComplaint),
  }),
  'GET /published/figures': endpoint({
    summary: 'Figures of a month or a year: complaints, answers in time, satisfaction, evaluations',
    access: 'public',
    cache: 'shared',
    query: z.strictObject({
      /** `2026` or `2026-11`; not said: this month. */
      period: z
        .string()
        .regex(/^20\d\d(-(0[1-9]|1[0-2]))?$/)
        .optional(),
    }),
    answer: z.strictObject({
      period: z.string(),
      /** It is not over yet. */
      running: z.boolean(),
      complaints: z.strictObject({
        filed: z.number().int(),
        accepted: z.number().int(),
        declined: z.number().int(),
        answered: z.number().int(),
        answeredInTime: z.number().int(),
        satisfied: z.number().int(),
        unsatisfied: z.number().int(),
        byCategory: z.array(
          z.strictObject({ category: complaintCategory, words: z.string(), filed: z.number().int() }),
        ),
      }),
      questions: z.strictObject({
        asked: z.number().int(),
        answered: z.number().int(),
        answeredInTime: z.number().int(),
      }),
      evaluations: evaluationRates,
      sample: z.boolean(),
    }),
  }),
};
