import type { DeliveryHow } from '../../../shared/contract/delivery';
import { deliveryTransitionOf } from '../../../shared/domain/delivery';
import { deliveryRefusalOf } from '../../../shared/domain/delivery-rules';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import type { PlainAddress } from '../addresses';
import { addressOf, sameAddress, sealChosenAddress } from './address-of';
import { changeDelivery, type DeliveryStep } from './change-delivery';
import { choiceIdOf, keepChoice } from './choices';
import { consentFrom } from './consent';
import { factsOf } from './facts';
import type { DeliveryDoc, DeliveryEvent } from './model';
import type { CaseForDelivery, ChoiceSubject } from './needs';
import { addressStep, latestParcel, openParcel } from './open-parcel';
import { optionsFor, refuseUnoffered } from './options';
import type { DeliveryParts } from './parts';
import { priceTo } from './policy';
import { tellCase } from './tell-case';
import { tellPayments } from './tell-payments';

export interface Choose {
  caller: Caller;
  how: DeliveryHow;
  addressId?: string;
  consentVersion?: string;
  operationId: string;
  now: Date;
}

/** As whom somebody chooses. */
export type Chooser = Pick<DeliveryEvent['by'], 'agentOf'> & { role: 'citizen' | 'agent' };

interface Given {
  address: PlainAddress;
  consent: { version: string; at: Date };
}

const MOST_TURNS = 10;

/**
 * Chooses how the result comes: from the draft until it is handed over. With a parcel that waits, gives it its address, changes
 * it before it moves, or does without it.
 * @throws Problem NOT_FOUND, DELIVERY_NOT_OFFERED, DELIVERY_STATE, COURIER_CONSENT_REQUIRED, CONSENT_VERSION_UNKNOWN
 */
export async function chooseDelivery(
  parts: DeliveryParts,
  subject: ChoiceSubject,
  by: Chooser,
  command: Choose,
): Promise<void> {
  const { how, now } = command;
  refuseUnoffered(await optionsFor(parts, subject), how);
  const given = how === 'courier' ? await givenBy(parts, command) : null;
  if (!(await mayChoose(parts, subject))) throw new Problem('DELIVERY_STATE');
  if (subject.kind === 'case' && subject.found.ready !== null)
    return chooseWhenReady(parts, subject.found, by, command, given);
  await keep(parts, subject, by, command, given, now);
}

/** Whether the choice can still be changed. */
export async function mayChoose(parts: DeliveryParts, subject: ChoiceSubject): Promise<boolean> {
  const { found } = subject;
  if (subject.kind === 'appointment') return found.open;
  if (!found.open) return false;
  const { ready, caseId } = subject.found;
  if (ready === null) return true;
  if (ready === 'electronic') return false;
  const last = await latestParcel(parts, caseId);
  if (!last?.open) return !last?.next;
  const may = (action: 'give-address' | 'change-address') =>
    deliveryRefusalOf(factsOf(last), action, { role: 'citizen' }) === null;
  return may('give-address') || may('change-address');
}

async function givenBy(parts: DeliveryParts, { caller, addressId, consentVersion, now }: Choose) {
  if (addressId === undefined) return null;
  const consent = consentFrom(parts, consentVersion, now);
  const address = await parts.addresses.find(caller.personId ?? '', addressId);
  if (!address) throw new Problem('NOT_FOUND', { next: '从地址簿里重新选一个收件地址。' });
  const price = priceTo(parts.settings.delivery.policy, address, { cause: 'result', resends: 0 });
  if (!price)
    throw new Problem('DELIVERY_NOT_OFFERED', { next: '那里寄不到，换一个收件地址，或到窗口领取。' });
  return { address, consent };
}

async function keep(
  parts: DeliveryParts,
  subject: ChoiceSubject,
  by: Chooser,
  { how, addressId }: Choose,
  given: Given | null,
  now: Date,
): Promise<void> {
  await keepChoice(parts, choiceIdOf(subject), {
    personId: subject.found.personId,
    how,
    addressId: given ? (addressId ?? null) : null,
    address: given && sealChosenAddress(parts, given.address),
    consent: given?.consent ?? null,
    chosenAt: now,
    agentOf: by.agentOf ?? null,
  });
}

/** The result is ready: the choice takes effect at once, in the parcel or in the case. */
async function chooseWhenReady(
  parts: DeliveryParts,
  found: CaseForDelivery,
  by: Chooser,
  command: Choose,
  given: Given | null,
): Promise<void> {
  const { how, now } = command;
  if (how === 'electronic')
    throw new Problem('DELIVERY_NOT_OFFERED', { next: '结果已经做成纸质的：寄给您，或到窗口领取。' });
  // What an earlier parcel still owes the case comes first.
  const before = await latestParcel(parts, found.caseId);
  if (before) await tellCase(parts, before);
  await keep(parts, { kind: 'case', found }, by, command, given, now);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const parcel = await latestParcel(parts, found.caseId);
    if (!parcel?.open) return withoutParcel(parts, found, by, how);
    if (parcel.operations.includes(command.operationId)) return;
    const steps =
      how === 'window' ? cancelSteps(parcel, by, now) : addressSteps(parts, parcel, by, given, now);
    if (steps.length === 0) return;
    const { operationId } = command;
    const changed = await changeDelivery(parts, parcel, { steps, now, operationId });
    if (!changed) continue;
    await parts.reached('parcel:changed');
    await tellCase(parts, changed);
    return tellPayments(parts, changed._id);
  }
  throw new Problem('DELIVERY_STATE');
}

/** @throws Problem DELIVERY_STATE when the result is past being had otherwise */
async function withoutParcel(
  parts: DeliveryParts,
  { caseId }: CaseForDelivery,
  by: Chooser,
  how: 'window' | 'courier',
): Promise<void> {
  if (!(await parts.cases.changeResultHow(caseId, how, by))) throw new Problem('DELIVERY_STATE');
  const found = await parts.cases.caseForDelivery(caseId);
  if (how === 'courier' && found?.ready === 'courier') await openParcel(parts, found);
}

/** @throws Problem DELIVERY_STATE once the carrier has it */
export function cancelSteps(parcel: DeliveryDoc, by: Chooser, now: Date, why?: string): DeliveryStep[] {
  refuse(parcel, 'cancel', by);
  const who = by.role === 'agent' ? '代办人' : '';
  return [{ action: 'cancel', by, at: now, ...(why && { why }), facts: { who } }];
}

function addressSteps(
  parts: DeliveryParts,
  parcel: DeliveryDoc,
  by: Chooser,
  given: Given | null,
  now: Date,
): DeliveryStep[] {
  const waiting = deliveryTransitionOf(parcel.state, 'give-address') !== null;
  // It is a parcel already; where to is asked for still.
  if (!given) return [];
  if (!waiting && sameAddress(addressOf(parts, parcel), given.address)) return [];
  refuse(parcel, waiting ? 'give-address' : 'change-address', by);
  const addressed = addressStep(parts, parcel, given.address, given.consent, { by, at: now });
  if (!addressed) throw new Problem('DELIVERY_NOT_OFFERED');
  const change: DeliveryStep = { action: 'change-address', by, at: now };
  return waiting ? [addressed] : [change, addressed];
}

function refuse(
  parcel: DeliveryDoc,
  action: 'cancel' | 'give-address' | 'change-address',
  by: Chooser,
): void {
  const refusal = deliveryRefusalOf(factsOf(parcel), action, { role: by.role });
  if (refusal) throw new Problem(refusal);
}
