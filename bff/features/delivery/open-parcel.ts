import { moneyWords } from '../../../shared/domain/words';
import type { PlainAddress } from '../addresses';
import { addressOf, chosenAddressOf, sealAddress } from './address-of';
import { beginDelivery, changeDelivery, type DeliveryStep, parcelId } from './change-delivery';
import { choiceOfCase } from './choices';
import type { DeliveryDoc, DeliveryEvent } from './model';
import type { CaseForDelivery } from './needs';
import type { DeliveryParts } from './parts';
import { priceTo } from './policy';
import { tellCase } from './tell-case';
import { tellPayments } from './tell-payments';
import { isValuable } from './valuables';

const BATCH = 100;
const system = { role: 'system' } as const;

/** Every result that is ready to be sent and every parcel that follows another gets its parcel. */
export async function openDue(parts: DeliveryParts): Promise<void> {
  const waiting = await parts.cases.casesToSend(BATCH);
  for (const found of waiting) await alone(parts, found.caseId, () => openParcel(parts, found));
  const now = parts.clock.now();
  const owed = await parts.deliveries
    .find({ nextDue: { $lte: now } })
    .sort({ nextDue: 1 })
    .limit(BATCH)
    .lean<DeliveryDoc[]>();
  for (const doc of owed) await alone(parts, doc.caseId, () => openNext(parts, doc));
}

/** One that cannot be opened holds up no other. */
async function alone(parts: DeliveryParts, caseId: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    parts.log.error({ err: error, caseId }, 'a parcel cannot be opened');
  }
}

/**
 * Opens the parcel of a result that is ready: addressed when its citizen chose where to and agreed, else waiting for them. Once
 * for an attempt, whoever tries; while another is open or about to follow, none.
 */
export async function openParcel(parts: DeliveryParts, found: CaseForDelivery): Promise<void> {
  const last = await latestParcel(parts, found.caseId);
  if (last?.open || last?.next) return told(parts, last);
  const now = parts.clock.now();
  const choice = await choiceOfCase(parts, found.caseId, found.appointmentId);
  const chosen = choice?.how === 'courier' && choice.consent ? chosenAddressOf(parts, choice) : null;
  const blank = blankParcel(parts, found, (last?.attempt ?? 0) + 1, now);
  const steps: DeliveryStep[] = [{ action: 'open', by: system, at: now }];
  const addressed =
    chosen && addressStep(parts, blank, chosen, choice?.consent ?? null, { by: system, at: now });
  if (addressed) steps.push(addressed);
  await begun(parts, blank, steps, now);
}

/** Opens the parcel that follows one that was sent again or made anew. Repeatable. */
export async function openNext(parts: DeliveryParts, before: DeliveryDoc): Promise<void> {
  const { next } = before;
  if (!next) return;
  const now = parts.clock.now();
  const address = addressOf(parts, { address: before.nextAddress });
  const blank: DeliveryDoc = {
    ...blankParcel(parts, caseOf(before), before.attempt + 1, now),
    cause: next.cause,
    resends: before.resends + (next.cause === 'resend' ? 1 : 0),
  };
  const { by } = next;
  const steps: DeliveryStep[] = [{ action: 'open', by: system, at: now }];
  if (address && next.consent) {
    const set = { address: before.nextAddress, consent: next.consent, cost: next.cost };
    // The table lets citizens and the clock say where to; whoever did it at the counter stands in the parcel before.
    const said = by.role === 'citizen' || by.role === 'agent' ? by : system;
    steps.push(givenStep(set, { by: said, at: now }));
  }
  await begun(parts, blank, steps, now);
  await parts.reached('parcel:opened');
  // Done; whoever was first has written the same.
  const current = await parts.deliveries.findById(before._id).lean<DeliveryDoc>();
  if (current?.next)
    await changeDelivery(parts, current, { steps: [], now, set: { next: null, nextAddress: null } });
}

/** The last parcel of a case; null when it has none. */
export function latestParcel({ deliveries }: Pick<DeliveryParts, 'deliveries'>, caseId: string) {
  return deliveries.findOne({ caseId }).sort({ attempt: -1 }).lean<DeliveryDoc>();
}

/** Where to, agreed to, and what it costs: to pay first when it costs something. null when nothing is sent there. */
export function addressStep(
  parts: DeliveryParts,
  doc: Pick<DeliveryDoc, 'cause' | 'resends' | 'paidAt' | 'cost'>,
  address: PlainAddress,
  consent: DeliveryDoc['consent'],
  taken: { by: DeliveryEvent['by']; at: Date },
): DeliveryStep | null {
  // What was sent again before counts; this parcel itself does not.
  const before = doc.cause === 'resend' ? doc.resends - 1 : doc.resends;
  const price = priceTo(parts.settings.delivery.policy, address, { cause: doc.cause, resends: before });
  if (!price) return null;
  const step = givenStep({ address: sealAddress(parts, address), consent, cost: price }, taken);
  const paid = doc.paidAt !== null && doc.cost.fen === price.fen;
  return paid ? { ...step, action: 'give-address' } : step;
}

function givenStep(
  set: Pick<DeliveryDoc, 'address' | 'consent' | 'cost'>,
  { by, at }: { by: DeliveryEvent['by']; at: Date },
): DeliveryStep {
  const free = set.cost.fen === 0;
  return {
    action: free ? 'give-address' : 'give-address-to-pay',
    by,
    at,
    facts: free ? {} : { money: moneyWords(set.cost.fen) },
    set,
  };
}

async function begun(
  parts: DeliveryParts,
  blank: DeliveryDoc,
  steps: readonly DeliveryStep[],
  now: Date,
): Promise<void> {
  try {
    await beginDelivery(parts, blank, steps, now);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  const stands = await parts.deliveries.findById(blank._id).lean<DeliveryDoc>();
  if (stands) await told(parts, stands);
}

async function told(parts: DeliveryParts, doc: DeliveryDoc): Promise<void> {
  await tellCase(parts, doc);
  await tellPayments(parts, doc._id);
}

function blankParcel(parts: DeliveryParts, found: CaseForDelivery, attempt: number, now: Date): DeliveryDoc {
  return {
    _id: parcelId(found.caseId, attempt),
    caseId: found.caseId,
    caseNumber: found.number ?? '',
    itemName: found.itemName,
    attempt,
    cause: 'result',
    resends: 0,
    open: true,
    personId: found.personId,
    accountId: found.accountId,
    mandateId: found.mandateId,
    venueId: found.venueId,
    department: found.department,
    valuable: isValuable(found.itemName, parts.settings.delivery.valuables),
    address: null,
    consent: null,
    cost: { fen: 0, words: '' },
    orderId: null,
    payRound: 0,
    paySubject: null,
    paidAt: null,
    payTells: [],
    state: 'awaiting-address',
    carrier: null,
    orderCount: 1,
    order: null,
    orderError: null,
    cancels: [],
    waybill: null,
    check: null,
    track: [],
    courier: null,
    expectedBy: null,
    signedBy: null,
    stuckSince: null,
    caseOwed: 'opened',
    next: null,
    nextAddress: null,
    nextDeliveryId: null,
    createdAt: now,
    changedAt: now,
    updatedAt: now,
    timeline: [],
    version: 1,
    operations: [],
  };
}

/** The same case as the parcel before had. */
function caseOf(doc: DeliveryDoc): CaseForDelivery {
  const { caseId, caseNumber, itemName, personId, accountId, mandateId, venueId, department } = doc;
  const rest = { itemCode: '', agentOf: null, appointmentId: null, open: true, ready: 'courier' as const };
  return {
    caseId,
    number: caseNumber,
    itemName,
    personId,
    accountId,
    mandateId,
    venueId,
    department,
    ...rest,
    deliveryId: doc._id,
  };
}
