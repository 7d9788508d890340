import { createPublicKey, createSign, createVerify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutboundFailure } from '../../bff/gateways/outbound';
import type { WeChatPayGateway } from '../../bff/gateways/wechat-pay';
import { spoilings } from '../../bff/sandbox/pay/signing';
import { type PayWorld, startPayWorld } from '../support/pay-world';

let world: PayWorld;
beforeEach(async () => {
  world = await startPayWorld();
});
afterEach(() => world.close());

const NO = 'ZT20261124000001';
const REFUND = {
  outTradeNo: NO,
  outRefundNo: 'R-1',
  reason: '不用办了',
  refundFen: 800,
  totalFen: 2_000,
};
const failing = (target: string, more: object) => world.door('POST', '/faults', { target, ...more });
const callsTo = async (target: string) =>
  (await world.door('GET', '/calls')).body.calls.filter((call) => call.target === target);
const outcomeOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

/** Every call of the gateway, each valid where an order was paid. */
const calls: [string, (pay: WeChatPayGateway) => Promise<unknown>][] = [
  ['pay-prepay', () => world.order('ZT20261124000009')],
  ['pay-query', (pay) => pay.query(NO)],
  ['pay-close', (pay) => pay.close('ZT20261124000008')],
  ['pay-refund', (pay) => pay.refund(REFUND)],
  ['pay-refund-query', (pay) => pay.queryRefund('R-1')],
  ['pay-bill', (pay) => pay.bill('2026-11-01')],
];

describe('a request', () => {
  it('is signed over exactly what is sent, with nonces and a time of its own, and names its client', async () => {
    const seen: { method: string; url: string; headers: Record<string, string>; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        seen.push({
          method: request.method ?? '',
          url: request.url ?? '',
          headers: request.headers as Record<string, string>,
          body,
        });
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pay = world.another({ baseUrl });
    await outcomeOf(pay.query(NO));
    await outcomeOf(pay.query(NO));
    await outcomeOf(pay.refund(REFUND));
    await outcomeOf(pay.close(NO));
    await new Promise((resolve) => server.close(resolve));

    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /v3/pay/transactions/out-trade-no/${NO}?mchid=${pay.mchid}`,
      `GET /v3/pay/transactions/out-trade-no/${NO}?mchid=${pay.mchid}`,
      'POST /v3/refund/domestic/refunds',
      `POST /v3/pay/transactions/out-trade-no/${NO}/close`,
    ]);
    const nonces = seen.map(({ method, url, headers, body }) => {
      const [, mchid, nonce, timestamp, serial, signature] =
        /^WECHATPAY2-SHA256-RSA2048 mchid="(.*?)",nonce_str="(.*?)",timestamp="(.*?)",serial_no="(.*?)",signature="(.*?)"$/.exec(
          headers.authorization ?? '',
        ) ?? [];
      expect([mchid, serial]).toEqual([world.account.mchid, world.account.serial]);
      expect(Math.abs(Number(timestamp) - world.clock.now().getTime() / 1_000)).toBeLessThan(60);
      // RSA of PKCS #1 v1.5 has one right answer.
      const wanted = createSign('sha256')
        .update(`${method}\n${url}\n${timestamp}\n${nonce}\n${body}\n`)
        .sign(world.account.privateKey, 'base64');
      expect(signature).toBe(wanted);
      expect(headers['user-agent']).toContain('zhaotong');
      expect(headers['wechatpay-serial']).toBe(world.account.publicKey?.id);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(nonces.length);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9A-F]{32}$/);
  });

  it('gives the phone five parameters that only the merchant can have signed', async () => {
    const now = world.clock.now();
    const first = world.pay.paramsFor('wx201410272009395522657a690389285100', now);
    const text = `${world.pay.appid}\n${first.timeStamp}\n${first.nonceStr}\n${first.package}\n`;
    const publicKey = createPublicKey(world.account.privateKey);
    expect(createVerify('sha256').update(text).verify(publicKey, first.paySign, 'base64')).toBe(true);
    expect(first).toMatchObject({
      timeStamp: String(Math.floor(now.getTime() / 1_000)),
      package: 'prepay_id=wx201410272009395522657a690389285100',
      signType: 'RSA',
    });
    const second = world.pay.paramsFor('wx201410272009395522657a690389285100', now);
    expect(second.nonceStr).not.toBe(first.nonceStr);
  });

  it('is not made with numbers or amounts that cannot be', async () => {
    const { pay } = world;
    await expect(world.order('short')).rejects.toThrow(TypeError);
    await expect(world.order('ZT/../../v3/certificates')).rejects.toThrow(TypeError);
    for (const fen of [0, -1, 1.5, Number.NaN, 2 ** 53])
      await expect(world.order(NO, fen)).rejects.toThrow(TypeError);
    await expect(pay.refund({ ...REFUND, refundFen: 0.1 + 0.2 })).rejects.toThrow(TypeError);
    await expect(pay.refund({ ...REFUND, outRefundNo: '' })).rejects.toThrow(TypeError);
    await expect(pay.bill('yesterday')).rejects.toThrow(TypeError);
    expect((await world.door('GET', '/calls')).body.calls).toEqual([]);
  });
});

describe('an answer', () => {
  it.each(spoilings)('is not believed when its signature is %s, whatever was asked', async (how) => {
    await world.paid(NO);
    await world.pay.refund(REFUND);
    await world.door('PUT', '/pay/bills/2026-11-01', { extra: [{ outTradeNo: 'X-000001', fen: 1 }] });
    const pay = world.another();
    for (const [target, call] of calls.slice(0, 5)) {
      await failing(target, { kind: 'signature', how, times: 1 });
      const error = await outcomeOf(call(pay));
      expect(error, target).toBeInstanceOf(OutboundFailure);
      expect(error, target).toMatchObject({ api: target, fault: 'malformed', mayHaveArrived: true });
    }
  });

  it('is not believed when it is signed and makes no sense', async () => {
    await world.paid(NO);
    await world.pay.refund(REFUND);
    for (const [target, call] of calls.slice(0, 5).filter(([name]) => name !== 'pay-close')) {
      await failing(target, { kind: 'lie', times: 1 });
      await expect(call(world.another()), target).rejects.toMatchObject({ fault: 'malformed' });
    }
  });

  it('may stay away: slow, cut off, garbage, trouble inside', async () => {
    await world.paid(NO);
    const pay = world.another();
    await failing('pay-query', { kind: 'drop', times: 1 });
    await expect(pay.query(NO)).rejects.toMatchObject({ fault: 'network', mayHaveArrived: true });
    await failing('pay-query', { kind: 'garbage', times: 1 });
    await expect(pay.query(NO)).rejects.toMatchObject({ fault: 'malformed' });
    await failing('pay-query', { kind: 'status', value: 500, times: 1 });
    await expect(pay.query(NO)).rejects.toMatchObject({
      fault: 'status',
      detail: '500',
      mayHaveArrived: true,
    });
    // Done, and the answer lost: the same number again does not give the money back twice.
    await failing('pay-refund', { kind: 'drop-after', times: 1 });
    await expect(pay.refund(REFUND)).rejects.toMatchObject({ fault: 'network', mayHaveArrived: true });
    expect(await pay.queryRefund('R-1')).toMatchObject({ refundFen: 800 });
    expect(await pay.refund(REFUND)).toMatchObject({ refundFen: 800 });
  });

  it('is not waited for beyond the time-out', async () => {
    const hasty = await startPayWorld(300);
    await hasty.door('POST', '/faults', { target: 'pay-query', kind: 'delay', value: 60_000 });
    await expect(hasty.pay.query(NO)).rejects.toMatchObject({ fault: 'time-out', mayHaveArrived: true });
    await hasty.close();
  });

  it.each([
    ['ORDER_NOT_EXIST', 'unknown'],
    ['ORDERNOTEXIST', 'unknown'],
    ['RESOURCE_NOT_EXISTS', 'unknown'],
    ['FREQUENCY_LIMITED', 'later'],
    ['NOT_ENOUGH', 'later'],
    ['SIGN_ERROR', 'later'],
    ['NO_AUTH', 'later'],
    ['APPID_MCHID_NOT_MATCH', 'later'],
    ['PARAM_ERROR', 'final'],
    ['INVALID_REQUEST', 'final'],
    ['OUT_TRADE_NO_USED', 'final'],
    ['SOMETHING_NEW', 'final'],
  ])('that refuses with %s means %s', async (code, meaning) => {
    await failing('pay-query', { kind: 'errcode', code, times: 1 });
    await expect(world.pay.query(NO)).rejects.toMatchObject({
      name: 'PayRefusal',
      api: 'pay-query',
      code,
      meaning,
    });
  });

  it('that refuses for want of an order closes nothing and says nothing', async () => {
    for (const code of ['ORDER_NOT_EXIST', 'ORDER_CLOSED', 'ORDERPAID']) {
      await failing('pay-close', { kind: 'errcode', code, times: 1 });
      await expect(world.pay.close(NO)).resolves.toBeUndefined();
    }
    await failing('pay-close', { kind: 'errcode', code: 'FREQUENCY_LIMITED', times: 1 });
    await expect(world.pay.close(NO)).rejects.toMatchObject({ meaning: 'later' });
  });

  it('leaves nothing personal or secret in errors and logs', async () => {
    await world.paid(NO);
    const pay = world.another();
    const errors: unknown[] = [];
    for (const kind of ['garbage', 'lie', 'drop'])
      for (const target of ['pay-query', 'pay-prepay']) {
        await failing(target, { kind, times: 1 });
        errors.push(
          await outcomeOf(target === 'pay-query' ? pay.query(NO) : world.order('ZT20261124000077')),
        );
      }
    await failing('pay-query', { kind: 'errcode', code: 'SIGN_ERROR', times: 1 });
    errors.push(await outcomeOf(pay.query(NO)));
    const said = `${errors.map(String).join('\n')}\n${JSON.stringify(errors)}\n${world.logged()}`;
    expect(errors).not.toContain(null);
    for (const secret of [world.payer.openid, world.account.apiV3Key, 'PRIVATE KEY', 'WECHATPAY2', NO])
      expect(said).not.toContain(secret);
  });
});

describe('platform certificates', () => {
  const downloads = async () => (await callsTo('pay-certificates')).length;

  it('are downloaded once, verify everything, and are followed when they change', async () => {
    await world.door('PUT', '/pay', { keys: 'certificate' });
    const pay = world.another({ publicKey: null });
    expect(await downloads()).toBe(0);
    await world.paid(NO);
    const before = await downloads();
    expect(await pay.query(NO)).toMatchObject({ state: 'SUCCESS' });
    await pay.query(NO);
    const told = world.received.at(-1);
    if (!told) throw new Error('nothing was told');
    await expect(pay.open(told.headers, told.body, world.clock.now())).resolves.toMatchObject({
      kind: 'transaction',
    });
    expect((await downloads()) - before).toBe(1);
    await world.door('POST', '/pay/certificates', {});
    await world.clock.advance(61_000);
    expect(await pay.query(NO)).toMatchObject({ state: 'SUCCESS' });
    expect((await downloads()) - before).toBe(2);
  });

  it('and the public key work side by side while an account moves from one to the other', async () => {
    await world.paid(NO);
    await world.door('PUT', '/pay', { keys: 'both' });
    const pay = world.another();
    for (let turn = 0; turn < 4; turn += 1) expect(await pay.query(NO)).toMatchObject({ state: 'SUCCESS' });
    expect(await downloads()).toBe(1);
  });

  it('are not fetched for every forged notification', async () => {
    const { headers, body } = await world.paid(NO);
    for (let turn = 0; turn < 20; turn += 1) {
      const forged = { ...headers, 'wechatpay-serial': turn.toString(16).padStart(40, 'A').toUpperCase() };
      await expect(world.pay.open(forged, body, world.clock.now())).rejects.toMatchObject({ why: 'serial' });
    }
    expect(await downloads()).toBe(1);
    const { openid } = world.payer;
    for (const serial of ['PUB_KEY_ID_0', openid]) {
      const forged = { ...headers, 'wechatpay-serial': serial };
      await expect(world.pay.open(forged, body, world.clock.now())).rejects.toThrow('refused');
    }
    expect(await downloads()).toBe(1);
  });

  it('are looked for again when they are old, without anybody waiting', async () => {
    await world.door('PUT', '/pay', { keys: 'certificate' });
    await world.paid(NO);
    const pay = world.another({ publicKey: null });
    await pay.query(NO);
    const before = await downloads();
    await world.clock.advance(12 * 3_600_000);
    await pay.query(NO);
    await expect.poll(downloads, { timeout: 20_000 }).toBe(before + 1);
  });

  it('are not believed when nobody signed the list, or another key encrypted it', async () => {
    await world.door('PUT', '/pay', { keys: 'certificate' });
    await world.paid(NO);
    for (const how of ['wrong', 'tampered', 'unsigned', 'old', 'probe']) {
      await failing('pay-certificates', { kind: 'signature', how, times: 1 });
      await expect(world.another({ publicKey: null }).query(NO), how).rejects.toMatchObject({
        fault: 'malformed',
      });
    }
    const stranger = world.another({ publicKey: null, apiV3Key: 'x'.repeat(32) });
    await expect(stranger.query(NO)).rejects.toMatchObject({ fault: 'malformed' });
  });
});
