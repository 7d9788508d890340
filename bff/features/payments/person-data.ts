import { randomUUID } from 'node:crypto';
import { dateOf, toIso } from '../../../shared/domain/time';
import { real } from './find-order';
import { changeOrder, eventsOf } from './ledger';
import type { OrderDoc } from './model';
import { drop } from './owe';
import type { PaymentParts } from './parts';

/** 会计档案管理办法: vouchers are kept for thirty years after the year they belong to. */
const VOUCHER_YEARS = 30;

/**
 * What payments hold about a person, for export and erasure (PIPL §45, §47). Orders, ledger and refunds are the vouchers of the
 * office's accounts: they are kept whole, with a made-up name in the place of whose they were. They hold no name, phone or
 * openid; money that is on its way back reaches the payer through WeChat all the same.
 */
export function paymentData(parts: PaymentParts) {
  return {
    name: 'payments',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const orders = await parts.orders
        .find({ personId, ...real })
        .sort({ createdAt: -1 })
        .lean<OrderDoc[]>();
      return Promise.all(
        orders.map(async (doc) => ({
          number: doc.number,
          title: doc.title,
          about: doc.about,
          lines: doc.lines,
          state: doc.state,
          fen: doc.fen,
          paidFen: doc.paidFen,
          refundedFen: doc.refundedFen,
          events: (await eventsOf(parts, doc)).map(({ kind, fen, at, number, words }) => ({
            kind,
            fen,
            at: toIso(at),
            number,
            words,
          })),
        })),
      );
    },
    erase: (personId: string | null, accountIds: string[]) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: PaymentParts, personId: string | null, accountIds: string[]) {
  const nobody = `erased-${randomUUID()}`;
  // What they paid for others stays with those others.
  await parts.orders.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: null } });
  const tried = await parts.orders.find({ 'attempts.accountId': { $in: accountIds } }, { _id: 1 }).lean();
  for (const { _id } of tried)
    await changeOrder(parts, _id, parts.clock.now(), ({ doc }) => ({
      attempts: doc.attempts.map((each) =>
        each.accountId !== null && accountIds.includes(each.accountId) ? { ...each, accountId: null } : each,
      ),
    }));
  if (personId === null) return { erased: [], kept: [] };
  const owed = await parts.orders
    .find({ personId, state: { $in: ['owed', 'checking'] }, ...real })
    .lean<OrderDoc[]>();
  for (const { kind, subjectId } of owed) await drop(parts, kind, subjectId, 'withdrawn', '本人删除了账号');
  const kept = await parts.orders.updateMany(
    { personId },
    // Nobody is left to be told.
    { $set: { personId: nobody, operations: [] }, $pull: { outbox: { 'to.personId': personId } } },
  );
  if (kept.modifiedCount === 0) return { erased: [], kept: [] };
  const until = Number(dateOf(parts.clock.now()).slice(0, 4)) + VOUCHER_YEARS;
  return {
    erased: ['费用与您账号的关联'],
    kept: [
      {
        what: '付款和退款的凭证（项目、金额、时间和微信支付单号）',
        why: '《会计档案管理办法》要求保存会计凭证',
        until: `${until}年年底`,
      },
    ],
  };
}
