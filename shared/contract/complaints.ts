import { z } from 'zod';
import { timelineEntry } from './booking';
import { cursor, date, endpoint, id, page, text, time } from './core';

export const complaintCategory = z.enum([
  'matter-not-done',
  'late',
  'attitude',
  'more-materials',
  'fees',
  'passed-around',
  'hours',
  'system',
  'other',
]);
export type ComplaintCategory = z.infer<typeof complaintCategory>;

export const complaintState = z.enum([
  'submitted',
  'accepted',
  'assigned',
  'investigating',
  'joined',
  'replied',
  'called-back',
  'closed',
  'declined',
  'withdrawn',
]);
export type ComplaintState = z.infer<typeof complaintState>;

/** How a matter that was not done ends. */
export const complaintEnding = z.enum(['done', 'impossible', 'planned']);
export type ComplaintEnding = z.infer<typeof complaintEnding>;

/** Words of several lines, as people write them: newlines are kept, other control characters refused. */
export const prose = (min: number, max: number) =>
  z
    .string()
    .transform((typed) => typed.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .regex(
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
          /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]*$/u,
          'has characters that cannot be typed',
        ),
    );

/** Files of mine, taken by `/uploads`. */
const photos = z.array(id).max(9);
/** What whoever complained without a name keeps: 12 letters and digits, shown once in groups of four. */
export const queryCode = z
  .string()
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[2-9A-HJKMNP-Z]{12}$/));

const photo = z.strictObject({ id: z.string(), name: z.string().nullable(), type: z.string() });

/** What was answered. Every answer says what was found, what was done, and on what basis. */
export const complaintReply = z.strictObject({
  at: time,
  /** Office and who answers for it: `市政务服务中心 投诉受理岗（工号 A001）`. */
  by: z.string(),
  round: z.union([z.literal(1), z.literal(2)]),
  found: z.string(),
  done: z.string(),
  basis: z.string(),
  ending: complaintEnding.nullable(),
  endingWords: z.string().nullable(),
  /** Of a plan: until when it will be done. */
  planBy: date.nullable(),
});
export type ComplaintReply = z.infer<typeof complaintReply>;

const rowFields = {
  id: z.string(),
  /** `TS-20261124-7K3Q9F`, as people say it. */
  number: z.string(),
  category: complaintCategory,
  categoryWords: z.string(),
  /** The item or the place it is about. */
  title: z.string(),
  state: complaintState,
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  /** Who has it now, with a phone. */
  holder: z.string(),
  nextStep: z.string(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  filedAt: time,
};

export const complaintRow = z.strictObject(rowFields);
export type ComplaintRow = z.infer<typeof complaintRow>;

export const complaintDetail = z.strictObject({
  ...rowFields,
  anonymous: z.boolean(),
  what: z.string(),
  wanted: z.string(),
  /** When it happened, in words; null when it was not said. */
  whenWords: z.string().nullable(),
  /** Hall and window in words; null when it was not said. */
  placeWords: z.string().nullable(),
  itemName: z.string().nullable(),
  caseNumber: z.string().nullable(),
  photos: z.array(photo),
  /** What was added later. */
  supplements: z.array(z.strictObject({ at: time, words: z.string(), photos: z.array(photo) })),
  replies: z.array(complaintReply),
  /** Why it was not taken, and where it belongs. */
  declined: z.strictObject({ reason: z.string(), channel: z.string() }).nullable(),
  /** The drawing with its place of today: 1 to `steps.length`; null when it left the road. */
  steps: z.array(z.string()),
  step: z.number().int().nullable(),
  round: z.union([z.literal(1), z.literal(2)]),
  escalated: z.boolean(),
  timeline: z.array(timelineEntry),
  /** What I may do now. */
  canSupplement: z.boolean(),
  canWithdraw: z.boolean(),
  /** `both`: say whether I am satisfied; `satisfied-only`: it was handled twice; null: not now. */
  feedback: z.enum(['both', 'satisfied-only']).nullable(),
  /** Whether the handling of it can be rated, and the rating when it was. */
  evaluationId: z.string().nullable(),
  canEvaluate: z.boolean(),
  publishConsent: z.boolean(),
  /** What came of the consent; null without it. */
  publication: z.enum(['waiting', 'published', 'refused']).nullable(),
  supervisionPhone: z.string(),
  version: z.number().int(),
  now: time,
});
export type ComplaintDetail = z.infer<typeof complaintDetail>;

const params = z.strictObject({ id });
/** Of whoever complained without a name: instead of a session. */
const code = queryCode.optional();

export const complaintsContract = {
  'POST /complaints': endpoint({
    summary: 'Complain: by name, or without one and with a query code to keep',
    access: 'optional',
    limit: 'write',
    idempotency: 'required',
    namelessBy: 'anonymous',
    body: z.strictObject({
      category: complaintCategory,
      /** What happened. */
      what: prose(5, 2_000),
      /** What is wanted. */
      wanted: prose(0, 500).default(''),
      /** When: a day, and about what time in words. */
      on: date.optional(),
      around: text(0, 30).optional(),
      venueId: id.optional(),
      windowId: id.optional(),
      itemCode: id.optional(),
      /** Of mine. */
      caseId: id.optional(),
      /** Of mine. */
      appointmentId: id.optional(),
      photos: photos.default([]),
      anonymous: z.boolean().default(false),
      /** The answered complaint may be published without anything that tells who I am. */
      publishConsent: z.boolean().default(false),
    }),
    status: 201,
    answer: z.strictObject({
      complaint: complaintDetail,
      /** Of an anonymous complaint, this once; null otherwise. */
      queryCode: z.string().nullable(),
    }),
    errors: [
      'NOT_SIGNED_IN',
      'CONSENT_REQUIRED',
      'IDENTITY_REQUIRED',
      'NOT_FOUND',
      'UPLOAD_STATE',
      'COMPLAINTS_TOO_MANY',
    ],
  }),
  'GET /complaints': endpoint({
    summary: 'My complaints, the newest first',
    access: 'person',
    query: z.strictObject({
      state: z.enum(['open', 'closed', 'all']).default('all'),
      page: cursor.optional(),
    }),
    answer: page(complaintRow),
  }),
  'GET /complaints/{id}': endpoint({
    summary: 'A complaint of mine: who has it, by when, what was answered, what I can do',
    access: 'person',
    cache: 'private',
    params,
    answer: complaintDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /complaint-lookups': endpoint({
    summary: 'A complaint without a name: by its number and query code',
    access: 'public',
    limit: 'sign-in',
    body: z.strictObject({ number: text(6, 40), code: queryCode }),
    answer: complaintDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /complaints/{id}/supplement': endpoint({
    summary: 'Add what became known, or photos that were not through yet',
    access: 'optional',
    limit: 'write',
    idempotency: 'required',
    namelessBy: 'code',
    params,
    body: z.strictObject({ words: prose(0, 1_000).default(''), photos: photos.default([]), code }),
    answer: complaintDetail,
    errors: ['NOT_SIGNED_IN', 'NOT_FOUND', 'COMPLAINT_STATE', 'COMPLAINT_FULL', 'UPLOAD_STATE'],
  }),
  'POST /complaints/{id}/withdraw': endpoint({
    summary: 'Take it back',
    access: 'optional',
    limit: 'write',
    idempotency: 'required',
    namelessBy: 'code',
    params,
    body: z.strictObject({ reason: prose(0, 200).default(''), code }),
    answer: complaintDetail,
    errors: ['NOT_SIGNED_IN', 'NOT_FOUND', 'COMPLAINT_STATE'],
  }),
  'POST /complaints/{id}/feedback': endpoint({
    summary: 'Satisfied: it is closed. Not satisfied, with a reason: somebody else handles it again, once',
    access: 'optional',
    limit: 'write',
    idempotency: 'required',
    namelessBy: 'code',
    params,
    body: z.strictObject({ satisfied: z.boolean(), why: prose(0, 1_000).default(''), code }),
    answer: complaintDetail,
    errors: ['NOT_SIGNED_IN', 'NOT_FOUND', 'COMPLAINT_STATE', 'COMPLAINT_AGAIN_ONCE'],
  }),
};
