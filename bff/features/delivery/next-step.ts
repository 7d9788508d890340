import type { DeliveryDetail } from '../../../shared/contract/delivery';
import { carriers, deliveryStates } from '../../../shared/domain/delivery';
import { dateOf } from '../../../shared/domain/time';
import { dateWords, moneyWords } from '../../../shared/domain/words';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

/** Who has a parcel now: an office, a carrier, the citizen. */
export function holderOf(parts: Pick<DeliveryParts, 'venues'>, doc: DeliveryDoc): string {
  switch (deliveryStates[doc.state].holder) {
    case 'citizen':
      return '您';
    case 'venue':
      return hallOf(parts, doc);
    case 'carrier':
      return doc.carrier ? carriers[doc.carrier].name : '快递';
    case 'nobody':
      return doc.nextDeliveryId ? hallOf(parts, doc) : '您';
  }
}

export function hallOf({ venues }: Pick<DeliveryParts, 'venues'>, { venueId }: DeliveryDoc): string {
  return venues.venue(venueId)?.name ?? '大厅';
}

/** The one thing a citizen can do about a parcel now. */
export function actionOf({ state, nextDeliveryId }: DeliveryDoc): DeliveryDetail['action'] {
  switch (state) {
    case 'awaiting-address':
      return { kind: 'give-address', label: '填收件地址' };
    case 'awaiting-payment':
      return { kind: 'pay', label: '付快递费' };
    case 'returned':
      return { kind: 'choose-again', label: '选怎么拿到结果' };
    case 'handed-over':
    case 'picked-up':
    case 'in-transit':
    case 'out-for-delivery':
    case 'returning':
      return { kind: 'track', label: '看快递到哪了' };
    case 'resent':
    case 'reissued':
      return nextDeliveryId ? { kind: 'view-new', label: '看新的快递' } : null;
    default:
      return null;
  }
}

/** What happens next, when, and what the citizen can do about it. */
export function nextStepOf(parts: Pick<DeliveryParts, 'venues'>, doc: DeliveryDoc, now: Date): string {
  const hall = hallOf(parts, doc);
  const phone = parts.venues.venue(doc.venueId)?.phone ?? '12345';
  if (doc.stuckSince) return `${hall}正在向快递核实，有结果马上告诉您；着急可以打 ${phone}。`;
  switch (doc.state) {
    case 'awaiting-address':
      return '填好收件地址并同意交给快递就寄出；也可以改到窗口领取。';
    case 'awaiting-payment':
      return `付 ${moneyWords(doc.cost.fen)}快递费后就寄出；不想付可以改到窗口领取。`;
    case 'to-order':
      return '快递接单后会告诉您运单号。';
    case 'order-failed':
      return `${hall}正在换一种办法寄；着急可以改到窗口领取。`;
    case 'ordered':
    case 'checking':
      return `${hall}核对后交给快递；交出以前还可以改地址。`;
    case 'handed-over':
      return '快递揽收后就能看到它到了哪里。';
    case 'picked-up':
    case 'in-transit':
      return doc.expectedBy
        ? `预计 ${dateWords(dateOf(doc.expectedBy), dateOf(now))}送到，留意快递员的电话。`
        : '送到前快递员会打电话，当面核对再签收。';
    case 'out-for-delivery':
      return '留意快递员的电话，当面核对再签收。';
    case 'signed':
      return `不是您收的，马上打大厅电话 ${phone}。`;
    case 'returning':
      return `退回${hall}以后可以再寄一次，也可以到窗口领取。`;
    case 'returned':
      return `可以再寄一次，也可以带身份证到${hall}领取。`;
    case 'lost':
    case 'damaged':
      return `${hall}免费补办并重新寄给您，不用您做什么。`;
    case 'resent':
    case 'reissued':
      return '已经另外寄出，看新的快递。';
    case 'collected':
      return '已经拿到结果，办好了。';
    case 'cancelled':
      return `带身份证到${hall}领取。`;
  }
}
