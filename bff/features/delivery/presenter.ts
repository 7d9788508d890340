import type { DeliveryDetail } from '../../../shared/contract/delivery';
import { carriers, deliveryStates } from '../../../shared/domain/delivery';
import { deliveryRefusalOf } from '../../../shared/domain/delivery-rules';
import { maskName, maskPhone, maskPlace } from '../../../shared/domain/mask';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords, dayWords } from '../../../shared/domain/words';
import type { PlainAddress } from '../addresses';
import { addressOf } from './address-of';
import type { Chooser } from './choose';
import { factsOf } from './facts';
import type { DeliveryDoc } from './model';
import { actionOf, holderOf, nextStepOf } from './next-step';
import type { DeliveryParts } from './parts';
import { cityIn } from './places';
import { resendQuote } from './policy';
import { timelineOf } from './timeline';

const DAY_MS = 86_400_000;

/** A parcel as its citizen, and who acts for them, sees it: the only form in which it leaves the server for one. */
export function presentParcel(
  parts: DeliveryParts,
  doc: DeliveryDoc,
  by: Chooser,
  now: Date,
): DeliveryDetail {
  const { words, tone } = deliveryStates[doc.state];
  const may = (action: 'cancel' | 'change-address') =>
    deliveryRefusalOf(factsOf(doc), action, { role: by.role }) === null;
  const address = addressOf(parts, doc);
  const due = dueOf(parts, doc);
  return {
    id: doc._id,
    caseId: doc.caseId,
    caseNumber: doc.caseNumber,
    itemName: doc.itemName,
    attempt: doc.attempt,
    state: doc.state,
    stateWords: doc.stuckSince ? '几天没有动静' : words,
    tone,
    holder: holderOf(parts, doc),
    nextStep: nextStepOf(parts, doc, now),
    byWords: due ? due.words(dateWords(dateOf(due.by), dateOf(now))) : null,
    by: due && toIso(due.by),
    carrier: doc.carrier && { code: doc.carrier, ...carriers[doc.carrier] },
    waybill: doc.waybill,
    updatedAt: toIso(doc.updatedAt),
    address: address && maskedAddress(address),
    cost: { fen: doc.cost.fen, words: doc.cost.words },
    orderId: doc.orderId,
    courier: doc.courier && { name: doc.courier.name, phone: doc.courier.phone },
    expected: doc.expectedBy && {
      by: toIso(doc.expectedBy),
      words: `预计${dayWords(dateOf(doc.expectedBy), dateOf(now))}送到`,
    },
    place: placeOf(parts, doc),
    signedBy: doc.signedBy,
    stuck: doc.stuckSince !== null,
    track: [...doc.track]
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .map((line) => ({ at: toIso(line.at), words: line.words })),
    timeline: timelineOf(doc, by.role === 'agent' ? 'agent' : 'self'),
    action: actionOf(doc),
    canCancel: may('cancel'),
    canChangeAddress: may('change-address'),
    resend: doc.state === 'returned' ? resendQuote(parts, doc) : null,
    nextDeliveryId: doc.nextDeliveryId,
    venue: venueOf(parts, doc),
    version: doc.version,
    now: toIso(now),
  };
}

/** Enough for its owner to know it, too little for anyone else. */
export function maskedAddress({ name, phone, region, detail }: PlainAddress) {
  return {
    name: maskName(name),
    phone: maskPhone(phone),
    regionWords: region.join(''),
    detail: maskPlace(detail),
  };
}

/** By when something is due: the fee, or the parcel at the door. */
function dueOf(parts: DeliveryParts, doc: DeliveryDoc): { by: Date; words: (day: string) => string } | null {
  if (doc.state === 'awaiting-payment') {
    const by = new Date(doc.changedAt.getTime() + parts.settings.delivery.payDays * DAY_MS);
    return { by, words: (day) => `${day}前付，到时没有付就改到窗口领取` };
  }
  // On its way back nobody waits for it at the door.
  if (
    !doc.expectedBy ||
    doc.state === 'returning' ||
    !doc.open ||
    deliveryStates[doc.state].holder !== 'carrier'
  )
    return null;
  return { by: doc.expectedBy, words: (day) => `预计 ${day}送到` };
}

/** The hall that has it, or the last city that the carrier named. */
function placeOf({ venues }: DeliveryParts, doc: DeliveryDoc): DeliveryDetail['place'] {
  const { holder, tracked } = deliveryStates[doc.state];
  const venue = venues.venue(doc.venueId);
  if (holder === 'venue' && venue)
    return { name: venue.name, latitude: venue.address.latitude, longitude: venue.address.longitude };
  if (!tracked) return null;
  for (const { words } of [...doc.track].sort((a, b) => b.at.getTime() - a.at.getTime())) {
    const city = cityIn(words);
    if (city) return city;
  }
  return null;
}

function venueOf({ venues }: DeliveryParts, { venueId }: DeliveryDoc): DeliveryDetail['venue'] {
  const venue = venues.venue(venueId);
  return {
    id: venueId,
    name: venue?.name ?? '大厅已调整',
    address: venue?.address.text ?? '',
    phone: venue?.phone ?? '12345',
  };
}
