import type { Logger } from 'pino';
import type { z } from 'zod';
import { toIso } from '../../../shared/domain/time';
import type { Clock } from '../../clock';
import type { Settings } from '../../settings';
import { createOutbound, jsonOf, OutboundFailure, type Reply } from '../outbound';
import { PayRefusal, type WeChatPayGateway } from '.';
import { readBill } from './bill';
import { VerifiedHttp } from './http';
import { type PlatformKey, PlatformKeys, platformKey } from './keys';
import { CheckedPay } from './library';
import { openNotification } from './notification';
import { nothingToClose } from './refusals';
import * as shapes from './shapes';
import { isFresh, isProbe, isSigned, signedHeaders } from './signatures';

export interface WeChatPayParts {
  settings: Pick<Settings, 'pay' | 'wechat' | 'gatewayTimeoutMs' | 'gatewayRestsAfter'>;
  clock: Clock;
  log: Logger;
}

const USER_AGENT = 'zhaotong-one-stop (wechatpay-node-v3)';
const CERTIFICATES = '/v3/certificates';
const TRADE_NO = /^[0-9A-Za-z_\-|*]{6,32}$/;
const REFUND_NO = /^[0-9A-Za-z_\-|*@]{1,64}$/;
const DESCRIPTION = 127;
const REASON = 80;

/**
 * The client of api.mch.weixin.qq.com, or of the sandbox in its place.
 * @returns null when there is no merchant's account
 */
export function createWeChatPayGateway(parts: WeChatPayParts): WeChatPayGateway | null {
  const { settings, clock } = parts;
  const { pay, gatewayTimeoutMs: timeoutMs } = settings;
  if (!pay) return null;
  const log = parts.log.child({ gateway: 'wechat-pay' });
  const outbound = createOutbound(pay.baseUrl, log, settings.gatewayRestsAfter);
  const { appId: appid } = settings.wechat;
  const { mchid } = pay;

  const keys = new PlatformKeys({
    publicKey: pay.publicKey,
    clock,
    log,
    download: () =>
      outbound.call(
        'pay-certificates',
        {
          method: 'GET',
          path: CERTIFICATES,
          headers: {
            Accept: 'application/json',
            'User-Agent': USER_AGENT,
            Authorization: library().authorizationFor('GET', CERTIFICATES),
          },
          signal: AbortSignal.timeout(timeoutMs),
          maxBytes: 1024 * 1024,
        },
        (reply) => readCertificates(reply, library(), clock),
      ),
  });
  const http = new VerifiedHttp({ outbound, clock, timeoutMs, keys, publicKeyId: pay.publicKey?.id ?? null });
  /** Made when first needed: reading a private key takes a moment, and most processes never pay. */
  let made: CheckedPay | null = null;
  const library = (): CheckedPay => {
    made ??= new CheckedPay({
      appid,
      mchid,
      serial: pay.serial,
      privateKey: pay.privateKey,
      apiV3Key: pay.apiV3Key,
      userAgent: USER_AGENT,
      clock,
      http,
      isOurs: ({ timestamp, nonce, signature, serial, body }) => {
        const key = keys.known(serial);
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const signed = { timestamp: String(timestamp), nonce, signature, serial };
        return key !== null && isSigned(signed, Buffer.from(text), key);
      },
    });
    return made;
  };

  /** A call by the library. @throws PayRefusal, OutboundFailure */
  const ask = async <S extends z.ZodType>(
    api: string,
    call: Promise<{ data?: unknown }>,
    shape: S,
  ): Promise<z.output<S>> => {
    const { data } = await call.catch((error: unknown) => {
      if (error instanceof PayRefusal) log.info({ api, code: error.code }, 'WeChat Pay refused');
      throw error;
    });
    return readAs(api, shape, data);
  };

  return {
    appid,
    mchid,

    async prepay({ outTradeNo, description, fen, openid, expiresAt }) {
      checkNumber(outTradeNo, TRADE_NO);
      checkFen(fen);
      const params = {
        description: cut(description, DESCRIPTION),
        out_trade_no: outTradeNo,
        time_expire: toIso(wholeSeconds(expiresAt)),
        notify_url: `${pay.notifyBaseUrl}/wechat/pay/notify`,
        amount: { total: fen, currency: 'CNY' },
        payer: { openid },
      };
      const prepaid = await ask('pay-prepay', library().transactions_jsapi(params), shapes.prepaid);
      return prepaid.package.slice('prepay_id='.length);
    },

    paramsFor: (prepayId, now) => library().paymentFor(prepayId, now),

    async query(outTradeNo) {
      checkNumber(outTradeNo, TRADE_NO);
      const call = library().query({ out_trade_no: outTradeNo });
      const found = await ask('pay-query', call, shapes.transaction);
      if (found.outTradeNo !== outTradeNo) throw new OutboundFailure('pay-query', 'malformed');
      return found;
    },

    async close(outTradeNo) {
      checkNumber(outTradeNo, TRADE_NO);
      await ask('pay-close', library().close(outTradeNo), shapes.nothing).catch((error: unknown) => {
        if (!(error instanceof PayRefusal && nothingToClose.has(error.code))) throw error;
      });
    },

    async refund({ outTradeNo, outRefundNo, reason, refundFen, totalFen }) {
      checkNumber(outTradeNo, TRADE_NO);
      checkNumber(outRefundNo, REFUND_NO);
      checkFen(refundFen);
      checkFen(totalFen);
      const params = {
        out_trade_no: outTradeNo,
        out_refund_no: outRefundNo,
        reason: cut(reason, REASON),
        notify_url: `${pay.notifyBaseUrl}/wechat/pay/refund-notify`,
        amount: { refund: refundFen, total: totalFen, currency: 'CNY' },
      };
      const made = await ask('pay-refund', library().refunds(params), shapes.refund);
      const isIt =
        made.outRefundNo === outRefundNo && made.outTradeNo === outTradeNo && made.refundFen === refundFen;
      if (!isIt) throw new OutboundFailure('pay-refund', 'malformed');
      return made;
    },

    async queryRefund(outRefundNo) {
      checkNumber(outRefundNo, REFUND_NO);
      const found = await ask('pay-refund-query', library().find_refunds(outRefundNo), shapes.refund);
      if (found.outRefundNo !== outRefundNo) throw new OutboundFailure('pay-refund-query', 'malformed');
      return found;
    },

    async bill(day) {
      if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new TypeError('not a day');
      try {
        const call = library().tradebill({ bill_date: day, bill_type: 'ALL' });
        const place = await ask('pay-bill', call, shapes.billPlace);
        const { data } = await library().downloadBill(place.download_url);
        if (!Buffer.isBuffer(data)) throw new OutboundFailure('pay-bill-file', 'malformed');
        return understood('pay-bill-file', () => readBill(data, place.hash_value));
      } catch (error) {
        if (error instanceof PayRefusal && error.code === 'NO_STATEMENT_EXIST') return [];
        if (error instanceof PayRefusal && error.code === 'STATEMENT_CREATING') return null;
        throw error;
      }
    },

    open: (headers, rawBody, now) => openNotification(headers, rawBody, now, keys, library()),
  };
}

/** @throws OutboundFailure `malformed` */
function readAs<S extends z.ZodType>(api: string, shape: S, data: unknown): z.output<S> {
  return understood(api, () => shape.parse(data));
}

/** What makes no sense is a failure of the other side; what exactly was wrong may quote personal data. */
function understood<T>(api: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new OutboundFailure(api, 'malformed');
  }
}

/**
 * The certificates of a list. Whoever wrote it knew our APIv3 key; the signature is by one of those inside.
 * @throws when it is not so
 */
function readCertificates(reply: Reply, library: CheckedPay, clock: Clock): PlatformKey[] {
  const keys = shapes.certificates
    .parse(jsonOf(reply))
    .data.map(({ serial_no, encrypt_certificate: sealed }) => {
      const pem = library.decipher_gcm<string>(sealed.ciphertext, sealed.associated_data, sealed.nonce);
      return platformKey(pem, serial_no);
    });
  const signed = signedHeaders((name) => reply.headers.get(name));
  if (!signed || isProbe(signed) || !isFresh(signed, clock.now())) throw new TypeError('not signed');
  const signer = keys.find(({ serial }) => serial === signed.serial.toUpperCase());
  if (!signer || !isSigned(signed, reply.bytes, signer.key)) throw new TypeError('signed otherwise');
  return keys;
}

function checkNumber(value: string, shape: RegExp): void {
  if (!shape.test(value)) throw new TypeError('not a number that WeChat Pay takes');
}

function checkFen(fen: number): void {
  if (!Number.isSafeInteger(fen) || fen <= 0) throw new TypeError('not an amount in whole fen');
}

const cut = (text: string, length: number) => [...text].slice(0, length).join('');
const wholeSeconds = (instant: Date) => new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
