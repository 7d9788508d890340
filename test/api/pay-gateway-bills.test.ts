import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fenOf, readBill } from '../../bff/gateways/wechat-pay/bill';
import { dateOf } from '../../shared/domain/time';
import { type PayWorld, startPayWorld } from '../support/pay-world';

describe('an amount in yuan', () => {
  it('is the same number of fen, digit by digit, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), (fen) => {
        const text = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
        expect(BigInt(fenOf(text))).toBe(fen);
        if (fen % 100n === 0n) expect(fenOf(String(fen / 100n))).toBe(Number(fen));
        if (fen % 10n === 0n) expect(fenOf(text.slice(0, -1))).toBe(Number(fen));
      }),
    );
    // Where a float would not do: 1.15 × 100 is 114.99999999999999.
    expect([fenOf('1.15'), fenOf('0.07'), fenOf('4.35'), fenOf('9999999999999.99')]).toEqual([
      115, 7, 435, 999_999_999_999_999,
    ]);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      '-1',
      '+1',
      '1.',
      '.5',
      '1.234',
      '01',
      '1e3',
      '1,000',
      ' 1',
      '１',
      'NaN',
      '99999999999999',
    ])
      expect(() => fenOf(text), text).toThrow(TypeError);
  });
});

describe('a bill', () => {
  let world: PayWorld;
  let today: string;
  beforeAll(async () => {
    world = await startPayWorld();
    // Early enough that a payment and its refund are of one day.
    const now = world.clock.now();
    await world.clock.advance(24 * 3_600_000 - ((now.getTime() + 8 * 3_600_000) % 86_400_000) + 3_600_000);
    today = dateOf(world.clock.now());
    await world.paid('ZT20261124000001', 2_015);
    await world.paid('ZT20261124000002', 107);
    await world.pay.refund({
      outTradeNo: 'ZT20261124000001',
      outRefundNo: 'R-1',
      reason: '不用办了',
      refundFen: 35,
      totalFen: 2_015,
    });
  });
  afterAll(() => world.close());

  it('is not there before ten the next morning, and then has every line', async () => {
    await world.clock.advance(24 * 3_600_000);
    expect(await world.pay.bill(today)).toBeNull();
    await world.clock.advance(9 * 3_600_000);
    const lines = await world.pay.bill(today);
    expect(
      lines?.map(({ what, outTradeNo, outRefundNo, fen }) => ({ what, outTradeNo, outRefundNo, fen })),
    ).toEqual([
      { what: 'payment', outTradeNo: 'ZT20261124000001', outRefundNo: null, fen: 2_015 },
      { what: 'payment', outTradeNo: 'ZT20261124000002', outRefundNo: null, fen: 107 },
      { what: 'refund', outTradeNo: 'ZT20261124000001', outRefundNo: 'R-1', fen: 35 },
    ]);
    for (const line of lines ?? []) {
      expect(dateOf(line.at)).toBe(today);
      expect(line.transactionId).toMatch(/^42\d{26}$/);
    }
  });

  it('of a day on which nothing happened is empty', async () => {
    expect(await world.pay.bill(dateOf(new Date(world.clock.now().getTime() - 3 * 86_400_000)))).toEqual([]);
  });

  it('is not believed with another hash or other sums', async () => {
    for (const trouble of ['hash', 'sums']) {
      await world.door('PUT', `/pay/bills/${today}`, { trouble });
      await expect(world.pay.bill(today)).rejects.toMatchObject({ api: 'pay-bill-file', fault: 'malformed' });
    }
    await world.door('PUT', `/pay/bills/${today}`, { trouble: 'creating' });
    expect(await world.pay.bill(today)).toBeNull();
    await world.door('PUT', `/pay/bills/${today}`, { trouble: null });
  });

  it('says what the sandbox was told to have wrong, so that differences can be looked for', async () => {
    await world.door('PUT', `/pay/bills/${today}`, {
      omit: ['ZT20261124000002'],
      amounts: { 'R-1': 36 },
      extra: [{ outTradeNo: 'SOMEBODY-ELSE', fen: 1 }],
    });
    const lines = await world.pay.bill(today);
    expect(lines?.map(({ outTradeNo, outRefundNo, fen }) => [outRefundNo ?? outTradeNo, fen])).toEqual([
      ['ZT20261124000001', 2_015],
      ['R-1', 36],
      ['SOMEBODY-ELSE', 1],
    ]);
    await world.door('PUT', `/pay/bills/${today}`, {});
  });

  it('is held against its hash, its columns and its sums, line by line', () => {
    const head =
      '交易时间,微信订单号,商户订单号,交易状态,货币种类,商户退款单号,商品名称,订单金额,申请退款金额';
    const sums = '总交易单数,订单总金额,申请退款总金额';
    const line = (paid: string, more = 'CNY,`0') =>
      `\`2026-11-24 10:00:01,\`4200001,\`ZT000001,\`SUCCESS,\`${more},\`费用,第一项,\`${paid},\`0.00`;
    const file = (...rows: string[]) => Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`);
    const read = (bytes: Buffer) => readBill(bytes, createHash('sha1').update(bytes).digest('hex'));
    const good = file(head, line('1.15'), line('0.07'), sums, '`2,`1.22,`0.00');
    expect(read(good).map(({ fen }) => fen)).toEqual([115, 7]);
    expect(() => readBill(good, '0'.repeat(40))).toThrow('another file');
    for (const bad of [
      file(head, line('1.15'), sums, '`2,`1.15,`0.00'),
      file(head, line('1.15'), sums, '`1,`1.16,`0.00'),
      file(head, line('1.15'), sums, '`1,`1.15,`0.01'),
      file(head, line('1.15')),
      file(head, line('1.155'), sums, '`1,`1.15,`0.00'),
      file(head, line('1.15', 'USD,`0'), sums, '`1,`1.15,`0.00'),
      file(head, line('1.15').replace('SUCCESS', 'REVOKED'), sums, '`1,`1.15,`0.00'),
      file(head, line('1.15').replaceAll('`', ''), sums, '`1,`1.15,`0.00'),
      file(head.replace('订单金额', '总金额'), line('1.15'), sums, '`1,`1.15,`0.00'),
      file(head, line('1.15'), sums, '`1,`1.15,`0.00', '`more'),
    ])
      expect(() => read(bad)).toThrow(TypeError);
  });
});
