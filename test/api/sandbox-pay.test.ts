import { createSign, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveries } from '../../bff/sandbox/pay/notifier';
import { spoilings } from '../../bff/sandbox/pay/signing';
import { toIso } from '../../shared/domain/time';
import { type PayWorld, startPayWorld } from '../support/pay-world';

let world: PayWorld;
beforeAll(async () => {
  world = await startPayWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.answer.status = 204;
  await world.door('PUT', '/pay', { notify: 'soon', refundSeconds: 3, balanceFen: null, keys: 'public' });
});

let numbers = 0;
const newNumber = () => {
  numbers += 1;
  return `ZT20261124${String(numbers).padStart(6, '0')}`;
};
const refundOf = (outTradeNo: string, more: object = {}) => ({
  outTradeNo,
  outRefundNo: `R-${outTradeNo}`,
  reason: '不用办了',
  refundFen: 500,
  totalFen: 2_000,
  ...more,
});

interface Listed {
  payments: { outTradeNo: string; state: string; notices: { taken: boolean; tries: { at: string }[] }[] }[];
}
const listed = async (outTradeNo: string) => {
  const { body } = await world.door('GET', '/payments');
  return (body as unknown as Listed).payments.find((one) => one.outTradeNo === outTradeNo);
};

interface Call {
  method?: string;
  path?: string;
  body?: string;
  signedBody?: string;
  headers?: Record<string, string>;
  mchid?: string;
  serial?: string;
  nonce?: string;
  shift?: number;
}

/** A call signed by hand, with whatever is to be wrong. */
async function call(given: Call = {}) {
  const { method = 'GET', path = `/v3/pay/transactions/out-trade-no/NOBODY01?mchid=${world.pay.mchid}` } =
    given;
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1_000) + (given.shift ?? 0));
  const nonce = given.nonce ?? randomBytes(16).toString('hex');
  const signature = createSign('RSA-SHA256')
    .update(`${method}\n${path}\n${timestamp}\n${nonce}\n${given.signedBody ?? given.body ?? ''}\n`)
    .sign(world.account.privateKey, 'base64');
  const { mchid = world.account.mchid, serial = world.account.serial } = given;
  const response = await fetch(world.account.baseUrl + path, {
    method,
    headers: {
      Accept: 'application/json',
      'User-Agent': 'test',
      ...(given.body !== undefined && { 'Content-Type': 'application/json' }),
      Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial}"`,
      ...given.headers,
    },
    body: given.body,
  });
  const text = await response.text();
  return { status: response.status, code: text === '' ? '' : (JSON.parse(text) as { code?: string }).code };
}

const prepayBody = (more: object = {}) => ({
  appid: world.pay.appid,
  mchid: world.pay.mchid,
  description: '工本费',
  out_trade_no: newNumber(),
  notify_url: 'https://zt.example/wechat/pay/notify',
  amount: { total: 2_000, currency: 'CNY' },
  payer: { openid: world.payer.openid },
  ...more,
});
const prepay = (more: object = {}) =>
  call({ method: 'POST', path: '/v3/pay/transactions/jsapi', body: JSON.stringify(prepayBody(more)) });

describe('the door of WeChat Pay', () => {
  it('takes a call that is right, whatever the order of the header is', async () => {
    expect(await call()).toEqual({ status: 404, code: 'ORDER_NOT_EXIST' });
    expect(await call({ shift: -299 })).toMatchObject({ status: 404 });
  });

  it('refuses another merchant, another certificate, another time, a repeated nonce, another body', async () => {
    const refused = { status: 401, code: 'SIGN_ERROR' };
    expect(await call({ mchid: '1900000002' })).toEqual(refused);
    expect(await call({ serial: 'A'.repeat(40) })).toEqual(refused);
    expect(await call({ shift: -302 })).toEqual(refused);
    expect(await call({ shift: 302 })).toEqual(refused);
    expect(await call({ headers: { Authorization: 'Bearer x' } })).toEqual(refused);
    expect(await call({ nonce: 'short' })).toEqual(refused);
    const nonce = randomBytes(16).toString('hex');
    expect(await call({ nonce })).toMatchObject({ status: 404 });
    expect(await call({ nonce })).toEqual(refused);
    const body = JSON.stringify(prepayBody());
    const path = '/v3/pay/transactions/jsapi';
    expect(await call({ method: 'POST', path, body: `${body} `, signedBody: body })).toEqual(refused);
    expect(await call({ headers: { 'User-Agent': '' } })).toEqual({ status: 400, code: 'PARAM_ERROR' });
  });
});

describe('a prepayment', () => {
  it.each([
    ['a number that is too short', { out_trade_no: 'short' }],
    ['a number with other characters', { out_trade_no: 'ZT 2026/1124' }],
    ['an amount that is not whole', { amount: { total: 20.5 } }],
    ['an amount as a text', { amount: { total: '2000' } }],
    ['nothing to pay', { amount: { total: 0 } }],
    ['another currency', { amount: { total: 1, currency: 'USD' } }],
    ['a notify URL with a query', { notify_url: 'https://zt.example/notify?x=1' }],
    ['a notify URL without TLS', { notify_url: 'http://zt.example/notify' }],
    ['a payer nobody knows', { payer: { openid: 'o-nobody' } }],
    ['an end that is over', { time_expire: '2020-01-01T00:00:00+08:00' }],
    ['an end without a zone', { time_expire: '2030-01-01T00:00:00' }],
    ['a field that is not there', { anything: 1 }],
  ])('is refused with %s', async (_what, more) => {
    expect(await prepay(more)).toEqual({ status: 400, code: 'PARAM_ERROR' });
  });

  it('is refused for another app or merchant', async () => {
    expect(await prepay({ appid: 'wx1' })).toEqual({ status: 400, code: 'APPID_MCHID_NOT_MATCH' });
  });

  it('is the same for the same request, and refused under the same number for another', async () => {
    const number = newNumber();
    const first = await world.order(number);
    const expiresAt = new Date(world.clock.now().getTime() + 30 * 60_000);
    const again = (fen: number) =>
      world.pay.prepay({
        outTradeNo: number,
        description: '居民身份证工本费',
        fen,
        openid: world.payer.openid,
        expiresAt,
      });
    await expect(again(1)).rejects.toMatchObject({ code: 'OUT_TRADE_NO_USED', meaning: 'final' });
    const other = newNumber();
    const same = { outTradeNo: other, description: '甲', fen: 5, openid: world.payer.openid, expiresAt };
    expect(await world.pay.prepay(same)).toBe(await world.pay.prepay(same));
    expect(first).toMatch(/^wx/);
    await world.pay.close(other);
    await expect(world.pay.prepay(same)).rejects.toMatchObject({ code: 'ORDER_CLOSED' });
  });
});

describe('paying', () => {
  it('asks for the five parameters as the merchant signed them', async () => {
    const number = newNumber();
    const prepayId = await world.order(number);
    const params = world.pay.paramsFor(prepayId, world.clock.now());
    for (const change of [
      { nonceStr: 'other' },
      { timeStamp: '1' },
      { package: 'prepay_id=wxother' },
      { paySign: Buffer.alloc(256).toString('base64') },
    ])
      expect(
        await world.door('POST', `/payments/${prepayId}/pay`, { params: { ...params, ...change } }),
      ).toMatchObject({
        status: 409,
      });
    expect((await listed(number))?.state).toBe('NOTPAY');
    expect((await world.door('POST', `/payments/${prepayId}/pay`, { params })).status).toBe(200);
    expect((await world.door('POST', `/payments/${prepayId}/pay`, { params })).status).toBe(409);
  });

  it('is not possible after closing or when time is over, unless the phone was quicker', async () => {
    const closed = newNumber();
    const prepayId = await world.order(closed);
    await world.pay.close(closed);
    await world.pay.close(closed);
    await world.pay.close('NEVER-SEEN-01');
    expect(await world.pay.query(closed)).toMatchObject({ state: 'CLOSED' });
    expect((await world.door('POST', `/payments/${prepayId}/pay`, {})).status).toBe(409);
    expect((await world.door('POST', `/payments/${prepayId}/pay`, { force: true })).status).toBe(200);
    expect(await world.pay.query(closed)).toMatchObject({ state: 'SUCCESS', totalFen: 2_000 });
    const late = await world.order(newNumber());
    await world.clock.advance(31 * 60_000);
    expect((await world.door('POST', `/payments/${late}/pay`, {})).status).toBe(409);
  });

  it('can fail, and can be told of with another amount, app or merchant', async () => {
    const failed = newNumber();
    const prepayId = await world.order(failed);
    const said = await world.door('POST', `/payments/${prepayId}/fail`, { how: 'cancel' });
    expect(said.body).toMatchObject({ errMsg: 'requestPayment:fail cancel' });
    expect(await world.pay.query(failed)).toMatchObject({ state: 'NOTPAY' });
    const as = { fen: 1, appid: 'wx-another', mchid: '1900000009' };
    await world.door('POST', `/payments/${prepayId}/pay`, { as, notify: 'now' });
    const wrong = { totalFen: 1, appid: 'wx-another', mchid: '1900000009' };
    expect(await world.openLast()).toMatchObject({ transaction: wrong });
    expect(await world.pay.query(failed)).toMatchObject(wrong);
  });
});

describe('a notification', () => {
  it('comes again by the schedule until it is taken, always under the same number', async () => {
    world.answer.status = 500;
    const number = newNumber();
    const prepayId = await world.order(number);
    const before = world.received.length;
    const paidAt = world.clock.now().getTime();
    await world.door('POST', `/payments/${prepayId}/pay`, {});
    await expect.poll(() => world.received.length, { timeout: 20_000 }).toBe(before + 1);
    for (const wait of [15, 15, 30, 180]) await world.clock.advance(wait * 1_000 + 500);
    await expect.poll(async () => (await listed(number))?.notices[0]?.tries.length).toBe(5);
    world.answer.status = 204;
    await world.clock.advance(24 * 3_600_000);
    const notice = (await listed(number))?.notices[0];
    expect(notice).toMatchObject({ taken: true });
    expect(notice?.tries).toHaveLength(6);
    const ids = world.received.slice(before).map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(Date.parse(notice?.tries[0]?.at ?? '') - paidAt).toBeLessThan(60_000);
  });

  it('is given up after the fifteenth repetition', async () => {
    world.answer.status = 500;
    const number = newNumber();
    const prepayId = await world.order(number);
    await world.door('POST', `/payments/${prepayId}/pay`, {});
    await world.clock.advance(10 * 86_400_000);
    expect((await listed(number))?.notices[0]).toMatchObject({ taken: false, dueAt: null });
    expect((await listed(number))?.notices[0]?.tries).toHaveLength(16);
  });

  it('can stay away, come twice, and come when it is told to', async () => {
    const never = newNumber();
    await world.door('POST', `/payments/${await world.order(never)}/pay`, { notify: 'never' });
    await world.clock.advance(86_400_000);
    expect((await listed(never))?.notices).toEqual([]);
    const held = newNumber();
    const prepayId = await world.order(held);
    await world.door('POST', `/payments/${prepayId}/pay`, { notify: 'hold' });
    expect((await listed(held))?.notices[0]?.tries).toEqual([]);
    const before = world.received.length;
    const twice = await world.door('POST', `/payments/${prepayId}/notify`, { times: 2 });
    expect(twice.body).toMatchObject({ answers: [{ status: 204 }, { status: 204 }] });
    expect(world.received.length).toBe(before + 2);
  });

  it('can be wrong in every way, and the gateway takes none of them', async () => {
    const prepayId = await world.order(newNumber());
    await world.door('POST', `/payments/${prepayId}/pay`, { notify: 'hold' });
    const whys: Record<string, string> = {
      'flipped-tag': 'tag',
      'flipped-text': 'tag',
      'wrong-key': 'tag',
      cut: 'shape',
      unsigned: 'signature',
      wrong: 'signature',
      old: 'time',
      early: 'time',
      probe: 'probe',
      'unknown-serial': 'serial',
      tampered: 'signature',
    };
    for (const how of [...deliveries, ...spoilings].filter((one) => one !== 'right')) {
      await world.door('POST', `/payments/${prepayId}/notify`, { how });
      await expect(world.openLast(), how).rejects.toMatchObject({ name: 'PayForgery', why: whys[how] });
    }
    await world.door('POST', `/payments/${prepayId}/notify`, {});
    await expect(world.openLast()).resolves.toMatchObject({ kind: 'transaction' });
  });
});

describe('a refund', () => {
  it('is one for one number, however often it is asked for', async () => {
    const number = newNumber();
    await world.paid(number);
    const first = await world.pay.refund(refundOf(number));
    expect(await world.pay.refund(refundOf(number))).toEqual(first);
    await expect(world.pay.refund(refundOf(number, { refundFen: 501 }))).rejects.toMatchObject({
      meaning: 'final',
    });
    await expect(
      world.pay.refund(refundOf(number, { outRefundNo: 'R-more', refundFen: 1_501 })),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await expect(
      world.pay.refund(refundOf(number, { outRefundNo: 'R-total', totalFen: 2_001 })),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(await world.pay.query(number)).toMatchObject({ state: 'REFUND', totalFen: 2_000 });
  });

  it('needs a payment, and money in the account', async () => {
    const number = newNumber();
    await world.order(number);
    await expect(world.pay.refund(refundOf(number))).rejects.toMatchObject({
      code: 'RESOURCE_NOT_EXISTS',
      meaning: 'unknown',
    });
    await expect(world.pay.queryRefund('R-nothing')).rejects.toMatchObject({ meaning: 'unknown' });
    const paid = newNumber();
    await world.paid(paid);
    await world.door('PUT', '/pay', { balanceFen: 499 });
    await expect(world.pay.refund(refundOf(paid))).rejects.toMatchObject({
      code: 'NOT_ENOUGH',
      meaning: 'later',
    });
    // The next payment brings what was lacking; the same number goes through.
    await world.paid(newNumber(), 1);
    expect(await world.pay.refund(refundOf(paid))).toMatchObject({ refundFen: 500 });
  });

  it('ends as it is told to, and tells of it', async () => {
    await world.door('PUT', '/pay', { refundSeconds: null, notify: 'hold' });
    for (const state of ['ABNORMAL', 'CLOSED', 'SUCCESS'] as const) {
      const number = newNumber();
      await world.paid(number);
      await world.pay.refund(refundOf(number));
      await world.clock.advance(3_600_000);
      expect(await world.pay.queryRefund(`R-${number}`)).toMatchObject({
        state: 'PROCESSING',
        succeededAt: null,
      });
      await world.door('POST', `/refunds/R-${number}/outcome`, { state, notify: 'now' });
      expect(await world.openLast()).toMatchObject({ kind: 'refund', refund: { state, outTradeNo: number } });
      expect(await world.pay.queryRefund(`R-${number}`)).toMatchObject({ state });
    }
  });

  it('may be told of before its payment is', async () => {
    const number = newNumber();
    const prepayId = await world.order(number);
    await world.door('POST', `/payments/${prepayId}/pay`, { notify: 'hold' });
    await world.pay.refund(refundOf(number));
    await world.door('POST', `/refunds/R-${number}/outcome`, { state: 'SUCCESS', notify: 'now' });
    expect(await world.openLast()).toMatchObject({ kind: 'refund' });
    await world.door('POST', `/payments/${prepayId}/notify`, {});
    // As it was when it was paid.
    expect(await world.openLast()).toMatchObject({ kind: 'transaction', transaction: { state: 'SUCCESS' } });
  });
});

it('tells the time of the clock that it was given', async () => {
  const number = newNumber();
  await world.paid(number);
  const { paidAt } = await world.pay.query(number);
  expect(Math.abs((paidAt?.getTime() ?? 0) - world.clock.now().getTime())).toBeLessThan(60_000);
  expect(toIso(world.clock.now())).toContain('+08:00');
});
