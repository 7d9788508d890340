import { carriers, type DeliveryTransition } from '../../../shared/domain/delivery';
import type { NoticeFacts, NoticeKind } from '../../../shared/domain/notices';
import { moneyWords } from '../../../shared/domain/words';
import type { OwedNotice } from '../../work/outbox';
import type { DeliveryStep } from './change-delivery';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

/** What the citizen, and whoever acts for them, is told of a step. */
export function noticesOf(
  parts: DeliveryParts,
  doc: DeliveryDoc,
  row: DeliveryTransition,
  step: DeliveryStep,
): OwedNotice[] {
  if (row.notice === null) return [];
  return toCitizens(parts, doc, row.notice, `${doc.version}:${row.action}`, step.at, {
    ...reasonOf(step),
    ...outcomeOf(doc),
    ...(row.notice === 'payment-wanted' && { money: moneyWords(doc.cost.fen) }),
    // The number that stands there is the courier's, and none is better than the hall's.
    ...(row.notice === 'delivery-out' && { phone: doc.courier?.phone }),
  });
}

/** A parcel of which nothing was heard for days. @param since when it was heard of last */
export function stuckNotices(parts: DeliveryParts, doc: DeliveryDoc, since: Date, at: Date): OwedNotice[] {
  return toCitizens(parts, doc, 'delivery-stuck', `stuck:${since.getTime()}`, at, {});
}

function reasonOf({ why, facts }: DeliveryStep): NoticeFacts {
  const reason = why ?? facts?.why;
  return reason ? { reason } : {};
}

function outcomeOf({ state, signedBy }: DeliveryDoc): NoticeFacts {
  if (state === 'collected') return { outcome: '已在窗口领取' };
  if (state !== 'signed') return {};
  return { outcome: signedBy === 'other' ? '由他人代收' : signedBy === 'self' ? '本人签收' : '已签收' };
}

function toCitizens(
  parts: DeliveryParts,
  doc: DeliveryDoc,
  kind: NoticeKind,
  what: string,
  at: Date,
  facts: NoticeFacts,
): OwedNotice[] {
  const one = (who: string, to: OwedNotice['to']): OwedNotice => ({
    key: `delivery:${doc._id}:${what}:${who}`,
    kind,
    to,
    subject: { kind: 'delivery', id: doc._id },
    place: { venueId: doc.venueId, department: doc.department },
    facts: said({ ...factsFor(parts, doc), ...facts }),
    at,
  });
  // Whoever acts under a mandate hears it on the account they act from.
  const agent = doc.mandateId !== null && doc.accountId !== null ? [doc.accountId] : [];
  return [
    one('person', { personId: doc.personId }),
    ...agent.map((accountId) => one('agent', { accountId })),
  ];
}

/** What every notice of a parcel says. */
export function factsFor({ venues }: DeliveryParts, doc: DeliveryDoc): NoticeFacts {
  const venue = venues.venue(doc.venueId);
  return {
    itemName: doc.itemName,
    reference: doc.caseNumber,
    ...(venue && { venueName: venue.name, phone: venue.phone }),
    ...(doc.carrier && { carrier: carriers[doc.carrier].name }),
    ...(doc.waybill && { waybill: doc.waybill }),
  };
}

/** Without what is not said: the store would keep it as null. */
function said(facts: NoticeFacts): NoticeFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
