import { z } from 'zod';
import { timelineEntry } from './booking';
import { itemCode, material } from './catalogue';
import { cursor, endpoint, id, page, text, time } from './core';

export const caseState = z.enum([
  'draft',
  'submitted',
  'received',
  'supplement-requested',
  'accepted',
  'declined',
  'in-review',
  'special-step',
  'decided',
  'issuing',
  'delivering',
  'completed',
  'withdrawn',
  'closed',
]);
export type CaseState = z.infer<typeof caseState>;

/** A limit as a person reads it. */
export const deadline = z.strictObject({
  /** The end of the last day (or the moment, for limits in hours); null while it cannot be said. */
  by: time.nullable(),
  /** `running`; `paused` the clock stands; `overdue` it is over and not kept; `met` done in time; `missed` done, but late. */
  state: z.enum(['running', 'paused', 'overdue', 'met', 'missed']),
  /** `12月3日前办好（还有 5 个工作日）`; while paused what is left; overdue by how much. */
  words: z.string(),
  /** Working days from tomorrow to the last day; 0 on the last day itself; null when it is over or kept. */
  workingDaysLeft: z.number().int().nullable(),
  /** It reaches into a year whose holidays are not announced yet. */
  provisional: z.boolean(),
});
export type CaseDeadline = z.infer<typeof deadline>;

/** A file that belongs to a material. */
export const caseUpload = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  /** Media type as found in its content. */
  type: z.string(),
  /** Bytes. */
  size: z.number().int(),
});
export type CaseUpload = z.infer<typeof caseUpload>;

export const caseMaterial = material.extend({
  /**
   * `waived` not asked for; `missing` wanted and not there; `later` may follow (容缺); `given` files were sent;
   * `received` ticked at the window; `optional` not there and not needed.
   */
  status: z.enum(['waived', 'missing', 'later', 'given', 'received', 'optional']),
  uploads: z.array(caseUpload),
});
export type CaseMaterial = z.infer<typeof caseMaterial>;

/** A member of staff as published (三亮三公开). */
export const publicHandler = z.strictObject({
  name: z.string(),
  /** 工号 */
  number: z.string(),
  window: z.string().nullable(),
  phone: z.string().nullable(),
});

/** The one thing a citizen must do now. */
export const caseAction = z.strictObject({
  kind: z.enum(['continue-draft', 'supplement', 'collect', 'delivery', 'view']),
  label: z.string(),
});

/** What a supplement request asks for: everything at once. */
export const supplementRequest = z.strictObject({
  asked: z.array(
    z.strictObject({
      /** Of a material of the list; null for something else. */
      materialId: z.string().nullable(),
      name: z.string(),
      why: z.string(),
    }),
  ),
  reason: z.string(),
  askedAt: time,
  dueAt: time,
  /** `12月3日前补齐（还有 5 天）` */
  dueWords: z.string(),
  answeredAt: time.nullable(),
});

/** Why something was not taken or not granted, by what rule, and what can be done against it. */
export const caseRefusal = z.strictObject({
  at: time,
  reason: z.string(),
  basis: z.string(),
  remedies: z.array(z.string()),
});

const caseFields = {
  id: z.string(),
  /** `ZTC-20261124-7K3Q9F`; null while it is a draft. */
  number: z.string().nullable(),
  state: caseState,
  /** The state in plain words. */
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  itemCode: z.string(),
  itemName: z.string(),
  department: z.string(),
  venueName: z.string(),
  /** Whose it is when it is not mine: masked name and how I stand to them. */
  forWhom: z.strictObject({ name: z.string(), relation: z.string() }).nullable(),
  /** Who has it now: an office, a person, or I. */
  waitingOn: z.string(),
  nextStep: z.string(),
  /** The nearest deadline in words; null when none runs. */
  byWords: z.string().nullable(),
  by: time.nullable(),
  action: caseAction.nullable(),
  updatedAt: time,
};

export const caseRow = z.strictObject(caseFields);
export type CaseRow = z.infer<typeof caseRow>;

/** `not-yet` it is owed once the case is accepted; `dropped` it is not owed any more, and what was paid goes back. */
export const caseFee = z.strictObject({
  fen: z.number().int().positive(),
  lines: z.array(z.strictObject({ name: z.string(), fen: z.number().int(), basis: z.string().nullable() })),
  /** Who need not pay, in words. */
  exemptions: z.array(z.string()),
  state: z.enum(['not-yet', 'owed', 'settled', 'dropped']),
  /** Of payments, where it is paid and settled; null before it is owed. */
  orderId: z.string().nullable(),
});
export type CaseFee = z.infer<typeof caseFee>;

export const caseDetail = z.strictObject({
  ...caseFields,
  /** Of the receipt for the papers (受理/收件凭证); null until they were received. */
  receiptNumber: z.string().nullable(),
  channel: z.enum(['online', 'window']),
  caseKind: z.enum(['instant', 'promised']),
  venue: z.strictObject({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    phone: z.string(),
  }),
  createdAt: time,
  /** When it was handed in; null for a draft. */
  handedInAt: time.nullable(),
  form: z.strictObject({ phone: z.string().nullable(), note: z.string().nullable() }),
  materials: z.array(caseMaterial),
  /** Until when it must be said whether it is accepted; null before it is handed in and once that is said. */
  acceptance: deadline.nullable(),
  /** What the office promised; null until it is accepted. */
  promised: deadline.nullable(),
  /** What the law allows at most. */
  legal: deadline.nullable(),
  /** Until when the result goes out, once decided. */
  delivery: deadline.nullable(),
  /** Set while the clock stands. */
  paused: z
    .strictObject({ why: z.enum(['citizen', 'special-step']), words: z.string(), since: time })
    .nullable(),
  /** The longer limit, once approved. */
  extended: z.strictObject({ at: time, reason: z.string(), workingDays: z.number().int() }).nullable(),
  handler: publicHandler.nullable(),
  /** The departments that review it and whether each has said its opinion. */
  reviews: z.array(z.strictObject({ department: z.string(), done: z.boolean() })),
  supplement: supplementRequest.nullable(),
  declined: caseRefusal.nullable(),
  decision: z
    .strictObject({
      outcome: z.enum(['approved', 'refused']),
      words: z.string(),
      at: time,
      refusal: caseRefusal.nullable(),
    })
    .nullable(),
  /** What the item costs; null when nothing. */
  fee: caseFee.nullable(),
  /** How the result reaches me, once it is ready. */
  result: z
    .strictObject({
      how: z.enum(['window', 'courier', 'electronic']),
      words: z.string(),
      readyAt: time,
      /** The parcel that brings it, the latest one; null when there is none. */
      deliveryId: z.string().nullable(),
    })
    .nullable(),
  phones: z.array(z.strictObject({ label: z.string(), phone: z.string() })),
  canEdit: z.boolean(),
  canSupplement: z.boolean(),
  canWithdraw: z.boolean(),
  /** Ids of the materials that may follow (容缺) and can be sent now; empty where nothing is left or it is too late. */
  toFollow: z.array(z.string()),
  timeline: z.array(timelineEntry),
  /** Counts the changes. */
  version: z.number().int(),
  now: time,
});
export type CaseDetail = z.infer<typeof caseDetail>;

const params = z.strictObject({ id });
const phone = z.string().regex(/^1[3-9]\d{9}$/);
const given = z.strictObject({ id, uploads: z.array(id).max(20) });

/** What a citizen reads of cases, and withdraws. */
export const casesContract = {
  'GET /cases': endpoint({
    summary:
      'My cases and those I act in for others: what needs me first, then by deadline; search by number or item',
    access: 'person',
    query: z.strictObject({
      scope: z.enum(['open', 'closed', 'all']).default('all'),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(caseRow),
  }),
  'GET /cases/{id}': endpoint({
    summary: 'One case: timeline, deadlines, who has it, what I must do',
    access: 'person',
    cache: 'private',
    params,
    answer: caseDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /cases/{id}/withdraw': endpoint({
    summary: 'Take back an application before it is decided',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    body: z.strictObject({ reason: text(0, 200).optional() }),
    answer: caseDetail,
    errors: ['NOT_FOUND', 'CASE_STATE'],
  }),
};

/** Handing in from the phone (网上报件). */
export const handInContract = {
  'POST /cases': endpoint({
    summary: 'Begin an application; one that was begun for the same item and person is given again',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    body: z.strictObject({ itemCode, mandateId: id.optional() }),
    status: 201,
    answer: caseDetail,
    errors: ['NOT_FOUND', 'ITEM_NOT_ONLINE', 'MANDATE_ENDED'],
  }),
  'PUT /cases/{id}/draft': endpoint({
    summary: 'Keep what was filled in so far; may be sent again and again',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: z.strictObject({
      form: z.strictObject({ phone: phone.nullable(), note: text(0, 500).nullable() }),
      /** Of each that is named: all its files. What is not named stays as it is. */
      materials: z.array(given).max(60),
      /** The version on the screen; told, two phones do not write over each other unseen. */
      version: z.number().int().optional(),
    }),
    answer: caseDetail,
    errors: ['NOT_FOUND', 'CASE_STATE', 'CASE_CHANGED', 'MANDATE_ENDED'],
  }),
  'POST /cases/{id}/submit': endpoint({
    summary: 'Hand the application in, once however often it is sent',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    answer: caseDetail,
    errors: ['NOT_FOUND', 'CASE_STATE', 'CASE_INCOMPLETE', 'MANDATE_ENDED'],
  }),
  'POST /cases/{id}/supplement': endpoint({
    summary: 'Send what was asked for, all at once',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    body: z.strictObject({
      /** By the id of the material; one that is not on the list is called `extra-N`, N its place in `asked` from 0. */
      materials: z.array(given).max(60),
      note: text(0, 500).optional(),
    }),
    answer: caseDetail,
    errors: ['NOT_FOUND', 'CASE_STATE', 'CASE_INCOMPLETE', 'MANDATE_ENDED'],
  }),
  'POST /cases/{id}/materials': endpoint({
    summary: 'Send materials that may follow later (容缺), before it is decided; moves no deadline',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    body: z.strictObject({
      /** By the id of the material: of those in `toFollow`, as many as there are by now. */
      materials: z
        .array(z.strictObject({ id, uploads: z.array(id).min(1).max(20) }))
        .min(1)
        .max(60),
    }),
    answer: caseDetail,
    errors: ['NOT_FOUND', 'CASE_STATE', 'MANDATE_ENDED'],
  }),
  'DELETE /cases/{id}': endpoint({
    summary: 'Throw a draft away',
    access: 'person',
    limit: 'write',
    params,
    status: 204,
    errors: ['NOT_FOUND', 'CASE_STATE', 'MANDATE_ENDED'],
  }),
  'POST /case-lookups': endpoint({
    summary: 'How a case stands, for anyone who has its number and the last four digits of the phone',
    access: 'public',
    limit: 'identity',
    body: z.strictObject({ number: text(6, 40), phoneTail: z.string().regex(/^\d{4}$/) }),
    answer: z.strictObject({
      number: z.string(),
      itemName: z.string(),
      department: z.string(),
      venueName: z.string(),
      venuePhone: z.string(),
      state: caseState,
      stateWords: z.string(),
      nextStep: z.string(),
      promised: deadline.nullable(),
      legal: deadline.nullable(),
      handler: publicHandler.nullable(),
      timeline: z.array(timelineEntry),
    }),
    errors: ['NOT_FOUND'],
  }),
};
