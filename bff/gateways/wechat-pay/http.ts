import type Pay from 'wechatpay-node-v3';
import type { Clock } from '../../clock';
import { jsonOf, type Outbound, OutboundFailure, type Reply } from '../outbound';
import type { PlatformKeys } from './keys';
import { LIBRARY_HOST } from './library';
import { codeOf, refusalOf } from './refusals';
import { isFresh, isProbe, isSigned, signedHeaders } from './signatures';

type LibraryHttp = Parameters<Pay['createHttp']>[0];
type LibraryAnswer = Awaited<ReturnType<LibraryHttp['get']>>;

interface Parts {
  outbound: Outbound;
  clock: Clock;
  timeoutMs: number;
  keys: Pick<PlatformKeys, 'of'>;
  /** Asks for answers signed with WeChat Pay's public key. null: with a platform certificate. */
  publicKeyId: string | null;
}

/** A day's bill of a busy city, generously. */
const BILL_BYTES = 64 * 1024 * 1024;
const BILL_FILE = '/v3/billdownload/';

/**
 * The library's HTTP: our base URL, time-outs and breakers, and every answer verified before anybody reads it. 4xx may be
 * unsigned; a file of a bill is, and is held against the hash in the signed answer before it.
 */
export class VerifiedHttp implements LibraryHttp {
  constructor(private readonly parts: Parts) {}

  /** @throws PayRefusal, OutboundFailure */
  async get(url: string, headers: Record<string, string>): Promise<LibraryAnswer> {
    return this.send('GET', url, headers);
  }

  /** @throws PayRefusal, OutboundFailure */
  async post(
    url: string,
    params: Record<string, unknown>,
    headers: Record<string, string>,
  ): Promise<LibraryAnswer> {
    // The same text that the library signed: it makes its own by JSON.stringify of the same object.
    return this.send('POST', url, headers, JSON.stringify(params));
  }

  async upload(): Promise<LibraryAnswer> {
    throw new TypeError('nothing is uploaded to WeChat Pay');
  }

  private async send(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    text?: string,
  ): Promise<LibraryAnswer> {
    const { outbound, publicKeyId, timeoutMs } = this.parts;
    const path = url.replace(LIBRARY_HOST, '');
    const api = apiOf(method, path);
    const isFile = path.startsWith(BILL_FILE);
    const answered = await outbound.call<{ code: string | null; data: unknown }>(
      api,
      {
        method,
        path,
        headers: { ...headers, ...(publicKeyId && { 'Wechatpay-Serial': publicKeyId }) },
        text,
        takes: (status) => status >= 400 && status < 500,
        signal: AbortSignal.timeout(timeoutMs),
        maxBytes: isFile ? BILL_BYTES : undefined,
      },
      async (reply) => {
        const isRefusal = reply.status >= 400;
        if (!(isFile && !isRefusal)) await this.verify(reply, isRefusal);
        if (isRefusal) return { code: refusedWith(api, reply), data: undefined };
        if (isFile) return { code: null, data: Buffer.from(reply.bytes) };
        return { code: null, data: reply.bytes.length === 0 ? undefined : jsonOf(reply) };
      },
    );
    if (answered.code !== null) throw refusalOf(api, answered.code);
    return { status: 200, data: answered.data };
  }

  /** @throws when it is not signed by WeChat Pay, now */
  private async verify(reply: Reply, mayBeUnsigned: boolean): Promise<void> {
    if (mayBeUnsigned && !reply.headers.has('wechatpay-signature')) return;
    const signed = signedHeaders((name) => reply.headers.get(name));
    if (!signed || isProbe(signed)) throw new TypeError('not signed');
    if (!isFresh(signed, this.parts.clock.now())) throw new TypeError('signed at another time');
    const key = await this.parts.keys.of(signed.serial);
    if (!key || !isSigned(signed, reply.bytes, key)) throw new TypeError('signed otherwise');
  }
}

/** @throws OutboundFailure when it is not WeChat Pay that refuses, but something on the way */
function refusedWith(api: string, reply: Reply): string {
  const code = codeOf(reply);
  if (code !== null) return code;
  throw new OutboundFailure(api, 'status', String(reply.status));
}

/** A name for a call's breaker and log lines: no numbers of orders in it. */
function apiOf(method: string, path: string): string {
  if (path.startsWith('/v3/pay/transactions/jsapi')) return 'pay-prepay';
  if (path.startsWith('/v3/pay/')) return method === 'POST' ? 'pay-close' : 'pay-query';
  if (path.startsWith('/v3/refund/')) return method === 'POST' ? 'pay-refund' : 'pay-refund-query';
  return path.startsWith(BILL_FILE) ? 'pay-bill-file' : 'pay-bill';
}
