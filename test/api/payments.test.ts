import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { door } from '../support/notices';
import {
  clerkOfAll,
  endRefund,
  notifyPayment,
  notifyRefund,
  orderOf,
  owedCase,
  pay,
  payDoor,
  payMode,
  takeMoney,
  weChatBooks,
} from '../support/payments';
import { type StaffClient, staff } from '../support/staff';

/** Time passes in these tests, and nobody signs in anew. */
const longSessions = { STAFF_IDLE_MINUTES: '99999', STAFF_SESSION_HOURS: '9999', SESSION_SLIDING_DAYS: '30' };

let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let citizen: SignedIn;

beforeAll(async () => {
  app = await startApp({ env: longSessions });
  clerk = await clerkOfAll(app);
  head = await staff(app, 'supervisor');
  citizen = await person(app);
});
afterAll(() => app.stop());
beforeEach(() => payMode(app, { notify: 'hold', refundSeconds: null, balanceFen: null }));

const params = (id: string) => ({ params: { id } });
const prepay = (id: string, fen: number, by = citizen) =>
  by.get('POST /orders/{id}/prepay', { ...params(id), body: { fen } });
const owed = () => owedCase(app, clerk, citizen);
const attemptsOf = async (number: string) =>
  (await weChatBooks(app)).payments.filter(({ outTradeNo }) =>
    outTradeNo.startsWith(number.replaceAll('-', '')),
  );

describe('a fee', () => {
  it('is owed once the case is accepted, shown with its ground, and told', async () => {
    const { order, case: accepted } = await owed();
    expect(order).toMatchObject({
      title: '居民身份证工本费',
      fen: 2_000,
      state: 'owed',
      stateWords: '待付款',
    });
    expect(order.number).toMatch(/^ZTF-\d{8}-[0-9A-Z]{6}$/);
    expect(order.about).toContain(accepted.number);
    const detail = await orderOf(citizen, order.id);
    expect(detail).toMatchObject({ canPay: true, payBy: null, receipts: [] });
    expect(detail.lines).toMatchObject([{ fen: 2_000 }]);
    expect(accepted.fee).toMatchObject({ state: 'owed', orderId: order.id });
    await app.deps.work.runAll();
    const { items } = await citizen.get('GET /messages');
    expect(items.some(({ kind, subject }) => kind === 'payment-wanted' && subject.id === order.id)).toBe(
      true,
    );
  });

  it('keeps the result in the hall until it is paid', async () => {
    const { order, case: accepted } = await owed();
    const { id } = accepted;
    const act = (name: 'start-review' | 'review' | 'decide-approve' | 'issue' | 'make-ready', body = {}) =>
      clerk.get(`POST /staff/cases/{id}/${name}`, { ...params(id), body: body as never });
    const approver = await staff(app, 'approver');
    await act('start-review');
    await act('review', { opinion: 'agree' });
    await approver.get('POST /staff/cases/{id}/decide-approve', { ...params(id), body: {} });
    await act('issue');
    const ready = await act('make-ready', { how: 'window' });
    expect(ready.actions).not.toContain('hand-over');
    const handOver = { ...params(id), body: {} };
    expect(await clerk.refused('POST /staff/cases/{id}/hand-over', handOver)).toBe('CASE_FEE_OWED');
    expect((await citizen.get('GET /cases/{id}', params(id))).nextStep).toContain('先付清');
    await pay(app, citizen, order, { notify: 'now' });
    await app.deps.work.runAll();
    expect((await citizen.get('GET /cases/{id}', params(id))).fee?.state).toBe('settled');
    expect((await clerk.get('POST /staff/cases/{id}/hand-over', handOver)).state).toBe('completed');
  });

  it('is settled by a clerk with a receipt or a ground, once', async () => {
    const { order } = await owed();
    const settle = { ...params(order.id), body: { how: 'paid-at-window' as const, reference: 'No 00123' } };
    const settled = await clerk.get('POST /staff/orders/{id}/settle', settle);
    expect(settled).toMatchObject({ state: 'paid-at-window', canPay: false });
    expect(settled.receipts).toMatchObject([{ what: 'payment', number: 'No 00123', fen: 2_000 }]);
    expect(await clerk.refused('POST /staff/orders/{id}/settle', settle)).toBe('ORDER_STATE');
    const free = (await owed()).order;
    const exempt = { ...params(free.id), body: { how: 'exempt' as const, reference: '首次申领' } };
    expect((await clerk.get('POST /staff/orders/{id}/settle', exempt)).state).toBe('exempt');
    await app.deps.work.runAll();
    expect((await citizen.get('GET /cases/{id}', params(free.caseId))).fee?.state).toBe('settled');
  });
});

describe('paying', () => {
  it('gives the same payment while it can be paid, one attempt for two calls at once, and a new one after its time', async () => {
    const { order } = await owed();
    const [one, two] = await Promise.all([prepay(order.id, order.fen), prepay(order.id, order.fen)]);
    expect(two?.payment.package).toBe(one?.payment.package);
    expect(two?.payment.nonceStr).not.toBe(one?.payment.nonceStr);
    expect(await attemptsOf(order.number)).toHaveLength(1);
    await advanceClock(app, 2 * 3_600);
    const later = await prepay(order.id, order.fen);
    expect(later.payment.package).not.toBe(one?.payment.package);
    expect(await attemptsOf(order.number)).toMatchObject([{ state: 'CLOSED' }, { state: 'NOTPAY' }]);
  });

  it('is done by the notification: stored, in the ledger, answered 204; told again it has no effect', async () => {
    const { order } = await owed();
    const { outTradeNo, transactionId } = await pay(app, citizen, order, { notify: 'hold' });
    expect((await orderOf(citizen, order.id)).state).toBe('owed');
    expect((await notifyPayment(app, outTradeNo, 'right', 3)).answers.map(({ status }) => status)).toEqual([
      204, 204, 204,
    ]);
    const paid = await orderOf(citizen, order.id);
    expect(paid).toMatchObject({ state: 'paid', paidFen: 2_000, refundedFen: 0, canPay: false });
    expect(paid.receipts).toMatchObject([{ what: 'payment', fen: 2_000, number: transactionId }]);
    expect(
      await citizen.refused('POST /orders/{id}/prepay', { ...params(order.id), body: { fen: 2_000 } }),
    ).toBe('ORDER_STATE');
    await app.deps.work.runAll();
    const { items } = await citizen.get('GET /messages');
    const told = items.filter(({ kind, subject }) => kind === 'payment-received' && subject.id === order.id);
    expect(told).toHaveLength(1);
    expect((await citizen.get('GET /orders', { query: { scope: 'open' } })).items).not.toContainEqual(
      expect.objectContaining({ id: order.id }),
    );
  });

  it('is decided by the query when the phone says paid and nobody else does', async () => {
    const { order } = await owed();
    await prepay(order.id, order.fen);
    const refresh = () => citizen.get('POST /orders/{id}/refresh', params(order.id));
    expect((await refresh()).state).toBe('owed');
    await pay(app, citizen, order, { notify: 'never' });
    await door(app, '/faults', { target: 'pay-query', kind: 'status', value: 503, times: 1 });
    expect(await citizen.refused('POST /orders/{id}/refresh', params(order.id))).toBe('PAY_UNAVAILABLE');
    expect((await orderOf(citizen, order.id)).state).toBe('checking');
    expect((await refresh()).state).toBe('paid');
  });

  it('is found by the job when nobody says anything at all', async () => {
    const { order } = await owed();
    await pay(app, citizen, order, { notify: 'never' });
    await app.deps.work.runAll();
    expect((await orderOf(citizen, order.id)).state).toBe('owed');
    await advanceClock(app, 61);
    await app.deps.work.runAll();
    expect((await orderOf(citizen, order.id)).state).toBe('paid');
  });

  it('is nobody else’s', async () => {
    const { order } = await owed();
    const other = await person(app);
    expect(await other.refused('GET /orders/{id}', params(order.id))).toBe('NOT_FOUND');
    const asked = { ...params(order.id), body: { fen: order.fen } };
    expect(await other.refused('POST /orders/{id}/prepay', asked)).toBe('NOT_FOUND');
    expect((await other.get('GET /orders')).items).toEqual([]);
    const elsewhere = await staff(app, ['window', 'supervisor'], { venueId: 'v530602' });
    expect(await elsewhere.refused('GET /staff/orders/{id}', params(order.id))).toBe('NOT_FOUND');
    const settle = { ...params(order.id), body: { how: 'exempt' as const, reference: '首次申领' } };
    expect(await elsewhere.refused('POST /staff/orders/{id}/settle', settle)).toBe('NOT_FOUND');
  });

  it.each([
    ['amount', { fen: 1 }],
    ['appid', { appid: 'wx0000000000000001' }],
    ['mchid', { mchid: '1600000001' }],
  ])('with another %s releases nothing, is an alarm, and is answered', async (kind, as) => {
    const { order } = await owed();
    const { outTradeNo } = await pay(app, citizen, order, { as, notify: 'hold' });
    expect((await notifyPayment(app, outTradeNo)).answers[0]?.status).toBe(204);
    expect(await orderOf(citizen, order.id)).toMatchObject({ state: 'owed', paidFen: 0 });
    const { items } = await head.get('GET /staff/payment-alarms');
    expect(items).toContainEqual(expect.objectContaining({ kind, orderNumber: order.number }));
  });

  it.each(['flipped-tag', 'flipped-text', 'wrong-key', 'cut', 'probe', 'unsigned'])(
    'that is forged (%s) is refused and leaves nothing',
    async (how) => {
      const { order } = await owed();
      const { outTradeNo } = await pay(app, citizen, order, { notify: 'hold' });
      const before = await app.deps.mongo.collection('payment-notifications').countDocuments();
      const [answer] = (await notifyPayment(app, outTradeNo, how)).answers;
      expect(answer?.status).toBe(401);
      expect(JSON.parse(answer?.text ?? '')).toMatchObject({ code: 'FAIL' });
      expect(await app.deps.mongo.collection('payment-notifications').countDocuments()).toBe(before);
      expect((await orderOf(citizen, order.id)).state).toBe('owed');
    },
  );
});

describe('what goes back by itself', () => {
  it('is the second payment of one thing', async () => {
    const { order } = await owed();
    const first = await prepay(order.id, order.fen);
    await advanceClock(app, 2 * 3_600);
    const paid = await pay(app, citizen, order, { notify: 'now' });
    // The phone was quicker than the closing of the first.
    const second = await takeMoney(app, first.payment.package.replace('prepay_id=', ''), {
      force: true,
      notify: 'now',
    });
    await app.deps.work.runAll();
    const [refund] = (await weChatBooks(app)).refunds.filter(
      ({ outTradeNo }) => outTradeNo === second.outTradeNo,
    );
    expect(refund).toMatchObject({ fen: 2_000, state: 'PROCESSING' });
    expect(await orderOf(citizen, order.id)).toMatchObject({ state: 'paid', paidFen: 4_000 });
    await endRefund(app, refund?.outRefundNo ?? '', 'SUCCESS', 'now');
    const after = await orderOf(citizen, order.id);
    expect(after).toMatchObject({ state: 'paid', paidFen: 4_000, refundedFen: 2_000 });
    expect(after.receipts.map(({ what, number }) => [what, number])).toEqual(
      expect.arrayContaining([
        ['payment', paid.transactionId],
        ['payment', second.transactionId],
      ]),
    );
  });

  it('is what was paid for a case that is withdrawn', async () => {
    const { order } = await owed();
    await pay(app, citizen, order, { notify: 'now' });
    await citizen.get('POST /cases/{id}/withdraw', { ...params(order.caseId), body: {} });
    await app.deps.work.runAll();
    expect((await orderOf(citizen, order.id)).state).toBe('refunding');
    const [refund] = (await head.get('GET /staff/refunds')).items.filter(
      ({ orderId }) => orderId === order.id,
    );
    expect(refund).toMatchObject({ cause: 'withdrawn', state: 'processing', askedBy: '自动退款' });
    await endRefund(app, refund?.id ?? '', 'SUCCESS');
    expect(
      (await notifyRefund(app, refund?.id ?? '', 'right', 2)).answers.map(({ status }) => status),
    ).toEqual([204, 204]);
    expect(await orderOf(citizen, order.id)).toMatchObject({ state: 'refunded', refundedFen: 2_000 });
    await app.deps.work.runAll();
    const { items } = await citizen.get('GET /messages');
    const told = items.filter(({ kind, subject }) => kind === 'payment-refunded' && subject.id === order.id);
    expect(told).toHaveLength(1);
  });

  it('is what is paid after it was withdrawn: closed at WeChat, and back when the phone was quicker', async () => {
    const { order } = await owed();
    const { payment } = await prepay(order.id, order.fen);
    await citizen.get('POST /cases/{id}/withdraw', { ...params(order.caseId), body: {} });
    expect((await orderOf(citizen, order.id)).state).toBe('closed');
    await app.deps.work.runAll();
    expect(await attemptsOf(order.number)).toMatchObject([{ state: 'CLOSED' }]);
    await takeMoney(app, payment.package.replace('prepay_id=', ''), { force: true, notify: 'now' });
    await app.deps.work.runAll();
    const [refund] = (await head.get('GET /staff/refunds')).items.filter(
      ({ orderId }) => orderId === order.id,
    );
    expect(refund).toMatchObject({ cause: 'late', fen: 2_000 });
    await endRefund(app, refund?.id ?? '', 'SUCCESS', 'now');
    expect((await orderOf(citizen, order.id)).state).toBe('refunded');
    expect((await citizen.get('GET /cases/{id}', params(order.caseId))).fee?.state).toBe('dropped');
  });

  it('keeps its number while WeChat does not answer, has too little money, or loses the answer', async () => {
    const { order } = await owed();
    await pay(app, citizen, order, { notify: 'now' });
    await door(app, '/faults', { target: 'pay-refund', kind: 'drop-after', times: 1 });
    await payMode(app, { balanceFen: 0 });
    await citizen.get('POST /cases/{id}/withdraw', { ...params(order.caseId), body: {} });
    for (let turn = 0; turn < 8; turn += 1) {
      await app.deps.work.runAll();
      await advanceClock(app, 1_000);
      if (turn === 2) await payMode(app, { balanceFen: null });
    }
    const refunds = (await weChatBooks(app)).refunds.filter(({ outRefundNo }) =>
      outRefundNo.startsWith(order.number.replaceAll('-', '')),
    );
    expect(refunds).toMatchObject([{ fen: 2_000, state: 'PROCESSING' }]);
  });

  it('that cannot reach the payer is shown to staff and taken when it has', async () => {
    const { order } = await owed();
    await pay(app, citizen, order, { notify: 'now' });
    await citizen.get('POST /cases/{id}/withdraw', { ...params(order.caseId), body: {} });
    await app.deps.work.runAll();
    const mine = async () =>
      (await head.get('GET /staff/refunds')).items.find(({ orderId }) => orderId === order.id);
    const number = (await mine())?.id ?? '';
    await endRefund(app, number, 'ABNORMAL', 'now');
    expect(await mine()).toMatchObject({ state: 'failed', error: expect.stringContaining('退不到') });
    expect((await orderOf(citizen, order.id)).state).toBe('refunding');
    // Nothing may be given back a second time while it may still arrive.
    const again = { orderId: order.id, fen: 1, reason: '再退一次' };
    expect(await head.refused('POST /staff/refunds', { body: again })).toBe('REFUND_TOO_MUCH');
    await endRefund(app, number, 'SUCCESS', 'now');
    expect(await mine()).toMatchObject({ state: 'done', error: null });
    expect((await orderOf(citizen, order.id)).state).toBe('refunded');
  });
});

describe('a refund by hand', () => {
  const paidOrder = async () => {
    const { order } = await owed();
    await pay(app, citizen, order, { notify: 'now' });
    return order;
  };
  const ask = (order: { id: string }, fen: number, by = head) =>
    by.get('POST /staff/refunds', { body: { orderId: order.id, fen, reason: '多收了' } });

  it('goes out in parts and never exceeds what was paid', async () => {
    const order = await paidOrder();
    const one = await ask(order, 1_500);
    expect(one).toMatchObject({ cause: 'manual', fen: 1_500, askedBy: head.member.name });
    const too = { body: { orderId: order.id, fen: 501, reason: '多收了' } };
    expect(await head.refused('POST /staff/refunds', too)).toBe('REFUND_TOO_MUCH');
    await app.deps.work.runAll();
    await endRefund(app, one.id, 'SUCCESS', 'now');
    expect(await orderOf(citizen, order.id)).toMatchObject({ state: 'part-refunded', refundedFen: 1_500 });
    // Many at once share what is left.
    const many = await Promise.all(
      Array.from({ length: 5 }, () =>
        head.ask('POST /staff/refunds', { body: { orderId: order.id, fen: 200, reason: '多收了' } }),
      ),
    );
    expect(many.filter(({ status }) => status === 201)).toHaveLength(2);
  });

  it('that WeChat closed can be asked for anew', async () => {
    const order = await paidOrder();
    const one = await ask(order, 2_000);
    await app.deps.work.runAll();
    await endRefund(app, one.id, 'CLOSED', 'now');
    expect((await orderOf(citizen, order.id)).state).toBe('paid');
    const two = await ask(order, 2_000);
    expect(two.id).not.toBe(one.id);
    await app.deps.work.runAll();
    await endRefund(app, two.id, 'SUCCESS', 'now');
    expect((await orderOf(citizen, order.id)).state).toBe('refunded');
  });
});

describe('the daily comparison', () => {
  it('finds bill, ledger and orders equal, and names every difference with its amount', async () => {
    const other = await startApp({ at: new Date('2026-11-24T14:00:00+08:00'), env: longSessions });
    try {
      const by = await clerkOfAll(other);
      const who = await person(other);
      await payMode(other, { notify: 'hold', refundSeconds: null });
      const orders = [];
      for (let each = 0; each < 3; each += 1) {
        const { order } = await owedCase(other, by, who);
        orders.push({ order, ...(await pay(other, who, order, { notify: each === 2 ? 'never' : 'now' })) });
      }
      await advanceClock(other, 12 * 3_600);
      const chief = () => staff(other, 'supervisor');
      const rows = async () => (await (await chief()).get('GET /staff/reconciliations')).items;
      await other.deps.work.runAll();
      // The bill is not made before ten.
      expect(await rows()).toEqual([]);
      await payDoor(
        other,
        '/pay/bills/2026-11-24',
        {
          omit: [orders[0]?.outTradeNo],
          amounts: { [orders[1]?.outTradeNo ?? '']: 1_999 },
          extra: [{ outTradeNo: 'SOMEBODYELSES1', fen: 5 }],
        },
        'PUT',
      );
      await advanceClock(other, 9 * 3_600);
      await other.deps.work.runAll();
      const [day] = await rows();
      expect(day).toMatchObject({ day: '2026-11-24', state: 'different' });
      const here = day?.ledgerPaidFen ?? 0;
      const there = day?.billPaidFen ?? 0;
      const apart = (day?.differences ?? [])
        .filter(({ kind }) => kind !== 'state')
        .reduce((sum, { hereFen, thereFen }) => sum + (thereFen ?? 0) - (hereFen ?? 0), 0);
      expect(there - here).toBe(apart);
      expect(day?.differences.map(({ kind, thereFen }) => [kind, thereFen])).toEqual(
        expect.arrayContaining([
          ['missing-there', null],
          ['amount', 1_999],
          ['unknown-order', 5],
        ]),
      );

      // A payment and its refund; and a payment that nobody ever told of, for what was closed.
      const { order: back } = await owedCase(other, by, who);
      await pay(other, who, back, { notify: 'now' });
      const { order: late } = await owedCase(other, by, who);
      const { payment } = await who.get('POST /orders/{id}/prepay', {
        params: { id: late.id },
        body: { fen: late.fen },
      });
      for (const { caseId } of [back, late])
        await who.get('POST /cases/{id}/withdraw', { params: { id: caseId }, body: {} });
      await other.deps.work.runAll();
      await takeMoney(other, payment.package.replace('prepay_id=', ''), { force: true, notify: 'never' });
      const endRefunds = async () => {
        for (const { outRefundNo, state } of (await weChatBooks(other)).refunds)
          if (state === 'PROCESSING') await endRefund(other, outRefundNo, 'SUCCESS', 'now');
      };
      await endRefunds();
      await advanceClock(other, 24 * 3_600);
      await other.deps.work.runAll();
      const [second] = await rows();
      expect(second).toMatchObject({
        day: '2026-11-25',
        state: 'different',
        billPaidFen: 4_000,
        ledgerPaidFen: 2_000,
        billRefundedFen: 2_000,
        ledgerRefundedFen: 2_000,
        differences: [{ kind: 'missing-here', thereFen: 2_000, orderNumber: late.number }],
      });
      // Found by the bill, it goes back like every other.
      await endRefunds();
      expect((await orderOf(who, late.id)).state).toBe('refunded');
      await advanceClock(other, 24 * 3_600);
      await other.deps.work.runAll();
      expect((await rows())[0]).toMatchObject({
        day: '2026-11-26',
        state: 'equal',
        billPaidFen: 0,
        billRefundedFen: 2_000,
        ledgerRefundedFen: 2_000,
        differences: [],
      });
    } finally {
      await other.stop();
    }
  });
});
