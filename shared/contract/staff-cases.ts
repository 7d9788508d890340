import { z } from 'zod';
import type { StaffRole } from '../domain/staff';
import { timelineEntry } from './booking';
import {
  caseFee,
  caseMaterial,
  caseRefusal,
  caseState,
  deadline,
  publicHandler,
  supplementRequest,
} from './cases';
import { itemCode } from './catalogue';
import { cursor, endpoint, id, page, text, time } from './core';
import type { ErrorCode } from './errors';

/** What staff can do with a case; each has an endpoint of its own. */
export const staffCaseAction = z.enum([
  'receive',
  'record-papers',
  'accept',
  'decline',
  'request-supplement',
  'supplement',
  'assign',
  'start-review',
  'review',
  'begin-special-step',
  'end-special-step',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'decide-approve',
  'decide-refuse',
  'issue',
  'make-ready',
  'hand-over',
  'finish-instant',
  'withdraw',
]);
export type StaffCaseAction = z.infer<typeof staffCaseAction>;

const rowFields = {
  id: z.string(),
  number: z.string(),
  state: caseState,
  stateWords: z.string(),
  itemName: z.string(),
  department: z.string(),
  venueName: z.string(),
  /** Masked in lists. */
  applicant: z.string(),
  handler: publicHandler.nullable(),
  /** The deadline that runs now: acceptance, then the promised limit, then the delivery of the result. */
  due: deadline.nullable(),
  dueKind: z.enum(['acceptance', 'supplement', 'promised', 'delivery']).nullable(),
  urgency: z.enum(['overdue', 'near', 'half', 'calm', 'waiting', 'over']),
};

export const staffCaseRow = z.strictObject(rowFields);
export type StaffCaseRow = z.infer<typeof staffCaseRow>;

export const staffCase = z.strictObject({
  ...rowFields,
  itemCode: z.string(),
  caseKind: z.enum(['instant', 'promised']),
  receiptNumber: z.string().nullable(),
  channel: z.enum(['online', 'window']),
  jointDepartments: z.array(z.string()),
  /** In full: whoever may open the case must be able to check it and to ring. */
  applicantName: z.string(),
  applicantPhone: z.string().nullable(),
  /** Handed in by someone else for them. */
  byAgent: z.boolean(),
  note: z.string().nullable(),
  appointmentId: z.string().nullable(),
  handedInAt: time.nullable(),
  materials: z.array(caseMaterial),
  acceptance: deadline.nullable(),
  promised: deadline.nullable(),
  legal: deadline.nullable(),
  delivery: deadline.nullable(),
  paused: z
    .strictObject({ why: z.enum(['citizen', 'special-step']), words: z.string(), since: time })
    .nullable(),
  supplement: supplementRequest.nullable(),
  reviews: z.array(
    z.strictObject({
      department: z.string(),
      opinion: z.enum(['agree', 'object']).nullable(),
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: time.nullable(),
    }),
  ),
  specialSteps: z.array(
    z.strictObject({
      name: z.string(),
      reason: z.string(),
      basis: z.string(),
      /** Whether its time counts in the limit. */
      counted: z.boolean(),
      from: time,
      until: time.nullable(),
      outcome: z.string().nullable(),
    }),
  ),
  /** The special steps that the item's guide names. */
  specialStepChoices: z.array(
    z.strictObject({ name: z.string(), basis: z.string(), timeWords: z.string(), counted: z.boolean() }),
  ),
  extension: z
    .strictObject({
      state: z.enum(['asked', 'approved', 'refused']),
      reason: z.string(),
      askedBy: z.string(),
      askedAt: time,
      answeredBy: z.string().nullable(),
      answeredAt: time.nullable(),
      workingDays: z.number().int(),
    })
    .nullable(),
  declined: caseRefusal.nullable(),
  decision: z
    .strictObject({
      outcome: z.enum(['approved', 'refused']),
      by: z.string(),
      at: time,
      note: z.string().nullable(),
      refusal: caseRefusal.nullable(),
    })
    .nullable(),
  /** What the item costs; null when nothing. Owed, nothing is handed over. */
  fee: caseFee.nullable(),
  result: z
    .strictObject({
      how: z.enum(['window', 'courier', 'electronic']),
      readyAt: time,
      /** The parcel that brings it. */
      deliveryId: z.string().nullable(),
    })
    .nullable(),
  /** How the citizen wants to have the result: what the desk begins with; null when they said nothing. */
  chosenHow: z.enum(['window', 'courier', 'electronic']).nullable(),
  /** What the caller may do now, in the order of the work. */
  actions: z.array(staffCaseAction),
  timeline: z.array(timelineEntry),
  version: z.number().int(),
  now: time,
});
export type StaffCase = z.infer<typeof staffCase>;

/** The version on the officer's screen: when sent and no longer true, nothing is changed (CASE_CHANGED). */
const version = z.number().int().nonnegative().optional();
const params = z.strictObject({ id });
const idNumber = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^\d{17}[\dX]$/);
const phone = z.string().regex(/^1[3-9]\d{9}$/);
/** The materials that lie on the counter, by id. */
const received = z.array(id).max(60);
const reason = text(2, 500);

const readers = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'] as const;

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
    answer: staffCase,
    errors: ['NOT_FOUND', 'CASE_STATE', 'CASE_CHANGED', ...errors],
  });
}

const counter = ['window'] as const;
const examiners = ['window', 'reviewer'] as const;

export const staffCasesContract = {
  'GET /staff/cases': endpoint({
    summary:
      'Cases by deadline: those I have or that wait for my role, or all within my venue and department; search by number or item',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['mine', 'open', 'closed', 'all']).default('mine'),
      state: caseState.optional(),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(staffCaseRow),
  }),
  'GET /staff/cases/{id}': endpoint({
    summary: 'One case with its materials, reviews and what I may do',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    params,
    answer: staffCase,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/cases': endpoint({
    summary:
      'Take in what someone hands over at the window: from an appointment, or from the ID card they show; `finish` passes every step of an instant item in this one visit',
    access: 'staff',
    roles: counter,
    limit: 'staff',
    idempotency: 'required',
    body: z
      .strictObject({
        itemCode: itemCode.optional(),
        appointmentId: id.optional(),
        applicant: z.strictObject({ name: text(2, 40), idNumber }).optional(),
        phone: phone.optional(),
        note: text(0, 500).optional(),
        received,
        finish: z.boolean().optional(),
      })
      .refine((body) => (body.appointmentId === undefined) !== (body.applicant === undefined), {
        path: ['applicant'],
        error: '预约和身份证，用一种',
      })
      .refine((body) => body.appointmentId !== undefined || body.itemCode !== undefined, {
        path: ['itemCode'],
        error: '选一个事项',
      }),
    status: 201,
    answer: staffCase,
    errors: ['NOT_FOUND', 'CASE_NOT_INSTANT', 'CASE_PAPERS_MISSING', 'CASE_FEE_OWED'],
  }),
  'POST /staff/cases/{id}/receive': act(
    counter,
    'Take over what was sent from a phone and become its first handler; gives the receipt number',
    { received: received.optional() },
    [],
  ),
  'POST /staff/cases/{id}/record-papers': act(
    counter,
    'Tick what lies on the counter against the list; the ticks sent are all that hold afterwards',
    { received },
    [],
  ),
  'POST /staff/cases/{id}/accept': act(examiners, 'Accept: the limits begin to run', {}, [
    'CASE_PAPERS_MISSING',
  ]),
  'POST /staff/cases/{id}/decline': act(
    examiners,
    'Do not accept, with the reason, the rule, and what office it belongs to when there is one',
    { reason, basis: text(2, 200), elsewhere: text(2, 200).optional() },
    [],
  ),
  'POST /staff/cases/{id}/request-supplement': act(
    examiners,
    'Ask once for everything that is missing',
    {
      reason,
      asked: z
        .array(
          z.strictObject({ materialId: id.optional(), name: text(1, 100).optional(), why: text(2, 200) }),
        )
        .min(1)
        .max(60),
    },
    ['CASE_SUPPLEMENT_ONCE'],
  ),
  'POST /staff/cases/{id}/supplement': act(
    counter,
    'The citizen brought what was asked for to the window',
    { received },
    ['CASE_PAPERS_MISSING'],
  ),
  'POST /staff/cases/{id}/assign': act(
    ['dispatcher'],
    'Hand the case to an officer of the venue',
    { staffId: id, reason: text(0, 200).optional() },
    ['STAFF_UNKNOWN'],
  ),
  'POST /staff/cases/{id}/start-review': act(['reviewer'], 'Begin the review', {}, []),
  'POST /staff/cases/{id}/review': act(
    ['reviewer'],
    'Say the opinion of one’s department; departments review in parallel',
    {
      opinion: z.enum(['agree', 'object']),
      note: text(0, 500).optional(),
      department: text(1, 60).optional(),
    },
    ['CASE_REVIEWED'],
  ),
  'POST /staff/cases/{id}/begin-special-step': act(
    ['reviewer'],
    'Begin a hearing, an inspection, an expert review …: one that the guide names; the clock stands unless it counts',
    { name: text(1, 100), reason },
    ['CASE_NO_SUCH_STEP'],
  ),
  'POST /staff/cases/{id}/end-special-step': act(
    ['reviewer'],
    'The special step is over, the clock runs on',
    { outcome: text(2, 500) },
    [],
  ),
  'POST /staff/cases/{id}/request-extension': act(
    ['reviewer'],
    'Ask for ten more working days, once, before the limit is over (行政许可法 §42)',
    { reason },
    ['CASE_EXTENSION_ONCE', 'CASE_LIMIT_OVER'],
  ),
  'POST /staff/cases/{id}/approve-extension': act(
    ['approver'],
    'Approve the longer limit; not by who asked for it',
    {},
    ['CASE_SAME_OFFICER', 'CASE_LIMIT_OVER'],
  ),
  'POST /staff/cases/{id}/refuse-extension': act(['approver'], 'Keep the limit as it is', { reason }, [
    'CASE_SAME_OFFICER',
  ]),
  'POST /staff/cases/{id}/decide-approve': act(
    ['approver'],
    'Grant it, when every department has said its opinion; not by who reviewed it',
    { note: text(0, 500).optional() },
    ['CASE_SAME_OFFICER', 'CASE_REVIEWS_OPEN'],
  ),
  'POST /staff/cases/{id}/decide-refuse': act(
    ['approver'],
    'Refuse it, with the reason, the rule and the remedies',
    { reason, basis: text(2, 200) },
    ['CASE_SAME_OFFICER', 'CASE_REVIEWS_OPEN'],
  ),
  'POST /staff/cases/{id}/issue': act(examiners, 'Begin to make the result', {}, []),
  'POST /staff/cases/{id}/make-ready': act(
    examiners,
    'The result is ready, and how it reaches the citizen',
    { how: z.enum(['window', 'courier', 'electronic']) },
    [],
  ),
  'POST /staff/cases/{id}/hand-over': act(
    counter,
    'The citizen (or whom they sent) has the result: the case is done',
    { note: text(0, 200).optional() },
    ['CASE_FEE_OWED'],
  ),
  'POST /staff/cases/{id}/finish-instant': act(
    counter,
    'Pass every step that is left of an instant item in this one visit, each recorded',
    {},
    ['CASE_NOT_INSTANT', 'CASE_PAPERS_MISSING', 'CASE_FEE_OWED'],
  ),
  'POST /staff/cases/{id}/withdraw': act(
    counter,
    'The citizen, at the window, takes the application back before it is decided',
    { reason },
    [],
  ),
};
