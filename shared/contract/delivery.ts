import { z } from 'zod';
import { timelineEntry } from './booking';
import { endpoint, id, text, time } from './core';

export const deliveryHow = z.enum(['window', 'courier', 'electronic']);
export type DeliveryHow = z.infer<typeof deliveryHow>;

export const deliveryState = z.enum([
  'awaiting-address',
  'awaiting-payment',
  'to-order',
  'order-failed',
  'ordered',
  'checking',
  'handed-over',
  'picked-up',
  'in-transit',
  'out-for-delivery',
  'signed',
  'returning',
  'returned',
  'lost',
  'damaged',
  'resent',
  'reissued',
  'collected',
  'cancelled',
]);
export type DeliveryState = z.infer<typeof deliveryState>;

export const carrierCode = z.enum(['EMS', 'SF']);
export type CarrierCode = z.infer<typeof carrierCode>;

/** What a parcel costs its receiver, and why. */
export const quote = z.strictObject({
  /** 分; 0 is free. */
  fen: z.number().int().nonnegative(),
  /** One sentence: why it is free, or what is paid for. */
  words: z.string(),
});
export type DeliveryQuote = z.infer<typeof quote>;

/** An address as a parcel shows it: masked. */
export const parcelAddress = z.strictObject({
  name: z.string(),
  phone: z.string(),
  regionWords: z.string(),
  detail: z.string(),
});

/** The choice of a case or an appointment, and what can be chosen. */
export const deliveryChoice = z.strictObject({
  how: deliveryHow.nullable(),
  /** Until when it can be changed, in words: `结果交给快递以前都可以改`. */
  changeWords: z.string(),
  canChange: z.boolean(),
  options: z.array(
    z.strictObject({
      how: deliveryHow,
      /** Why it cannot be chosen; null when it can. */
      unavailable: z.string().nullable(),
      words: z.string(),
    }),
  ),
  /** One sentence on what is free. */
  policyWords: z.string(),
  /** For the chosen address, or for an address of the person's own county when none is chosen. */
  quote: quote.nullable(),
  address: parcelAddress.extend({ id: z.string().nullable() }).nullable(),
  /** What is passed on to the courier and to whom; must be agreed to apart from everything else. */
  consent: z.strictObject({
    version: z.string(),
    words: z.string(),
    givenAt: time.nullable(),
  }),
  /** The parcel, once there is one. */
  deliveryId: z.string().nullable(),
});
export type DeliveryChoice = z.infer<typeof deliveryChoice>;

export const trackLine = z.strictObject({ at: time, words: z.string() });

const deliveryFields = {
  id: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  itemName: z.string(),
  /** 1 for the first parcel of a case. */
  attempt: z.number().int(),
  state: deliveryState,
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  /** Who has it now: an office, a carrier, I. */
  holder: z.string(),
  nextStep: z.string(),
  byWords: z.string().nullable(),
  by: time.nullable(),
  carrier: z.strictObject({ code: carrierCode, name: z.string(), phone: z.string() }).nullable(),
  waybill: z.string().nullable(),
  updatedAt: time,
};

export const deliveryDetail = z.strictObject({
  ...deliveryFields,
  address: parcelAddress.nullable(),
  cost: quote,
  /** The order to be paid or that was paid; null when it is free. */
  orderId: z.string().nullable(),
  courier: z.strictObject({ name: z.string().nullable(), phone: z.string() }).nullable(),
  expected: z.strictObject({ by: time, words: z.string() }).nullable(),
  /** Opens a map where the parcel was seen last; null when it cannot be told. */
  place: z.strictObject({ name: z.string(), latitude: z.number(), longitude: z.number() }).nullable(),
  signedBy: z.enum(['self', 'other']).nullable(),
  /** Nothing was heard of it for longer than usual. */
  stuck: z.boolean(),
  track: z.array(trackLine),
  timeline: z.array(timelineEntry),
  action: z
    .strictObject({
      kind: z.enum(['give-address', 'pay', 'choose-again', 'track', 'view-new']),
      label: z.string(),
    })
    .nullable(),
  canCancel: z.boolean(),
  canChangeAddress: z.boolean(),
  /** Sending it again: what it would cost; null when it cannot be. */
  resend: quote.nullable(),
  /** The parcel that came after it. */
  nextDeliveryId: z.string().nullable(),
  venue: z.strictObject({ id: z.string(), name: z.string(), address: z.string(), phone: z.string() }),
  version: z.number().int(),
  now: time,
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

const params = z.strictObject({ id });
const choose = z.strictObject({
  how: deliveryHow,
  /** Of my address book; with `courier`. Not said: it is asked for when the result is ready. */
  addressId: id.optional(),
  /** The version of the courier consent that was read and agreed to; with an address. */
  consentVersion: text(1, 20).optional(),
});
const choiceErrors = [
  'NOT_FOUND',
  'DELIVERY_STATE',
  'DELIVERY_NOT_OFFERED',
  'COURIER_CONSENT_REQUIRED',
  'CONSENT_VERSION_UNKNOWN',
  'MANDATE_ENDED',
] as const;

/** How a result reaches its citizen. */
export const deliveryContract = {
  'GET /cases/{id}/delivery': endpoint({
    summary: 'How the result of a case will reach me, and what I can choose',
    access: 'person',
    params,
    query: z.strictObject({
      /** Quote for this address of my book instead of the chosen one. */
      addressId: id.optional(),
    }),
    answer: deliveryChoice,
    errors: ['NOT_FOUND'],
  }),
  'PUT /cases/{id}/delivery': endpoint({
    summary: 'Choose how the result reaches me: from the draft until it is handed over',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: choose,
    answer: deliveryChoice,
    errors: choiceErrors,
  }),
  'GET /appointments/{id}/delivery': endpoint({
    summary: 'The same while there is only an appointment',
    access: 'person',
    params,
    query: z.strictObject({ addressId: id.optional() }),
    answer: deliveryChoice,
    errors: ['NOT_FOUND'],
  }),
  'PUT /appointments/{id}/delivery': endpoint({
    summary: 'Choose when booking; the case that comes of it takes the choice over',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: choose,
    answer: deliveryChoice,
    errors: choiceErrors,
  }),
  'GET /deliveries/{id}': endpoint({
    summary: 'One parcel: where it is, who has it, what I can do',
    access: 'person',
    cache: 'private',
    params,
    answer: deliveryDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /deliveries/{id}/resend': endpoint({
    summary: 'Send a parcel again that came back: once free, then as quoted',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    body: z.strictObject({
      addressId: id,
      consentVersion: text(1, 20),
      /** The price that was shown, 分: refused when it is another by now. */
      fen: z.number().int().nonnegative(),
    }),
    answer: deliveryDetail,
    errors: [
      'NOT_FOUND',
      'DELIVERY_STATE',
      'DELIVERY_QUOTE_CHANGED',
      'CONSENT_VERSION_UNKNOWN',
      'MANDATE_ENDED',
    ],
  }),
  'POST /deliveries/{id}/cancel': endpoint({
    summary: 'Not by courier after all: it waits at the window; what was paid for it comes back',
    access: 'person',
    limit: 'write',
    idempotency: 'required',
    params,
    body: z.strictObject({ reason: text(0, 200).optional() }),
    answer: deliveryDetail,
    errors: ['NOT_FOUND', 'DELIVERY_STATE', 'MANDATE_ENDED'],
  }),
};
