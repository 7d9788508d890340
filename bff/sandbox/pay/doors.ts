import { createHash, verify } from 'node:crypto';
import type { Context } from 'koa';
import type Router from 'koa-router';
import { z } from 'zod';
import { toIso } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import { check, invalid, jsonBody } from '../door-input';
import type { SandboxPay } from '.';
import { deliveries, type Notice } from './notifier';
import { settle } from './refunds';
import { keyModes, spoilings } from './signing';
import { noMeddling, type Payment, type Refund } from './state';

type RouterContext = Context & { params: Record<string, string | undefined> };

const PREPAY_LIVES_MS = 2 * 3_600_000;

/** What can be done to WeChat Pay: pay or not, let it tell or not, let refunds end, let bills differ. */
export function payDoors(router: Router, pay: SandboxPay): void {
  const { state, notifier, signing, keys } = pay;
  const paymentOf = (ctx: RouterContext): Payment => {
    const found = state.byPrepayId(ctx.params.prepayId ?? '') ?? state.byTradeNo(ctx.params.prepayId ?? '');
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  };
  const refundOf = (ctx: RouterContext): Refund => {
    const found = state.refundOf(ctx.params.number ?? '');
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  };
  const noticesOf = (about: string) => notifier.notices.filter((one) => one.about === about);

  router.get('/payments', (ctx) => {
    ctx.body = {
      payments: state.payments.map((one) => ({
        ...shown(one),
        payer: state.citizens.all().find(({ openid }) => openid === one.openid)?.name ?? '',
        notices: noticesOf(one.outTradeNo).map(shownNotice),
      })),
      refunds: state.refunds.map((one) => ({
        ...shownRefund(one),
        notices: noticesOf(one.outRefundNo).map(shownNotice),
      })),
    };
  });

  // wx.requestPayment: checks what the mini-program was given, takes the money, and tells the merchant.
  router.post('/payments/:prepayId/pay', async (ctx) => {
    const payment = paymentOf(ctx);
    const { params, force, as, notify } = check(payBody, await jsonBody(ctx), 'body');
    const now = state.clock.now();
    const refusal = refusedToPay(payment, params, force, now);
    if (refusal !== null) {
      ctx.status = 409;
      ctx.body = { errMsg: `requestPayment:fail ${refusal}` };
      return;
    }
    payment.state = 'SUCCESS';
    payment.paidAt = now;
    payment.transactionId = state.newNumber('42');
    payment.lies = as;
    state.moved(payment.fen);
    await tell(notifier.ofPayment(payment, whenOf(notify)), notify);
    ctx.body = { errMsg: 'requestPayment:ok', payment: shown(payment) };
  });
  router.post('/payments/:prepayId/fail', async (ctx) => {
    const payment = paymentOf(ctx);
    const { how } = check(failBody, await jsonBody(ctx), 'body');
    ctx.body = {
      errMsg: how === 'cancel' ? 'requestPayment:fail cancel' : 'requestPayment:fail 支付失败',
      payment: shown(payment),
    };
  });
  router.post('/payments/:prepayId/notify', async (ctx) => {
    const payment = paymentOf(ctx);
    const { how, times } = check(notifyBody, await jsonBody(ctx), 'body');
    if (payment.paidAt === null) throw invalid({ 'path.prepayId': '还没有付款。' });
    const notice = noticesOf(payment.outTradeNo)[0] ?? notifier.ofPayment(payment, 'hold');
    ctx.body = { answers: await deliver(notice, how, times) };
  });

  router.post('/refunds/:number/outcome', async (ctx) => {
    const refund = refundOf(ctx);
    const { state: outcome, notify } = check(outcomeBody, await jsonBody(ctx), 'body');
    settle(refund, outcome, state);
    await tell(notifier.ofRefund(refund, whenOf(notify)), notify);
    ctx.body = { refund: shownRefund(refund) };
  });
  router.post('/refunds/:number/notify', async (ctx) => {
    const refund = refundOf(ctx);
    const { how, times } = check(notifyBody, await jsonBody(ctx), 'body');
    if (refund.state === 'PROCESSING') throw invalid({ 'path.number': '还在退，没有结果。' });
    const notice = noticesOf(refund.outRefundNo).at(-1) ?? notifier.ofRefund(refund, 'hold');
    ctx.body = { answers: await deliver(notice, how, times) };
  });

  router.get('/pay', (ctx) => {
    ctx.body = { ...state.mode, keys: signing.mode };
  });
  router.put('/pay', async (ctx) => {
    const { keys: mode = signing.mode, ...given } = check(modeBody, await jsonBody(ctx), 'body');
    signing.mode = mode;
    Object.assign(state.mode, given);
    ctx.body = { ...state.mode, keys: signing.mode };
  });
  router.post('/pay/certificates', async (ctx) => {
    const { dropOld } = check(rotateBody, await jsonBody(ctx), 'body');
    const { serial } = keys.rotate();
    if (dropOld) keys.dropOld();
    ctx.status = 201;
    ctx.body = { serial };
  });
  router.put('/pay/bills/:day', async (ctx) => {
    const given = check(billBody, await jsonBody(ctx), 'body');
    state.bills.set((ctx as RouterContext).params.day ?? '', { ...noMeddling(), ...given });
    ctx.status = 204;
  });

  const whenOf = (notify: Notify | undefined) => (notify === 'now' ? 'hold' : (notify ?? state.mode.notify));
  const tell = async (notice: Notice | null, notify: Notify | undefined) => {
    if (notify === 'now' && notice) await deliver(notice, 'right', 1);
  };
  const deliver = async (notice: Notice | null, how: z.output<typeof delivery>, times: number) => {
    if (!notice) return [];
    return Promise.all(Array.from({ length: times }, () => notifier.deliver(notice, how)));
  };

  /** As WeChat on the phone: the five parameters belong together, to this order, and were signed by the merchant. */
  function refusedToPay(
    payment: Payment,
    params: z.output<typeof paymentParams> | undefined,
    force: boolean,
    now: Date,
  ): string | null {
    if (payment.state === 'SUCCESS' || payment.state === 'REFUND') return '订单已支付';
    if (params) {
      const signed = [state.appid, params.timeStamp, params.nonceStr, params.package, ''].join('\n');
      const isOurs =
        params.package === `prepay_id=${payment.prepayId}` &&
        verify(
          'RSA-SHA256',
          Buffer.from(signed),
          keys.merchant.publicKey,
          Buffer.from(params.paySign, 'base64'),
        );
      if (!isOurs) return '支付验证签名失败';
    }
    if (force) return null;
    if (payment.state === 'CLOSED') return '订单已关闭';
    const until = payment.expiresAt ?? new Date(payment.createdAt.getTime() + PREPAY_LIVES_MS);
    if (now >= until || now.getTime() - payment.createdAt.getTime() >= PREPAY_LIVES_MS) return '订单已过期';
    return null;
  }
}

function shown(payment: Payment) {
  const { asked, openid, lies, createdAt, expiresAt, paidAt, ...kept } = payment;
  return {
    ...kept,
    // So that a test can tell the same request from another without reading it.
    asked: createHash('sha256').update(asked).digest('hex').slice(0, 12),
    lies,
    createdAt: toIso(createdAt),
    expiresAt: expiresAt && toIso(expiresAt),
    paidAt: paidAt && toIso(paidAt),
  };
}

function shownRefund({ createdAt, dueAt, succeededAt, ...kept }: Refund) {
  return {
    ...kept,
    createdAt: toIso(createdAt),
    dueAt: dueAt && toIso(dueAt),
    succeededAt: succeededAt && toIso(succeededAt),
  };
}

function shownNotice({ id, event, createdAt, dueAt, tries, taken }: Notice) {
  return {
    id,
    event,
    taken,
    createdAt: toIso(createdAt),
    dueAt: dueAt && toIso(dueAt),
    tries: tries.map(({ at, ...one }) => ({ at: toIso(at), ...one })),
  };
}

/** `now`: delivered before the door answers. */
const notify = z.enum(['now', 'soon', 'hold', 'never']).optional();
type Notify = NonNullable<z.output<typeof notify>>;
const delivery = z.enum([...deliveries, ...spoilings]);
const fen = z.number().int().min(0);

const paymentParams = z.strictObject({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
});
const payBody = z.strictObject({
  /** What wx.requestPayment was called with; without it the panel's own hand pays. */
  params: paymentParams.optional(),
  /** Pay although it is closed or too late: the phone was quicker. */
  force: z.boolean().default(false),
  /** What query and notification say of it in place of the truth. */
  as: z
    .strictObject({
      fen: fen.optional(),
      appid: z.string().optional(),
      mchid: z.string().optional(),
      currency: z.string().optional(),
    })
    .default({}),
  notify,
});
const failBody = z.strictObject({ how: z.enum(['cancel', 'error']).default('cancel') });
const notifyBody = z.strictObject({
  how: delivery.default('right'),
  times: z.number().int().min(1).max(20).default(1),
});
const outcomeBody = z.strictObject({ state: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL']), notify });
const modeBody = z.strictObject({
  notify: z.enum(['soon', 'hold', 'never']).optional(),
  refundSeconds: z.number().int().min(0).max(86_400).nullable().optional(),
  balanceFen: fen.nullable().optional(),
  keys: z.enum(keyModes).optional(),
});
const rotateBody = z.strictObject({ dropOld: z.boolean().default(false) });
const billBody = z.strictObject({
  omit: z.array(z.string()).optional(),
  amounts: z.record(z.string(), fen).optional(),
  extra: z.array(z.strictObject({ outTradeNo: z.string(), fen })).optional(),
  trouble: z.enum(['creating', 'hash', 'sums']).nullable().optional(),
});
