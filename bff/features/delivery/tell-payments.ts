import { moneyWords } from '../../../shared/domain/words';
import { changeDelivery, type DeliveryStep, parcelOf } from './change-delivery';
import type { DeliveryDoc, PayTell } from './model';
import type { DeliveryParts } from './parts';

const BATCH = 200;
const DAY_MS = 86_400_000;
const MOST_TURNS = 20;

/** Everything that payments have to be told of parcels. */
export async function tellPaymentsDue(parts: DeliveryParts): Promise<void> {
  const now = parts.clock.now();
  const owed = await parts.deliveries
    .find({ payDue: { $lte: now } }, { _id: 1 })
    .sort({ payDue: 1 })
    .limit(BATCH)
    .lean<Pick<DeliveryDoc, '_id'>[]>();
  for (const { _id } of owed) {
    try {
      await tellPayments(parts, _id);
    } catch (error) {
      parts.log.error({ err: error, deliveryId: _id }, 'payments cannot be told of a parcel');
    }
  }
}

/** Tells payments in turn what is to be paid for a parcel and what is not any more. Repeatable: they know each thing once. */
export async function tellPayments(parts: DeliveryParts, id: string): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.deliveries.findById(id).lean<DeliveryDoc>();
    const [first, ...rest] = doc?.payTells ?? [];
    if (!doc || !first) return;
    await tell(parts, doc, first);
    await parts.reached('parcel:payments-told');
    await changeDelivery(parts, doc, { steps: [], now: parts.clock.now(), set: { payTells: rest } });
  }
}

async function tell(parts: DeliveryParts, doc: DeliveryDoc, told: PayTell): Promise<void> {
  if (told.what === 'drop') return parts.payments.drop('delivery', told.subjectId, 'cancelled', told.reason);
  const { payDays } = parts.settings.delivery;
  await parts.payments.owe({
    kind: 'delivery',
    subjectId: told.subjectId,
    caseId: doc.caseId,
    deliveryId: doc._id,
    personId: doc.personId,
    accountId: doc.accountId,
    mandateId: doc.mandateId,
    venueId: doc.venueId,
    department: doc.department,
    title: '快递费',
    about: `${doc.itemName}（${doc.caseNumber}）`,
    lines: [{ name: '快递费', fen: told.fen, basis: null }],
    exemptions: [],
    payBy: new Date(doc.changedAt.getTime() + payDays * DAY_MS),
    at: doc.changedAt,
  });
}

/**
 * What was owed for a parcel was paid, or was not in time. Takes effect once; what is not owed for it any more by then is left
 * to payments, which were told so.
 */
export async function settledOrEnded(
  parts: DeliveryParts,
  subjectId: string,
  action: 'paid' | 'unpaid',
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.deliveries.findById(parcelOf(subjectId)).lean<DeliveryDoc>();
    if (doc?.state !== 'awaiting-payment' || doc.paySubject !== subjectId) return;
    const now = parts.clock.now();
    const step: DeliveryStep = {
      action,
      by: { role: 'system' },
      at: now,
      facts: { money: moneyWords(doc.cost.fen) },
    };
    if (await changeDelivery(parts, doc, { steps: [step], now })) return;
  }
  throw new Error('A parcel changes all the time');
}
