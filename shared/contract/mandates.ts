import { z } from 'zod';
import { endpoint, id, text, time } from './core';

/**
 * What the one who acts is to the one they act for: `agent` someone who helps (代办员), `child` their grown child,
 * `parent` their parent, `spouse`, `guardian` of a child without an account of its own.
 */
export const relation = z.enum(['agent', 'child', 'parent', 'spouse', 'guardian']);
export type Relation = z.infer<typeof relation>;
/** What can be agreed by a code; `guardian` is recorded by POST /mandates/children. */
export const agreedRelation = z.enum(['agent', 'child', 'parent', 'spouse']);

/** `offered` a code was made and nobody has entered it; `active`; `ended` withdrawn, lapsed or grown up. */
export const mandateState = z.enum(['offered', 'active', 'ended']);
export type MandateState = z.infer<typeof mandateState>;

export const mandate = z.strictObject({
  id: z.string(),
  /** Whose side I am on: `principal` it is about my matters; `agent` I act for the other. */
  side: z.enum(['principal', 'agent']),
  relation,
  /** “子女”, “代办人”, “监护人”… as the agent is to the principal. */
  relationWords: z.string(),
  /** The other one, masked: `王**`; null while nobody has entered the code. */
  name: z.string().nullable(),
  state: mandateState,
  /** The state in plain words, with who ended it. */
  stateWords: z.string(),
  createdAt: time,
  /** Until then the code can be entered; null unless offered. */
  codeUntil: time.nullable(),
  acceptedAt: time.nullable(),
  endedAt: time.nullable(),
  /** A guardian's mandate ends by itself on that day (the child's 16th birthday); null otherwise. */
  endsOn: z.iso.date().nullable(),
  /** The version of the terms that was agreed to. */
  termsVersion: z.string(),
  canWithdraw: z.boolean(),
});
export type Mandate = z.infer<typeof mandate>;

/** What is agreed to, in plain words; the version goes back with the consent. */
export const mandateTerms = z.strictObject({
  version: z.string(),
  /** For the one who lets another act. */
  principal: z.array(z.string()),
  /** For the one who acts. */
  agent: z.array(z.string()),
  /** For whoever acts as guardian of a child. */
  guardian: z.array(z.string()),
});
export type MandateTerms = z.infer<typeof mandateTerms>;

const version = z.string().regex(/^[0-9A-Za-z.-]{1,32}$/);

export const mandatesContract = {
  'GET /mandates': endpoint({
    summary: 'Who may act for me and for whom I may act, with what is agreed to; ended ones last',
    access: 'person',
    answer: z.strictObject({
      items: z.array(mandate),
      terms: mandateTerms,
      /** A child is registered without an account only below this age, in years. */
      childUnder: z.number().int(),
    }),
  }),
  'POST /mandates': endpoint({
    summary: 'Let somebody act for me: makes a code for them, told only now; an earlier unused code ends',
    access: 'person',
    limit: 'write',
    body: z.strictObject({ relation: agreedRelation, version }),
    status: 201,
    answer: z.strictObject({
      mandate,
      /** Eight characters in two groups, `7K3Q-9MXA`: told this once, valid for 30 minutes and one use. */
      code: z.string(),
      until: time,
    }),
    errors: ['MANDATE_TERMS_CHANGED'],
  }),
  'POST /mandates/accept': endpoint({
    summary: 'Enter the code that somebody gave me, to act for them',
    access: 'person',
    limit: 'identity',
    idempotency: 'required',
    body: z.strictObject({ code: text(8, 20), version }),
    status: 201,
    answer: mandate,
    errors: [
      'MANDATE_TERMS_CHANGED',
      'MANDATE_CODE_WRONG',
      'MANDATE_TRIES_EXHAUSTED',
      'MANDATE_OWN_CODE',
      'MANDATE_EXISTS',
    ],
  }),
  'POST /mandates/children': endpoint({
    summary: 'Act for a child without an account, as its guardian',
    access: 'person',
    limit: 'identity',
    idempotency: 'required',
    body: z.strictObject({ name: text(2, 30), idNumber: text(15, 18), version }),
    status: 201,
    answer: mandate,
    errors: [
      'MANDATE_TERMS_CHANGED',
      'CHILD_TOO_OLD',
      'MANDATE_EXISTS',
      'IDENTITY_NOT_VERIFIED',
      'IDENTITY_TRIES_EXHAUSTED',
      'IDENTITY_UNAVAILABLE',
    ],
  }),
  'POST /mandates/{id}/withdraw': endpoint({
    summary: 'End it, from either side: at once and everywhere',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    answer: mandate,
    errors: ['NOT_FOUND'],
  }),
};
