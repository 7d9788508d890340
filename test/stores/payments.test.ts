import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OrderDetail } from '../../shared/contract';
import { type LedgerEvent, standingOf } from '../../shared/domain/payment';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { door } from '../support/notices';
import {
  clerkOfAll,
  endRefund,
  notifyPayment,
  notifyRefund,
  type OwedCase,
  orderOf,
  owedCase,
  payDoor,
  payMode,
  weChatBooks,
} from '../support/payments';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let citizen: SignedIn;

beforeAll(async () => {
  app = await startApp({
    env: {
      STAFF_IDLE_MINUTES: '999999',
      STAFF_SESSION_HOURS: '99999',
      SESSION_SLIDING_DAYS: '9999',
      SESSION_ABSOLUTE_DAYS: '9999',
      LIMIT_WRITE_PER_MINUTE: '100000',
    },
  });
  await payMode(app, { notify: 'hold', refundSeconds: null });
  clerk = await clerkOfAll(app);
  head = await staff(app, 'supervisor');
  citizen = await person(app);
});
afterAll(() => app.stop());

const spoilt = ['flipped-tag', 'flipped-text', 'wrong-key', 'cut', 'unsigned', 'wrong', 'tampered'] as const;
const which = fc.nat(3);

/** Everything that can happen to an order, at any time and in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant('prepay' as const) }),
  fc.record({ do: fc.constant('pay' as const), which, force: fc.boolean() }),
  fc.record({ do: fc.constant('notify' as const), which, times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('forge' as const), which, how: fc.constantFrom(...spoilt) }),
  fc.record({ do: fc.constant('refresh' as const) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(61, 400, 7_300) }),
  fc.record({
    do: fc.constant('trouble' as const),
    target: fc.constantFrom('pay-prepay', 'pay-query', 'pay-close', 'pay-refund', 'pay-refund-query'),
    kind: fc.constantFrom('drop' as const, 'drop-after' as const),
  }),
  fc.record({ do: fc.constant('refund' as const), fen: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({ do: fc.constant('outcome' as const), which, state: fc.constantFrom('SUCCESS', 'ABNORMAL') }),
  fc.record({ do: fc.constantFrom('withdraw' as const, 'settle' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What WeChat has of an order. */
async function atWeChat({ order }: OwedCase) {
  const { payments, refunds } = await weChatBooks(app);
  const ours = ({ outTradeNo }: { outTradeNo: string }) =>
    outTradeNo.startsWith(order.number.replaceAll('-', ''));
  return { payments: payments.filter(ours), refunds: refunds.filter(ours) };
}

const wasPaid = ({ state }: { state: string }) => state === 'SUCCESS' || state === 'REFUND';

async function take(one: OwedCase, given: Step): Promise<void> {
  const { id, fen, caseId } = one.order;
  const params = { id };
  const { payments, refunds } = await atWeChat(one);
  const nth = <T>(rows: T[], index: number): T | undefined => rows[index % Math.max(rows.length, 1)];
  switch (given.do) {
    case 'prepay':
      await citizen.ask('POST /orders/{id}/prepay', { params, body: { fen } });
      return;
    case 'pay': {
      const payment = nth(payments, given.which);
      if (!payment) return;
      // Nobody asks for what was closed: WeChat has to tell.
      const notify = payment.state === 'CLOSED' ? 'now' : 'hold';
      // What WeChat does not take is refused by it.
      await payDoor(app, `/payments/${payment.prepayId}/pay`, { force: given.force, notify }).catch(
        () => undefined,
      );
      return;
    }
    case 'notify': {
      const payment = nth(payments.filter(wasPaid), given.which);
      if (!payment) return;
      const { answers } = await notifyPayment(app, payment.outTradeNo, 'right', given.times);
      expect(answers.every(({ status }) => status === 204)).toBe(true);
      return;
    }
    case 'forge': {
      const payment = nth(payments.filter(wasPaid), given.which);
      if (!payment) return;
      const { answers } = await notifyPayment(app, payment.outTradeNo, given.how);
      expect(answers.every(({ status }) => status === 401)).toBe(true);
      return;
    }
    case 'refresh':
      await citizen.ask('POST /orders/{id}/refresh', { params });
      return;
    case 'wait':
      await advanceClock(app, given.seconds);
      return;
    case 'trouble':
      await door(app, '/faults', { target: given.target, kind: given.kind, times: 1 });
      return;
    case 'refund':
      await head.ask('POST /staff/refunds', { body: { orderId: id, fen: given.fen, reason: '多收了' } });
      return;
    case 'outcome': {
      const refund = nth(
        refunds.filter(({ state }) => state === 'PROCESSING' || state === 'ABNORMAL'),
        given.which,
      );
      if (!refund) return;
      await endRefund(app, refund.outRefundNo, given.state === 'SUCCESS' ? 'SUCCESS' : 'ABNORMAL', 'never');
      await notifyRefund(app, refund.outRefundNo);
      return;
    }
    case 'withdraw':
      await citizen.ask('POST /cases/{id}/withdraw', { params: { id: caseId }, body: {} });
      return;
    case 'settle':
      await clerk.ask('POST /staff/orders/{id}/settle', {
        params,
        body: { how: 'exempt', reference: '首次申领' },
      });
  }
}

/** Nothing is in the way any more, and time passes until nothing happens by itself. */
async function settleDown(one: OwedCase): Promise<void> {
  await fetch(`${app.url}/sandbox/faults`, { method: 'DELETE' });
  for (let turn = 0; turn < 3; turn += 1) {
    await advanceClock(app, 7_300);
    for (const { outRefundNo, state } of (await atWeChat(one)).refunds)
      if (state !== 'SUCCESS') await endRefund(app, outRefundNo, 'SUCCESS');
  }
  await advanceClock(app, 7 * 3_600);
}

/** How an order stands by its ledger alone, beside what it says of itself in lists. */
async function books(id: string) {
  const { mongo } = app.deps;
  const doc = await mongo.collection<{ _id: string }>('orders').findOne({ _id: id });
  const events = await mongo.collection('payment-events').find({ orderId: id }).toArray();
  const ledger = events.map(
    ({ _id, ...event }) => ({ ...event, key: String(_id) }) as unknown as LedgerEvent,
  );
  return { doc, ledger, standing: standingOf(ledger) };
}

function expectHeld(order: OrderDetail, held: number): void {
  const byState: Partial<Record<OrderDetail['state'], () => void>> = {
    owed: () => expect(held).toBe(0),
    closed: () => expect(held).toBe(0),
    refunded: () => expect(held).toBe(0),
    exempt: () => expect(held).toBe(0),
    paid: () => expect(held).toBe(order.fen),
    'part-refunded': () => {
      expect(held).toBeGreaterThan(0);
      expect(held).toBeLessThan(order.fen);
    },
  };
  const check = byState[order.state];
  if (!check) throw new Error(`an order that came to rest is ${order.state}`);
  check();
}

it('whatever happens in whatever order: money in − money back is what the order says, and nothing unpaid is released', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const one = await owedCase(app, clerk, citizen);
      await take(one, { do: 'prepay' });
      for (const each of steps) await take(one, each);
      await settleDown(one);

      const { payments, refunds } = await atWeChat(one);
      const sum = (rows: { fen: number }[]) => rows.reduce((total, { fen }) => total + fen, 0);
      const moneyIn = sum(payments.filter(wasPaid));
      const back = sum(refunds.filter(({ state }) => state === 'SUCCESS'));
      const order = await orderOf(citizen, one.order.id);
      expect({ paid: order.paidFen, refunded: order.refundedFen }).toEqual({ paid: moneyIn, refunded: back });
      expectHeld(order, moneyIn - back);

      const { doc, ledger, standing } = await books(order.id);
      expect(doc).toMatchObject({
        state: standing.state,
        paidFen: standing.paidFen,
        refundedFen: standing.refundedFen,
        events: ledger.length,
        unposted: [],
      });
      const { fee } = await citizen.get('GET /cases/{id}', { params: { id: order.caseId } });
      if (fee?.state === 'settled') expect(standing.settled).toBe(true);
      else if (fee?.state === 'owed') expect(standing.settled).toBe(false);
      // Told again when all is over, it is acknowledged and changes nothing.
      for (const { outTradeNo } of payments.filter(wasPaid))
        expect((await notifyPayment(app, outTradeNo)).answers).toMatchObject([{ status: 204 }]);
      expect(await orderOf(citizen, one.order.id)).toMatchObject({
        state: order.state,
        paidFen: moneyIn,
        refundedFen: back,
      });
    }),
    { numRuns: 15 },
  );
}, 600_000);
