import { createCipheriv, createDecipheriv, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { MovableClock } from '../../bff/clock';
import { createWeChatPayGateway } from '../../bff/gateways/wechat-pay/client';
import { readSettings } from '../../bff/settings';

/**
 * Everything that WeChat Pay does is made here anew from its description with node:crypto, so that the gateway is not held
 * against itself.
 */
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const API_V3_KEY = 'abcdefghijklmnopqrstuvwxyz012345';
const PUB_KEY_ID = 'PUB_KEY_ID_0119000000012026112400';
const settings = readSettings({
  NODE_ENV: 'test',
  WECHAT_PAY_MCHID: '1900000001',
  WECHAT_PAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  WECHAT_PAY_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  WECHAT_PAY_API_V3_KEY: API_V3_KEY,
  WECHAT_PAY_PUBLIC_KEY_ID: PUB_KEY_ID,
  WECHAT_PAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  WECHAT_PAY_NOTIFY_BASE_URL: 'https://zt.example',
  // Nobody listens there: nothing here may call.
  WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9',
});
const pay = createWeChatPayGateway({ settings, clock: new MovableClock(), log: pino({ level: 'silent' }) });
if (!pay) throw new Error('there is no account');

const NOW = new Date('2026-11-24T10:00:00+08:00');
const NOTICE = {
  id: 'EV-2026112418222032',
  create_time: '2026-11-24T09:59:58+08:00',
  resource_type: 'encrypt-resource',
  event_type: 'TRANSACTION.SUCCESS',
  summary: '支付成功',
};
const TRANSACTION = {
  appid: 'wx0000000000sandbox',
  mchid: '1900000001',
  out_trade_no: 'ZT20261124000001',
  transaction_id: '4200000000202611240000000001',
  trade_state: 'SUCCESS',
  trade_type: 'JSAPI',
  success_time: '2026-11-24T09:59:57+08:00',
  payer: { openid: 'o-somebody' },
  amount: { total: 2_000, payer_total: 2_000, currency: 'CNY', payer_currency: 'CNY' },
};

function seal(content: unknown, key = API_V3_KEY) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('transaction'));
  const text = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    original_type: 'transaction',
    associated_data: 'transaction',
    nonce,
    ciphertext: text.toString('base64'),
  };
}

function signed(body: string, at = NOW, key = privateKey) {
  const timestamp = String(at.getTime() / 1_000);
  const nonce = 'fdasflkja484w';
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': PUB_KEY_ID,
    'wechatpay-signature': createSign('RSA-SHA256')
      .update(`${timestamp}\n${nonce}\n${body}\n`)
      .sign(key, 'base64'),
  };
}

const letter = (content: unknown = TRANSACTION, more: object = {}) =>
  JSON.stringify({ ...NOTICE, resource: seal(content), ...more });
const refusedFor = (why: string) => ({ name: 'PayForgery', why, message: `notification refused: ${why}` });

describe('a notification', () => {
  it('is opened when everything about it is right', async () => {
    const body = letter();
    expect(await pay.open(signed(body), body, NOW)).toEqual({
      id: NOTICE.id,
      createdAt: new Date(NOTICE.create_time),
      kind: 'transaction',
      transaction: {
        appid: TRANSACTION.appid,
        mchid: TRANSACTION.mchid,
        outTradeNo: TRANSACTION.out_trade_no,
        transactionId: TRANSACTION.transaction_id,
        state: 'SUCCESS',
        totalFen: 2_000,
        currency: 'CNY',
        paidAt: new Date(TRANSACTION.success_time),
      },
    });
  });

  it('may be as old as five minutes, and as early, and no more', async () => {
    const body = letter();
    for (const [seconds, taken] of [
      [-300, true],
      [300, true],
      [-301, false],
      [301, false],
      [-86_400, false],
    ] as const) {
      const opened = pay.open(signed(body, new Date(NOW.getTime() + seconds * 1_000)), body, NOW);
      if (taken) await expect(opened).resolves.toMatchObject({ kind: 'transaction' });
      else await expect(opened).rejects.toMatchObject(refusedFor('time'));
    }
  });

  it('is refused with any byte of its body changed', async () => {
    const body = letter();
    const headers = signed(body);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), async (at, bits) => {
        const bytes = Buffer.from(body);
        bytes.writeUInt8(bytes.readUInt8(at) ^ bits, at);
        await expect(pay.open(headers, bytes.toString('latin1'), NOW)).rejects.toMatchObject(
          refusedFor('signature'),
        );
      }),
    );
  });

  it('is refused with any character of its headers changed', async () => {
    const body = letter();
    const headers = signed(body);
    const names = Object.keys(headers) as (keyof typeof headers)[];
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...names)
          .chain((name) => fc.tuple(fc.constant(name), fc.nat(headers[name].length - 1))),
        fc.integer({ min: 1, max: 127 }),
        async ([name, at], bits) => {
          const char = String.fromCharCode(headers[name].charCodeAt(at) ^ bits);
          const changed = headers[name].slice(0, at) + char + headers[name].slice(at + 1);
          await expect(pay.open({ ...headers, [name]: changed }, body, NOW)).rejects.toThrow(
            'notification refused',
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is refused without one of its headers', async () => {
    const body = letter();
    for (const name of Object.keys(signed(body)))
      await expect(pay.open({ ...signed(body), [name]: undefined }, body, NOW)).rejects.toMatchObject(
        refusedFor('signature'),
      );
  });

  it('is refused with any bit of ciphertext or tag turned, although WeChat Pay signed it', async () => {
    const resource = seal(TRANSACTION);
    const sealed = Buffer.from(resource.ciphertext, 'base64');
    const openedUnchecked = (text: Buffer) => {
      // What comes of it when nobody calls final(): the reason why this is looked at.
      const decipher = createDecipheriv('aes-256-gcm', API_V3_KEY, resource.nonce);
      decipher.setAAD(Buffer.from('transaction'));
      return decipher.update(text.subarray(0, -16)).toString('utf8');
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const turned = Buffer.from(sealed);
        turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(openedUnchecked(turned).length).toBeGreaterThan(0);
        const body = letter(null, { resource: { ...resource, ciphertext: turned.toString('base64') } });
        await expect(pay.open(signed(body), body, NOW)).rejects.toMatchObject(refusedFor('tag'));
      }),
    );
    for (const change of [
      { associated_data: 'certificate' },
      { nonce: 'aaaaaaaaaaaa' },
      { ciphertext: sealed.subarray(0, -1).toString('base64') },
      { ciphertext: `${resource.ciphertext}\n` },
    ]) {
      const body = letter(null, { resource: { ...resource, ...change } });
      await expect(pay.open(signed(body), body, NOW)).rejects.toMatchObject(refusedFor('tag'));
    }
  });

  it('is refused from anybody else, and when it is a probe', async () => {
    const body = letter();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    await expect(pay.open(signed(body, NOW, stranger), body, NOW)).rejects.toMatchObject(
      refusedFor('signature'),
    );
    const headers = signed(body);
    const signature = `WECHATPAY/SIGNTEST/${headers['wechatpay-signature']}`;
    await expect(pay.open({ ...headers, 'wechatpay-signature': signature }, body, NOW)).rejects.toMatchObject(
      refusedFor('probe'),
    );
    await expect(
      pay.open({ ...headers, 'wechatpay-serial': `${PUB_KEY_ID}1` }, body, NOW),
    ).rejects.toMatchObject(refusedFor('serial'));
  });

  it.each([
    ['a text that is no JSON', 'nonsense', null],
    ['another kind of resource', null, { resource_type: 'plain' }],
    ['another event', null, { event_type: 'COUPON.USE' }],
    ['another cipher', null, { resource: { ...seal(TRANSACTION), algorithm: 'AES-CBC' } }],
    ['an event that is not what is inside', null, { event_type: 'REFUND.SUCCESS' }],
    [
      'an amount that is no whole number',
      null,
      { resource: seal({ ...TRANSACTION, amount: { total: 20.5 } }) },
    ],
    ['an amount as a text', null, { resource: seal({ ...TRANSACTION, amount: { total: '2000' } }) }],
    [
      'another currency',
      null,
      { resource: seal({ ...TRANSACTION, amount: { total: 2_000, currency: 'USD' } }) },
    ],
    ['nothing paid', null, { resource: seal({ ...TRANSACTION, trade_state: 'NOTPAY' }) }],
    ['no time', null, { resource: seal({ ...TRANSACTION, success_time: undefined }) }],
    ['a text inside', null, { resource: seal('SUCCESS') }],
  ])('is refused with %s', async (_what, text, more) => {
    const body = text ?? letter(TRANSACTION, more ?? {});
    await expect(pay.open(signed(body), body, NOW)).rejects.toMatchObject(refusedFor('shape'));
  });

  it.each(['SUCCESS', 'ABNORMAL', 'CLOSED'])('of a refund tells that it is %s', async (state) => {
    const refund = {
      mchid: '1900000001',
      out_trade_no: TRANSACTION.out_trade_no,
      transaction_id: TRANSACTION.transaction_id,
      out_refund_no: 'R-1',
      refund_id: '50000000000001',
      refund_status: state,
      ...(state === 'SUCCESS' && { success_time: '2026-11-24T09:59:57+08:00' }),
      amount: { total: 2_000, refund: 800, payer_total: 2_000, payer_refund: 800 },
    };
    const body = letter(refund, { event_type: `REFUND.${state}` });
    expect(await pay.open(signed(body), body, NOW)).toMatchObject({
      kind: 'refund',
      mchid: '1900000001',
      refund: { state, refundFen: 800, totalFen: 2_000, outRefundNo: 'R-1' },
    });
    const other = letter(refund, { event_type: 'REFUND.SUCCESS' });
    if (state !== 'SUCCESS')
      await expect(pay.open(signed(other), other, NOW)).rejects.toMatchObject(refusedFor('shape'));
  });
});
