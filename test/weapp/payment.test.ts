import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { deafWeChatPay, owedFee } from '../support/fees';
import { orderOf, payMode, weChatBooks } from '../support/payments';
import {
  calls,
  closePhones,
  expectWithinLimits,
  type Known,
  knownCitizen,
  openPhone,
  press,
} from '../support/road';
import { staff } from '../support/staff';
import type { Weapp, WeappOptions } from '../support/weapp';

let app: TestApp;
let known: Known;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  known = await knownCitizen(app);
});
afterEach(closePhones);
afterAll(() => app.stop());

const pay = '用微信支付付 20 元';
const page = (id: string) => `/packages/payment/order/index?id=${id}`;
const open = (path: string, options: Partial<WeappOptions> = {}) =>
  openPhone(app, known.citizen, { storage: known.storage, deadline: 60_000, ...options, open: path });
/** What WeChat took for an order: out_trade_no begins with the order's number. */
const paidFor = async (number: string) =>
  (await weChatBooks(app)).payments.filter(
    ({ outTradeNo, state }) => state === 'SUCCESS' && outTradeNo.startsWith(number.replaceAll('-', '')),
  );
const asked = (phone: Weapp, end: string) => calls(phone).filter((call) => call.endsWith(end)).length;

describe('paying a fee in WeChat', () => {
  it('goes from the case to a receipt: what for, by what rule, how much, before and after', async () => {
    const { order, caseId } = await owedFee(app, known.client);
    const phone = await open(`/packages/cases/detail/index?id=${caseId}`);
    await press(phone, /^付 20 元/);
    await phone.until('要付');
    for (const words of [order.title, order.about, order.number, order.lines[0]?.basis ?? '', '哪些人不用付'])
      expect(phone.text()).toContain(words);
    await press(phone, pay);
    await phone.until('付好了，20 元');
    await phone.until('付款和退款记录');
    const paid = await orderOf(known.client, order.id);
    expect(paid).toMatchObject({ state: 'paid', paidFen: 2_000 });
    expect(phone.text()).toContain(paid.receipts[0]?.number ?? 'no receipt');
    await press(phone, /^复制付款单号/);
    await phone.until(() => phone.calls.some(({ name }) => name === 'setClipboardData'));
    expect(phone.controls().some(({ name }) => name === pay)).toBe(false);
    await phone.back();
    await phone.until('已付款');
    expectWithinLimits(phone);
  });

  it('loses nothing when the person turns away, and pays when they come back to it', async () => {
    const { order } = await owedFee(app, known.client);
    let turn = 0;
    const phone = await open(page(order.id), { payment: () => (turn++ === 0 ? 'cancel' : 'success') });
    await press(phone, pay);
    await phone.until('没有付款，也没有扣钱');
    await press(phone, pay);
    await phone.until('付好了，20 元');
    // Both times it was the same payment.
    expect(await paidFor(order.number)).toHaveLength(1);
    expectWithinLimits(phone);
  });

  it('says that it failed and what to do, and pays the next time', async () => {
    const { order } = await owedFee(app, known.client);
    let turn = 0;
    const phone = await open(page(order.id), { payment: () => (turn++ === 0 ? 'fail' : 'success') });
    await press(phone, pay);
    await phone.until('微信支付没有付成，没有扣钱');
    await press(phone, pay);
    await phone.until('付好了，20 元');
    expectWithinLimits(phone);
  });

  it('says where WeChat Pay does not answer before anything is paid, with whom to ring', async () => {
    const { order } = await owedFee(app, known.client);
    const mend = await deafWeChatPay(app, 'pay-prepay');
    const phone = await open(page(order.id));
    await press(phone, pay);
    await phone.until('微信支付暂时没有回应');
    expect(phone.controls().some(({ name }) => name.startsWith('打电话问'))).toBe(true);
    await mend();
    await press(phone, '再试一次');
    await phone.until('付好了，20 元');
    expectWithinLimits(phone);
  });

  it('waits with patience when the word is late, and takes it as soon as it comes', async () => {
    const { order } = await owedFee(app, known.client);
    const phone = await open(page(order.id), { payment: () => 'success-without-notification' });
    await phone.until('要付');
    const mend = await deafWeChatPay(app, 'pay-query');
    await press(phone, pay);
    await phone.until('正在确认，微信的结果晚了一点');
    expect(phone.text()).toContain('钱不会丢，也不会扣两次');
    await mend();
    await phone.until('付好了，20 元');
    expectWithinLimits(phone);
  });

  it('asks by itself what became of a payment in which the app was closed', async () => {
    const { order } = await owedFee(app, known.client);
    const phone = await open(page(order.id), { payment: () => 'unheard' });
    await press(phone, pay);
    await expect.poll(() => paidFor(order.number), { timeout: 60_000 }).toHaveLength(1);
    phone.close();

    const later = await open('/pages/me/index');
    await later.until(() => asked(later, '/refresh') === 1);
    await press(later, /^我的缴费/);
    await later.until('已付款');
    // Known now: not asked for again.
    await press(later, /居民身份证工本费/);
    await later.until('付款和退款记录');
    expect(asked(later, '/refresh')).toBe(1);
    expectWithinLimits(later);
  });

  it('shows what a supervisor gave back, with its number', async () => {
    await payMode(app, { refundSeconds: 0 });
    const owed = await owedFee(app, known.client);
    const phone = await open(page(owed.order.id));
    await press(phone, pay);
    await phone.until('付好了，20 元');
    const supervisor = await staff(app, 'supervisor');
    await supervisor.get('POST /staff/refunds', {
      body: { orderId: owed.order.id, fen: 500, reason: '减免一部分' },
    });
    await expect
      .poll(async () => (await orderOf(known.client, owed.order.id)).state, { timeout: 60_000 })
      .toBe('part-refunded');
    phone.hide();
    phone.show();
    await phone.until('其中 5 元已退回');
    expect(phone.text()).toContain('减免一部分');
    expect(phone.text()).toContain('退 5 元');
    expectWithinLimits(phone);
  });

  it('opens by the code of its page, and can be read without a network', async () => {
    const { order } = await owedFee(app, known.client);
    const phone = await open(`/packages/payment/order/index?scene=${encodeURIComponent(order.id)}`);
    await phone.until(order.number);
    phone.network(false);
    await phone.until('下面是之前看到的内容');
    expect(phone.text()).toContain(order.number);
    expectWithinLimits(phone);
  });
});

describe('我的缴费', () => {
  it('says why there is nothing, and later what is owed before what was settled', async () => {
    const phone = await open('/packages/payment/orders/index');
    await phone.until('没有要付的，也没有付过的');
    const first = await owedFee(app, known.client);
    await first.clerk.get('POST /staff/orders/{id}/settle', {
      params: { id: first.order.id },
      body: { how: 'paid-at-window', reference: '收据 000123' },
    });
    const second = await owedFee(app, known.client);
    phone.hide();
    phone.show();
    await phone.until('等您付');
    const text = phone.text();
    expect(text.indexOf(second.order.about)).toBeLessThan(text.indexOf(first.order.about));
    expect(text).toContain('已在窗口付款');
    await phone.open(page(first.order.id));
    await phone.until('收据 000123');
    expectWithinLimits(phone);
  });
});
