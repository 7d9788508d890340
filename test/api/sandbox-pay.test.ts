import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PayWorld, startPayWorld } from '../support/pay-world';

let world: PayWorld;
beforeAll(async () => {
  world = await startPayWorld();
});
afterAll(() => world.close());

it('takes a payment from prepayment to refund, telling of both', async () => {
  const { pay, door, payer } = world;
  const prepayId = await world.order('ZT20261124A1', 2_000);
  expect(await pay.query('ZT20261124A1')).toMatchObject({
    state: 'NOTPAY',
    totalFen: null,
    transactionId: null,
  });
  const params = pay.paramsFor(prepayId, world.clock.now());
  const done = await door('POST', `/payments/${prepayId}/pay`, { params, notify: 'now' });
  expect(done).toMatchObject({ status: 200, body: { errMsg: 'requestPayment:ok' } });
  expect(await world.openLast()).toMatchObject({
    kind: 'transaction',
    transaction: {
      state: 'SUCCESS',
      totalFen: 2_000,
      outTradeNo: 'ZT20261124A1',
      mchid: pay.mchid,
      appid: pay.appid,
    },
  });
  expect(world.received.at(-1)?.path).toBe('/wechat/pay/notify');
  const refund = {
    outTradeNo: 'ZT20261124A1',
    outRefundNo: 'R1',
    reason: '不用办了',
    refundFen: 500,
    totalFen: 2_000,
  };
  expect(await pay.refund(refund)).toMatchObject({ state: 'PROCESSING', refundFen: 500, succeededAt: null });
  await world.clock.advance(5_000);
  expect(await pay.queryRefund('R1')).toMatchObject({ state: 'SUCCESS', refundFen: 500 });
  expect(world.received.at(-1)?.path).toBe('/wechat/pay/refund-notify');
  expect(await world.openLast()).toMatchObject({
    kind: 'refund',
    mchid: pay.mchid,
    refund: { state: 'SUCCESS', refundFen: 500 },
  });
  expect(payer.openid).not.toBe('');
});
