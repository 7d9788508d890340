import type { staffPaymentsContract } from '../../../shared/contract/payments';
import { toIso } from '../../../shared/domain/time';
import { compareKeys, pageAfter } from '../../http/cursor';
import type { Routes } from '../../http/route';
import { findForStaff, scopeOf } from './find-order';
import { listForStaff, orderOf, refundOrder } from './list-orders';
import { approveRefund, askRefund } from './manual-refund';
import type { PaymentAlarmDoc, ReconciliationDoc, RefundDoc } from './model';
import type { PaymentParts } from './parts';
import { presentOrder, presentRefund, presentRow } from './presenter';
import { presentReconciliation } from './reconcile';
import { settleOrder } from './settle-order';

const PAGE = 50;
const MOST = 2_000;

export function staffPaymentRoutes(parts: PaymentParts): Routes<typeof staffPaymentsContract> {
  return {
    'GET /staff/orders': async ({ query, caller }) => {
      const found = await listForStaff(parts, caller, query);
      const { items, next, total } = pageAfter(found, query.page, PAGE, orderOf);
      return { items: items.map(presentRow), next, total };
    },

    'GET /staff/orders/{id}': async ({ params, caller, context: { now } }) =>
      forStaff(presentOrder(parts, await findForStaff(parts, params.id, caller), now)),

    'POST /staff/orders/{id}/settle': async ({ params, body, caller, context }) => {
      const { operationId, now } = context;
      const settled = await settleOrder(parts, { ...body, id: params.id, staff: caller, operationId });
      return forStaff(presentOrder(parts, settled, now));
    },

    'GET /staff/refunds': async ({ query, caller }) => {
      const where = { ...scopeOf(caller), ...(query.state && { state: query.state }) };
      const keyOf = refundOrder(caller);
      const found = await parts.refunds.find(where).sort({ askedAt: -1 }).limit(MOST).lean<RefundDoc[]>();
      const rows = found.sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
      const { items, next, total } = pageAfter(rows, query.page, PAGE, keyOf);
      return { items: items.map((refund) => presentRefund(refund, caller)), next, total };
    },

    'POST /staff/refunds': async ({ body, caller, context: { operationId } }) =>
      presentRefund(await askRefund(parts, { ...body, staff: caller, operationId }), caller),

    'POST /staff/refunds/{id}/approve': async ({ params, body, caller, context: { operationId } }) =>
      presentRefund(
        await approveRefund(parts, { ...body, id: params.id, staff: caller, operationId }),
        caller,
      ),

    'GET /staff/reconciliations': async ({ query }) => {
      const found = await parts.reconciliations
        .find({}, { bill: 0 })
        .sort({ _id: -1 })
        .limit(MOST)
        .lean<ReconciliationDoc[]>();
      const { items, next, total } = pageAfter(found, query.page, PAGE, ({ _id }) => [-Date.parse(_id), _id]);
      return { items: items.map(presentReconciliation), next, total };
    },

    'GET /staff/payment-alarms': async ({ query, caller: { venueId } }) => {
      // What belongs to no order is everybody's to look at.
      const where = venueId === null ? {} : { venueId: { $in: [venueId, null] } };
      const found = await parts.alarms.find(where).sort({ at: -1 }).limit(MOST).lean<PaymentAlarmDoc[]>();
      const { items, next, total } = pageAfter(found, query.page, PAGE, ({ at, _id }) => [
        -at.getTime(),
        _id,
      ]);
      return {
        items: items.map(({ _id, at, kind, words, orderNumber }) => ({
          id: _id,
          at: toIso(at),
          kind,
          words,
          orderNumber,
        })),
        next,
        total,
      };
    },
  };
}

/** A clerk sees what is owed; paying is the citizen's. */
function forStaff<T extends { canPay: boolean }>(order: T): T {
  return { ...order, canPay: false };
}
