import { z } from 'zod';
import { prose } from './complaints';
import { cursor, endpoint, id, page, time } from './core';
import { faqEntry } from './faq';

/** `asked` waits for its answer; `answered` the asker has it; `closed` without one (withdrawn, or not a question for us). */
export const questionState = z.enum(['asked', 'answered', 'closed']);
export type QuestionState = z.infer<typeof questionState>;

export type { FaqEntry } from './faq';

export const questionDetail = z.strictObject({
  id: z.string(),
  words: z.string(),
  itemCode: z.string().nullable(),
  itemName: z.string().nullable(),
  state: questionState,
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  holder: z.string(),
  nextStep: z.string(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  askedAt: time,
  answer: z.strictObject({ words: z.string(), by: z.string(), at: time }).nullable(),
  canWithdraw: z.boolean(),
  evaluationId: z.string().nullable(),
  canEvaluate: z.boolean(),
  phone: z.string(),
  version: z.number().int(),
  now: time,
});
export type QuestionDetail = z.infer<typeof questionDetail>;

export const staffQuestion = z.strictObject({
  id: z.string(),
  words: z.string(),
  itemCode: z.string().nullable(),
  itemName: z.string().nullable(),
  department: z.string(),
  venueName: z.string(),
  /** Masked. */
  asker: z.string(),
  state: questionState,
  stateWords: z.string(),
  overdue: z.boolean(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  askedAt: time,
  safety: z.enum(['waiting', 'pass', 'review', 'risky', 'unknown']),
  answer: z.strictObject({ words: z.string(), by: z.string(), at: time, published: z.boolean() }).nullable(),
  /** It waits for an answer and was not handed to another department yet. */
  canForward: z.boolean(),
  version: z.number().int(),
});
export type StaffQuestion = z.infer<typeof staffQuestion>;

const params = z.strictObject({ id });
const answerers = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'] as const;
const version = z.number().int().nonnegative().optional();

export const questionsContract = {
  'POST /questions': endpoint({
    summary: 'Ask about an item, or in general; the department answers within its clock',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    body: z.strictObject({ words: prose(4, 500), itemCode: id.optional(), venueId: id.optional() }),
    status: 201,
    answer: questionDetail,
    errors: ['NOT_FOUND', 'QUESTIONS_TOO_MANY'],
  }),
  'GET /questions': endpoint({
    summary: 'Questions that are answered already: of an item, or by what one is typing',
    access: 'public',
    limit: 'search',
    cache: 'shared',
    query: z.strictObject({
      q: z.string().trim().max(100).optional(),
      item: id.optional(),
      page: cursor.optional(),
    }),
    answer: page(faqEntry),
  }),
  'GET /me/questions': endpoint({
    summary: 'What I asked, the newest first',
    access: 'person',
    query: z.strictObject({ page: cursor.optional() }),
    answer: page(questionDetail),
  }),
  'GET /questions/{id}': endpoint({
    summary: 'A question of mine and its answer',
    access: 'person',
    cache: 'private',
    params,
    answer: questionDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /questions/{id}/withdraw': endpoint({
    summary: 'Not needed any more',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    answer: questionDetail,
    errors: ['NOT_FOUND', 'QUESTION_STATE'],
  }),
  'GET /staff/questions': endpoint({
    summary: 'Questions to my department: open by their clock, or answered',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['open', 'answered', 'all']).default('open'),
      page: cursor.optional(),
    }),
    answer: page(staffQuestion),
  }),
  'GET /staff/questions/{id}': endpoint({
    summary: 'One question',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    params,
    answer: staffQuestion,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/questions/{id}/answer': endpoint({
    summary: 'Answer it, or better an answer; published when the words are for everybody',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({
      version,
      words: prose(5, 2_000),
      /** For the next person: as a question in general words, without anything of who asked; null: not published. */
      publishAs: prose(4, 200).nullable().default(null),
    }),
    answer: staffQuestion,
    errors: ['NOT_FOUND', 'QUESTION_STATE', 'QUESTION_CHANGED', 'PUBLICATION_MARKS'],
  }),
  'POST /staff/questions/{id}/forward': endpoint({
    summary: 'Another department answers it; once',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, department: prose(2, 60) }),
    answer: staffQuestion,
    errors: ['NOT_FOUND', 'QUESTION_STATE', 'QUESTION_CHANGED'],
  }),
  'POST /staff/questions/{id}/close': endpoint({
    summary: 'Nothing to answer here: why, and where it belongs; the asker is told',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, reason: prose(4, 500) }),
    answer: staffQuestion,
    errors: ['NOT_FOUND', 'QUESTION_STATE', 'QUESTION_CHANGED'],
  }),
  'POST /staff/questions/{id}/unpublish': endpoint({
    summary: 'Taken out of what everybody reads: out of date, or not for everybody',
    access: 'staff',
    roles: answerers,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, reason: prose(2, 300) }),
    answer: staffQuestion,
    errors: ['NOT_FOUND', 'QUESTION_STATE', 'QUESTION_CHANGED'],
  }),
};
