import type { NoticeFacts, NoticeKind } from '../../../shared/domain/notices';
import type { LedgerEvent, Standing } from '../../../shared/domain/payment';
import { toIso } from '../../../shared/domain/time';
import { moneyWords } from '../../../shared/domain/words';
import type { OwedNotice } from '../../work/outbox';
import type { OrderDoc } from './model';

/** What whoever owes it, and whoever acts for them, is told of new events. */
export function noticesOf(
  doc: OrderDoc,
  added: readonly LedgerEvent[],
  before: Standing,
  after: Standing,
): OwedNotice[] {
  return added.flatMap((event) => {
    switch (event.kind) {
      case 'owed':
        // A parcel says itself that it waits for its fee.
        return doc.kind === 'case-fee'
          ? told(doc, event, 'payment-wanted', {
              reason: doc.about,
              ...(doc.payBy && { by: toIso(doc.payBy) }),
            })
          : [];
      case 'paid':
        return after.settled && !before.settled
          ? told(doc, event, 'payment-received', { reason: '微信支付' })
          : [];
      case 'paid-at-window':
        return told(doc, event, 'payment-received', { reason: '窗口收款' });
      case 'refund-done':
        return told(doc, event, 'payment-refunded', event.words ? { reason: event.words } : {});
      default:
        return [];
    }
  });
}

function told(doc: OrderDoc, event: LedgerEvent, kind: NoticeKind, more: NoticeFacts): OwedNotice[] {
  const one = (who: string, to: OwedNotice['to']): OwedNotice => ({
    key: `order:${doc._id}:${event.key}:${who}`,
    kind,
    to,
    subject: { kind: 'order', id: doc._id },
    facts: {
      itemName: doc.title,
      ...(doc.number && { reference: doc.number }),
      money: moneyWords(event.fen),
      ...more,
    },
    place: { venueId: doc.venueId, department: doc.department },
    at: event.at,
  });
  const agent = doc.mandateId !== null && doc.accountId !== null ? [doc.accountId] : [];
  return [
    one('person', { personId: doc.personId }),
    ...agent.map((accountId) => one('agent', { accountId })),
  ];
}
