import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process';
import { person } from '../support/citizens';
import { Client } from '../support/client';
import { type NoticeProcesses, oneAhead, startNoticeProcesses } from '../support/notice-processes';
import {
  clerkOfAll,
  endRefund,
  notifyPayment,
  type OwedCase,
  orderOf,
  owedCase,
  pay,
  payMode,
  takeMoney,
  weChatBooks,
} from '../support/payments';

const whilePrepaying = ['pay:attempted', 'pay:prepaid', 'pay:changed'];
const whileNotified = ['pay:notified', 'pay:changed', 'pay:posted'];
const whileTelling = ['pay:told'];
const whileRefunding = ['pay:refund-claimed', 'pay:refund-answered', 'pay:changed', 'pay:posted'];

let all: NoticeProcesses;
let survivor: AppProcess;
let nextWeb: () => Promise<AppProcess>;
let nextWorker: () => Promise<AppProcess>;

beforeAll(async () => {
  all = await startNoticeProcesses();
  const account = all.hub.deps.settings.pay;
  if (!account) throw new Error('the sandbox is not WeChat Pay');
  const env = {
    WECHAT_PAY_MCHID: account.mchid,
    WECHAT_PAY_SERIAL: account.serial,
    WECHAT_PAY_PRIVATE_KEY: account.privateKey,
    WECHAT_PAY_API_V3_KEY: account.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: account.publicKey?.id ?? '',
    WECHAT_PAY_PUBLIC_KEY: account.publicKey?.pem ?? '',
    WECHAT_PAY_NOTIFY_BASE_URL: all.hub.url,
    WECHAT_PAY_BASE_URL: account.baseUrl,
  };
  const web = (point: string) => () => all.web({ ...env, FAULT_AT: point });
  const worker = (point: string) => () => all.start({ ...env, FAULT_AT: point });
  nextWeb = oneAhead([...whilePrepaying, ...whileNotified].map(web));
  nextWorker = oneAhead([...whileTelling, ...whileRefunding].map(worker));
  survivor = await all.start(env);
}, 400_000);
afterAll(() => all.stop());
beforeEach(() => payMode(all.hub, { notify: 'hold', refundSeconds: null }));

async function expectKilled({ child, gone, output }: AppProcess): Promise<void> {
  await gone;
  expect(child.signalCode, output()).toBe('SIGKILL');
}

/** Longer than any lease or back-off of what was begun. */
async function goOn(): Promise<void> {
  for (const minutes of [2, 6, 16]) await all.pass(minutes, survivor);
}

async function owed(): Promise<OwedCase> {
  return owedCase(all.hub, await clerkOfAll(all.hub), await person(all.hub));
}

/** What WeChat has of an order. */
async function atWeChat({ order }: OwedCase) {
  const { payments, refunds } = await weChatBooks(all.hub);
  const ours = ({ outTradeNo }: { outTradeNo: string }) =>
    outTradeNo.startsWith(order.number.replaceAll('-', ''));
  return { payments: payments.filter(ours), refunds: refunds.filter(ours) };
}

/** How often somebody was told of an order. */
async function told({ citizen, order }: OwedCase, kind: string): Promise<number> {
  const { items } = await citizen.get('GET /messages');
  return items.filter((message) => message.kind === kind && message.subject.id === order.id).length;
}

describe('a web process that dies while somebody begins to pay', () => {
  it.each(whilePrepaying)(
    'at %s: asked again, there is one payment at WeChat, and it is taken once',
    async () => {
      const victim = await nextWeb();
      const one = await owed();
      const { citizen, order } = one;
      await all.work(victim);
      const asked = { params: { id: order.id }, body: { fen: order.fen } };
      await expect(
        new Client(victim.api, citizen.token).ask('POST /orders/{id}/prepay', asked),
      ).rejects.toThrow('fetch failed');
      await expectKilled(victim);
      const { payment } = await citizen.get('POST /orders/{id}/prepay', asked);
      expect((await atWeChat(one)).payments).toHaveLength(1);
      await takeMoney(all.hub, payment.package.replace('prepay_id=', ''), { params: payment, notify: 'now' });
      await goOn();
      expect(await orderOf(citizen, order.id)).toMatchObject({ state: 'paid', paidFen: order.fen });
      expect(await told(one, 'payment-received')).toBe(1);
    },
  );
});

describe('a web process that dies when WeChat tells it of a payment', () => {
  it.each(whileNotified)('at %s: nothing is lost, and told again it counts once', async () => {
    const victim = await nextWeb();
    const one = await owed();
    const { citizen, order } = one;
    await all.work(victim);
    const account = all.hub.deps.settings.pay;
    if (!account) throw new Error('the sandbox is not WeChat Pay');
    account.notifyBaseUrl = victim.url;
    const { outTradeNo } = await pay(all.hub, citizen, order, { notify: 'hold' });
    account.notifyBaseUrl = all.hub.url;
    expect((await notifyPayment(all.hub, outTradeNo)).answers).toMatchObject([{ status: null }]);
    await expectKilled(victim);
    await goOn();
    const paid = await orderOf(citizen, order.id);
    expect(paid).toMatchObject({ state: 'paid', paidFen: order.fen, refundedFen: 0 });
    expect(paid.receipts).toHaveLength(1);
    const ledger = all.hub.deps.mongo.collection('payment-events');
    expect(await ledger.countDocuments({ orderId: order.id, kind: 'paid' })).toBe(1);
    expect(await told(one, 'payment-received')).toBe(1);
    expect((await citizen.get('GET /cases/{id}', { params: { id: order.caseId } })).fee?.state).toBe(
      'settled',
    );
    expect((await atWeChat(one)).refunds).toEqual([]);
  });
});

describe('a worker that dies', () => {
  it.each(whileTelling)('at %s: whoever waited for the payment has heard', async () => {
    const victim = await nextWorker();
    const one = await owed();
    await pay(all.hub, one.citizen, one.order, { notify: 'now' });
    while ((await all.work(victim)) === 'done');
    await expectKilled(victim);
    await goOn();
    const seen = await one.citizen.get('GET /cases/{id}', { params: { id: one.order.caseId } });
    expect(seen.fee?.state).toBe('settled');
    expect(await told(one, 'payment-received')).toBe(1);
  });

  it.each(whileRefunding)(
    'at %s while it gives money back: it goes back once, under one number',
    async (point) => {
      const victim = await nextWorker();
      const one = await owed();
      const { citizen, order } = one;
      await pay(all.hub, citizen, order, { notify: 'now' });
      await citizen.get('POST /cases/{id}/withdraw', { params: { id: order.caseId }, body: {} });
      const inOrder = point === 'pay:changed' || point === 'pay:posted';
      if (inOrder) {
        // The order changes when the refund has succeeded at WeChat.
        await all.work(survivor);
        const [refund] = (await atWeChat(one)).refunds;
        await endRefund(all.hub, refund?.outRefundNo ?? '', 'SUCCESS');
        await all.hub.clock.advance(120_000);
      }
      while ((await all.work(victim)) === 'done');
      await expectKilled(victim);
      await goOn();
      const { refunds } = await atWeChat(one);
      expect(refunds).toHaveLength(1);
      if (!inOrder) await endRefund(all.hub, refunds[0]?.outRefundNo ?? '', 'SUCCESS', 'now');
      await goOn();
      expect(await orderOf(citizen, order.id)).toMatchObject({
        state: 'refunded',
        paidFen: order.fen,
        refundedFen: order.fen,
      });
      expect(await told(one, 'payment-refunded')).toBe(1);
    },
  );
});
