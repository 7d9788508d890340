import type { DeliveryChoice } from '../../../shared/contract/delivery';
import { toIso } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import type { PlainAddress } from '../addresses';
import { addressOf, chosenAddressOf } from './address-of';
import { choiceOf } from './choices';
import { mayChoose } from './choose';
import { consentWords } from './consent';
import type { DeliveryChoiceDoc, DeliveryDoc } from './model';
import type { ChoiceSubject } from './needs';
import { latestParcel } from './open-parcel';
import { optionsFor } from './options';
import type { DeliveryParts } from './parts';
import { policyWords, priceOf, priceTo } from './policy';
import { maskedAddress } from './presenter';

/**
 * How a result will come and what can be chosen.
 * @param asked.addressId quote for this one of the caller's book
 * @throws Problem NOT_FOUND when it is not in the book
 */
export async function presentChoice(
  parts: DeliveryParts,
  subject: ChoiceSubject,
  asked: { personId: string | null; addressId?: string },
): Promise<DeliveryChoice> {
  const [choice, parcel, options, canChange] = await Promise.all([
    choiceOf(parts, subject),
    subject.kind === 'case' ? latestParcel(parts, subject.found.caseId) : null,
    optionsFor(parts, subject),
    mayChoose(parts, subject),
  ]);
  const ready = subject.kind === 'case' ? subject.found.ready : null;
  const address = await addressShown(parts, choice, parcel);
  const other = asked.addressId && (await parts.addresses.find(asked.personId ?? '', asked.addressId));
  if (asked.addressId && !other) throw new Problem('NOT_FOUND', { next: '从地址簿里重新选一个收件地址。' });
  const consent = parcel?.consent ?? choice?.consent ?? null;
  return {
    how: ready ?? choice?.how ?? null,
    canChange,
    changeWords: canChange ? '结果交给快递或交到您手上以前都可以改。' : '结果已经寄出或交出，不能再改。',
    options,
    policyWords: policyWords(parts.settings.delivery.policy),
    quote: quoteFor(parts, other || address?.plain || null, parcel),
    address: address && { ...maskedAddress(address.plain), id: address.id },
    consent: {
      version: parts.settings.delivery.consentVersion,
      words: consentWords(),
      givenAt: consent && toIso(consent.at),
    },
    deliveryId: parcel?._id ?? null,
  };
}

/** Of the parcel, once there is one; else as chosen. */
async function addressShown(
  parts: DeliveryParts,
  choice: DeliveryChoiceDoc | null,
  parcel: DeliveryDoc | null,
): Promise<{ plain: PlainAddress; id: string | null } | null> {
  const chosen = choice?.how === 'courier' ? chosenAddressOf(parts, choice) : null;
  const plain = (parcel?.open && addressOf(parts, parcel)) || chosen;
  return plain && { plain, id: choice?.addressId ?? null };
}

/** For an address; without one, for one in the province. A parcel that came back is quoted for being sent again. */
function quoteFor(
  { settings }: DeliveryParts,
  address: PlainAddress | null,
  parcel: DeliveryDoc | null,
): DeliveryChoice['quote'] {
  const { policy } = settings.delivery;
  const which = whichOf(parcel);
  return address
    ? priceTo(policy, address, which)
    : priceOf(policy, { ...which, province: policy.freeProvince });
}

function whichOf(parcel: DeliveryDoc | null) {
  if (parcel?.state === 'returned') return { cause: 'resend', resends: parcel.resends } as const;
  if (!parcel?.open) return { cause: 'result', resends: 0 } as const;
  return { cause: parcel.cause, resends: parcel.cause === 'resend' ? parcel.resends - 1 : parcel.resends };
}
