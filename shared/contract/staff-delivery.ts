import { z } from 'zod';
import type { StaffRole } from '../domain/staff';
import { timelineEntry } from './booking';
import { cursor, endpoint, id, page, text, time } from './core';
import { carrierCode, deliveryState, quote, trackLine } from './delivery';
import type { ErrorCode } from './errors';

/** What staff can do with a parcel; each has an endpoint of its own. */
export const staffDeliveryAction = z.enum([
  'retry-order',
  'switch-carrier',
  'switch-to-window',
  'check',
  'uncheck',
  'hand-over',
  'confirm-hand-over',
  'receive-return',
  'resend',
  'collect',
  'sign',
  'report-lost',
  'report-damaged',
  'reissue',
]);
export type StaffDeliveryAction = z.infer<typeof staffDeliveryAction>;

const rowFields = {
  id: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  itemName: z.string(),
  venueName: z.string(),
  state: deliveryState,
  stateWords: z.string(),
  attempt: z.number().int(),
  /** Masked. */
  receiver: z.string(),
  regionWords: z.string(),
  carrier: carrierCode.nullable(),
  waybill: z.string().nullable(),
  /** Two people check it before it leaves. */
  valuable: z.boolean(),
  /** Why somebody has to look at it: `三天没有动静`, `快递拒绝接单：…`; null when nobody has. */
  task: z.string().nullable(),
  updatedAt: time,
};
export const staffDeliveryRow = z.strictObject(rowFields);
export type StaffDeliveryRow = z.infer<typeof staffDeliveryRow>;

export const staffDelivery = z.strictObject({
  ...rowFields,
  /** In full, for the label and the phone; null before it is known. */
  address: z
    .strictObject({ name: z.string(), phone: z.string(), regionWords: z.string(), detail: z.string() })
    .nullable(),
  cost: z.strictObject({ fen: z.number().int(), words: z.string(), paid: z.boolean() }),
  orderError: z.strictObject({ code: z.string(), words: z.string(), at: time }).nullable(),
  check: z.strictObject({ by: z.string(), at: time }).nullable(),
  track: z.array(trackLine),
  actions: z.array(staffDeliveryAction),
  /** What sending it again would cost its receiver; null when it cannot be sent again. */
  resend: quote.nullable(),
  /** The parcel that came after it. */
  nextDeliveryId: z.string().nullable(),
  /** Carriers that this hall can send with now. */
  carriers: z.array(z.strictObject({ code: carrierCode, name: z.string() })),
  timeline: z.array(timelineEntry),
  version: z.number().int(),
  now: time,
});
export type StaffDelivery = z.infer<typeof staffDelivery>;

const readers = ['window', 'dispatcher', 'supervisor'] as const;
const params = z.strictObject({ id });
const version = z.number().int().nonnegative().optional();
/** What was scanned, exactly. */
const scan = text(1, 80);

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
    answer: staffDelivery,
    errors: ['NOT_FOUND', 'DELIVERY_STATE', 'DELIVERY_CHANGED', ...errors],
  });
}

const senders = ['window', 'supervisor'] as const;
const reason = text(2, 300);

/** Parcels at the hall: packing, handing over, and everything that goes wrong. */
export const staffDeliveryContract = {
  'GET /staff/deliveries': endpoint({
    summary:
      'Parcels of my hall: to pack, on the way, with a task for somebody, or all; search by case or waybill',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    query: z.strictObject({
      scope: z.enum(['pack', 'moving', 'tasks', 'closed', 'all']).default('pack'),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(staffDeliveryRow),
  }),
  'GET /staff/deliveries/{id}': endpoint({
    summary: 'One parcel with its address and what I may do',
    access: 'staff',
    roles: readers,
    limit: 'staff',
    params,
    answer: staffDelivery,
    errors: ['NOT_FOUND'],
  }),
  'GET /staff/deliveries/{id}/label': endpoint({
    summary: 'What stands on the label, to be printed',
    access: 'staff',
    roles: senders,
    limit: 'staff',
    params,
    answer: z.strictObject({
      waybill: z.string(),
      carrier: z.strictObject({ code: carrierCode, name: z.string(), phone: z.string() }),
      caseNumber: z.string(),
      receiver: z.strictObject({ name: z.string(), phone: z.string(), address: z.string() }),
      sender: z.strictObject({ name: z.string(), phone: z.string(), address: z.string() }),
      valuable: z.boolean(),
      /** Lines the carrier gave with the order: sorting codes and the like. */
      extra: z.array(z.strictObject({ key: z.string(), value: z.string() })),
      sample: z.boolean(),
    }),
    errors: ['NOT_FOUND', 'DELIVERY_STATE'],
  }),
  'POST /staff/deliveries/{id}/retry-order': act(senders, 'Ask the carrier again', {}, []),
  'POST /staff/deliveries/{id}/switch-carrier': act(
    senders,
    'Send it with another carrier; the order at the first one is cancelled',
    { carrier: carrierCode },
    ['DELIVERY_NOT_OFFERED'],
  ),
  'POST /staff/deliveries/{id}/switch-to-window': act(
    senders,
    'It waits at the window instead',
    { reason },
    [],
  ),
  'POST /staff/deliveries/{id}/check': act(
    senders,
    'First of two people: document and parcel belong together',
    { document: scan, waybill: scan },
    ['DELIVERY_SCAN_MISMATCH'],
  ),
  'POST /staff/deliveries/{id}/uncheck': act(senders, 'The check was a mistake', { reason }, []),
  'POST /staff/deliveries/{id}/hand-over': act(
    senders,
    'Given to the carrier: document and parcel scanned',
    { document: scan, waybill: scan },
    ['DELIVERY_SCAN_MISMATCH', 'DELIVERY_TWO_PEOPLE'],
  ),
  'POST /staff/deliveries/{id}/confirm-hand-over': act(
    senders,
    'Second of two people: scanned again, and given to the carrier',
    { document: scan, waybill: scan },
    ['DELIVERY_SCAN_MISMATCH', 'DELIVERY_SAME_OFFICER'],
  ),
  'POST /staff/deliveries/{id}/receive-return': act(
    senders,
    'It came back and lies here; what is inside was checked',
    { waybill: scan, note: text(0, 300).optional() },
    ['DELIVERY_SCAN_MISMATCH'],
  ),
  'POST /staff/deliveries/{id}/resend': act(
    senders,
    'Send it again for someone who asked at the counter or by phone, to the address it had',
    {
      reason,
      /** The price that was said to them, 分: refused when it is another by now. */
      fen: z.number().int().nonnegative(),
    },
    ['DELIVERY_QUOTE_CHANGED'],
  ),
  'POST /staff/deliveries/{id}/collect': act(
    senders,
    'Handed over at the window to whoever may have it',
    { to: z.enum(['self', 'other']), note: text(0, 300).optional() },
    [],
  ),
  'POST /staff/deliveries/{id}/sign': act(
    senders,
    'Known by other means to have arrived, when the carrier stays silent',
    { to: z.enum(['self', 'other']), reason },
    [],
  ),
  'POST /staff/deliveries/{id}/report-lost': act(senders, 'The carrier lost it', { reason }, []),
  'POST /staff/deliveries/{id}/report-damaged': act(senders, 'It arrived damaged', { reason }, []),
  'POST /staff/deliveries/{id}/reissue': act(
    senders,
    'The document was made anew and is sent again, free',
    { note: text(0, 300).optional() },
    [],
  ),
};
