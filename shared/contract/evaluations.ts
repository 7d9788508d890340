import { z } from 'zod';
import type { StaffRole } from '../domain/staff';
import { timelineEntry } from './booking';
import { prose } from './complaints';
import { cursor, endpoint, id, page, text, time } from './core';
import type { ErrorCode } from './errors';
import { evaluationRates } from './published';

/** 5 非常满意 … 1 非常不满意. */
export const grade = z.union([z.literal(5), z.literal(4), z.literal(3), z.literal(2), z.literal(1)]);
export type Grade = z.infer<typeof grade>;

/** What can be rated: a visit at a window, a case, a parcel, the answer to a complaint or to a question. */
export const serviceKind = z.enum(['appointment', 'case', 'delivery', 'complaint', 'question']);
export type ServiceKind = z.infer<typeof serviceKind>;

export const rectificationState = z.enum([
  'opened',
  'verified',
  'appealed',
  'rectified',
  'called-back',
  'closed',
  'dismissed',
]);
export type RectificationState = z.infer<typeof rectificationState>;

/** A service that is over and can be rated by me. Nothing is chosen beforehand. */
export const rateableService = z.strictObject({
  kind: serviceKind,
  id: z.string(),
  /** What it was: the item's name. */
  title: z.string(),
  /** Where, and at which window. */
  placeWords: z.string(),
  endedAt: time,
  /** Until when it can be rated. */
  until: time,
});
export type RateableService = z.infer<typeof rateableService>;

export const evaluation = z.strictObject({
  id: z.string(),
  service: rateableService.omit({ until: true }),
  grade,
  gradeWords: z.string(),
  tags: z.array(z.string()),
  words: z.string(),
  givenAt: time,
  /** Until when I can change it; null when I cannot any more. */
  changeUntil: time.nullable(),
  /** What came of a bad grade, for whoever gave it. */
  rectification: z
    .strictObject({
      state: rectificationState,
      stateWords: z.string(),
      by: time.nullable(),
      timeline: z.array(timelineEntry),
    })
    .nullable(),
  version: z.number().int(),
});
export type Evaluation = z.infer<typeof evaluation>;

const given = {
  grade,
  tags: z.array(text(1, 20)).max(5).default([]),
  words: prose(0, 500).default(''),
};

export const evaluationsContract = {
  'GET /evaluations': endpoint({
    summary: 'What I can rate, and what I rated',
    access: 'person',
    query: z.strictObject({
      /** Of one service: whether it can be rated, or how it was. */
      kind: serviceKind.optional(),
      id: id.optional(),
    }),
    answer: z.strictObject({ due: z.array(rateableService), given: z.array(evaluation) }),
  }),
  'GET /evaluations/{id}': endpoint({
    summary: 'A rating of mine, and what came of it',
    access: 'person',
    params: z.strictObject({ id }),
    answer: evaluation,
    errors: ['NOT_FOUND'],
  }),
  'POST /evaluations': endpoint({
    summary: 'Rate a service of mine, once',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    body: z.strictObject({
      kind: serviceKind,
      id,
      /** Read at the window: the code of that window's card. */
      windowId: id.optional(),
      ...given,
    }),
    status: 201,
    answer: evaluation,
    errors: ['NOT_FOUND', 'EVALUATION_EXISTS', 'SERVICE_NOT_OVER', 'EVALUATION_TAG'],
  }),
  'PUT /evaluations/{id}': endpoint({
    summary: 'Change my mind within 24 hours',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params: z.strictObject({ id }),
    body: z.strictObject(given),
    answer: evaluation,
    errors: ['NOT_FOUND', 'EVALUATION_CLOSED', 'EVALUATION_TAG'],
  }),
};

export const staffRectificationAction = z.enum([
  'verify',
  'appeal',
  'accept-appeal',
  'refuse-appeal',
  'rectify',
  'call-back',
  'close',
]);
export type StaffRectificationAction = z.infer<typeof staffRectificationAction>;

/** A rating as staff see it: never who gave it. */
export const staffEvaluation = z.strictObject({
  id: z.string(),
  kind: serviceKind,
  itemName: z.string().nullable(),
  venueName: z.string(),
  department: z.string().nullable(),
  windowName: z.string().nullable(),
  grade,
  gradeWords: z.string(),
  tags: z.array(z.string()),
  words: z.string(),
  /** The day only: a time would tell who it was. */
  on: z.string(),
  /** Why a person has to look at it, in words; it counts nevertheless until somebody says otherwise. */
  flags: z.array(z.strictObject({ key: z.string(), words: z.string() })),
  flagState: z.enum(['none', 'open', 'kept', 'set-aside']),
  rectificationId: z.string().nullable(),
  version: z.number().int(),
});
export type StaffEvaluation = z.infer<typeof staffEvaluation>;

export const staffRectification = z.strictObject({
  id: z.string(),
  evaluation: staffEvaluation,
  state: rectificationState,
  stateWords: z.string(),
  overdue: z.boolean(),
  escalated: z.boolean(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  /** To call back: whom, when they are willing; null for others. */
  callBack: z.strictObject({ name: z.string(), phone: z.string() }).nullable(),
  actions: z.array(staffRectificationAction),
  timeline: z.array(timelineEntry),
  version: z.number().int(),
  now: time,
});
export type StaffRectification = z.infer<typeof staffRectification>;

const readers = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'] as const;
const handlers = ['reviewer', 'dispatcher', 'supervisor'] as const;
const params = z.strictObject({ id });
const version = z.number().int().nonnegative().optional();
const why = prose(4, 500);

function act<
  const B extends z.ZodRawShape,
  const E extends readonly ErrorCode[],
  const R extends readonly StaffRole[],
>(roles: R, summary: string, body: B, errors: E) {
  return endpoint({
    summary,
    access: 'staff',
    roles,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, ...body }),
    answer: staffRectification,
    errors: ['NOT_FOUND', 'RECTIFICATION_STATE', 'RECTIFICATION_CHANGED', ...errors],
  });
}

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);

export const staffEvaluationsContract = {
  'GET /staff/evaluations': endpoint({
    summary: 'Ratings within my reach, or my own; never who gave them',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['mine', 'bad', 'flagged', 'all']).default('mine'),
      month: month.optional(),
      page: cursor.optional(),
    }),
    answer: page(staffEvaluation),
  }),
  'GET /staff/evaluations/rates': endpoint({
    summary: 'Rates by item, window, hall, department or month; by officer only one’s own',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    query: z.strictObject({
      by: z.enum(['item', 'window', 'venue', 'department', 'month', 'mine']).default('mine'),
      month: month.optional(),
    }),
    answer: z.strictObject({
      by: z.string(),
      month: z.string(),
      rows: z.array(evaluationRates.extend({ key: z.string(), name: z.string() })),
    }),
  }),
  'POST /staff/evaluations/{id}/flag': endpoint({
    summary:
      'What was conspicuous was looked at: it counts, or it is set aside with a reason; nothing is deleted',
    access: 'staff',
    roles: ['supervisor'],
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ version, decision: z.enum(['kept', 'set-aside']), why }),
    answer: staffEvaluation,
    errors: ['NOT_FOUND', 'EVALUATION_FLAG_STATE'],
  }),
  'GET /staff/rectifications': endpoint({
    summary: 'What bad grades opened: open by their clock, or closed',
    access: 'staff',
    roles: handlers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['open', 'closed', 'all']).default('open'),
      page: cursor.optional(),
    }),
    answer: page(staffRectification),
  }),
  'GET /staff/rectifications/{id}': endpoint({
    summary: 'One rectification with what I may do',
    access: 'staff',
    roles: handlers,
    limit: 'staff',
    params,
    answer: staffRectification,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/rectifications/{id}/verify': act(
    handlers,
    'It is as was said: what was found',
    { found: why },
    [],
  ),
  'POST /staff/rectifications/{id}/appeal': act(
    ['reviewer', 'dispatcher'],
    'It is not as was said: a supervisor decides',
    { why },
    [],
  ),
  'POST /staff/rectifications/{id}/accept-appeal': act(
    ['supervisor'],
    'Not founded; the one who rated is told why, and the grade stays as given',
    { why },
    ['RECTIFICATION_SAME_OFFICER'],
  ),
  'POST /staff/rectifications/{id}/refuse-appeal': act(['supervisor'], 'Founded: to be rectified', { why }, [
    'RECTIFICATION_SAME_OFFICER',
  ]),
  'POST /staff/rectifications/{id}/rectify': act(
    handlers,
    'What was mended, and how it stays so',
    { done: why },
    [],
  ),
  'POST /staff/rectifications/{id}/call-back': act(
    ['supervisor'],
    'Called back: reached or not, satisfied or not, in their words',
    { reached: z.boolean(), satisfied: z.boolean().nullable(), words: prose(0, 500).default('') },
    [],
  ),
  'POST /staff/rectifications/{id}/close': act(
    ['supervisor'],
    'Closed',
    { note: prose(0, 500).default('') },
    [],
  ),
};
