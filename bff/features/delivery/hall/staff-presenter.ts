import type { CarrierCode } from '../../../../shared/contract/delivery';
import type {
  StaffDelivery,
  StaffDeliveryAction,
  StaffDeliveryRow,
} from '../../../../shared/contract/staff-delivery';
import { staffDeliveryAction } from '../../../../shared/contract/staff-delivery';
import { carriers, deliveryStates } from '../../../../shared/domain/delivery';
import { deliveryRefusalOf } from '../../../../shared/domain/delivery-rules';
import { maskName } from '../../../../shared/domain/mask';
import { toIso } from '../../../../shared/domain/time';
import type { StaffCaller } from '../../../http/route';
import { addressOf } from '../address-of';
import { carriersAt } from '../courier/carriers';
import { factsOf } from '../facts';
import type { DeliveryDoc } from '../model';
import { resendQuote } from '../policy';
import { timelineOf } from '../timeline';
import { roleFor, screenVersion } from './act-on-parcel';
import type { HallParts } from './needs';
import { taskOf } from './tasks';

/** A parcel as those who send it see it: the address in full. */
export function presentForStaff(
  parts: HallParts,
  doc: DeliveryDoc,
  staff: StaffCaller,
  now: Date,
): StaffDelivery {
  const { orderError, check } = doc;
  const address = addressOf(parts, doc);
  return {
    ...presentStaffRow(parts, doc, now),
    address: address && {
      name: address.name,
      phone: address.phone,
      regionWords: address.region.join(''),
      detail: address.detail,
    },
    cost: { fen: doc.cost.fen, words: doc.cost.words, paid: doc.paidAt !== null },
    orderError: orderError && { code: orderError.code, words: orderError.words, at: toIso(orderError.at) },
    check: check && { by: check.by, at: toIso(check.at) },
    track: [...doc.track].reverse().map(({ at, words }) => ({ at: toIso(at), words })),
    actions: actionsFor(parts, doc, staff),
    resend: doc.state === 'returned' ? resendQuote(parts, doc) : null,
    nextDeliveryId: doc.nextDeliveryId,
    carriers: carriersAt(parts, doc.venueId).map((code) => ({ code, name: carriers[code].name })),
    timeline: timelineOf(doc, 'staff'),
    version: screenVersion(doc),
    now: toIso(now),
  };
}

/** A parcel as lists show it: whoever it is for stays masked. */
export function presentStaffRow(parts: HallParts, doc: DeliveryDoc, now: Date): StaffDeliveryRow {
  const address = addressOf(parts, doc);
  return {
    id: doc._id,
    caseId: doc.caseId,
    caseNumber: doc.caseNumber,
    itemName: doc.itemName,
    venueName: parts.venues.venue(doc.venueId)?.name ?? '',
    state: doc.state,
    stateWords: deliveryStates[doc.state].words,
    attempt: doc.attempt,
    receiver: address ? maskName(address.name) : '',
    regionWords: address ? address.region.slice(0, 3).join('') : '',
    carrier: doc.carrier,
    waybill: doc.waybill,
    valuable: doc.valuable,
    task: taskOf(doc, now, parts.settings.delivery.waitingDays)?.words ?? null,
    updatedAt: toIso(doc.updatedAt),
  };
}

/** What an officer may do now, by the same rules that refuse it. */
function actionsFor(parts: HallParts, doc: DeliveryDoc, staff: StaffCaller): StaffDeliveryAction[] {
  return staffDeliveryAction.options.filter((action) => {
    const role = roleFor(doc, action, staff);
    if (!role) return false;
    if (action === 'switch-carrier' && otherCarriers(parts, doc).length === 0) return false;
    // What is on the table is only known when it is scanned.
    return deliveryRefusalOf(factsOf(doc), action, { role, staffId: staff.staffId, scanned: true }) === null;
  });
}

/** Those it can be sent with instead. */
export function otherCarriers(parts: HallParts, { carrier, venueId }: DeliveryDoc): CarrierCode[] {
  return carriersAt(parts, venueId).filter((code) => code !== carrier);
}
