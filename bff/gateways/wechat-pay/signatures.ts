import { type KeyObject, verify } from 'node:crypto';

/** What WeChat Pay puts beside a body that it signed. */
export interface SignedHeaders {
  timestamp: string;
  nonce: string;
  signature: string;
  serial: string;
}

/** Further from now a signed message is taken for a replay. */
export const WINDOW_SECONDS = 300;
/** Begins a signature that WeChat Pay made wrong on purpose, to see whether we look. */
const PROBE = 'WECHATPAY/SIGNTEST/';

/** @returns null when one of the four is missing or cannot be one */
export function signedHeaders(header: (name: string) => string | null | undefined): SignedHeaders | null {
  const timestamp = header('wechatpay-timestamp') ?? '';
  const nonce = header('wechatpay-nonce') ?? '';
  const signature = header('wechatpay-signature') ?? '';
  const serial = header('wechatpay-serial') ?? '';
  if (!/^[1-9]\d{9,11}$/.test(timestamp) || !nonce || nonce.length > 128) return null;
  if (!signature || signature.length > 1_024 || !/^[0-9A-Za-z_]{1,128}$/.test(serial)) return null;
  return { timestamp, nonce, signature, serial };
}

export const isProbe = ({ signature }: SignedHeaders) => signature.startsWith(PROBE);

/** Whether it was signed within five minutes of now, before or after. */
export function isFresh({ timestamp }: SignedHeaders, now: Date): boolean {
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= WINDOW_SECONDS;
}

/** Whether the key signed this body with these headers: SHA256-RSA over `ts\nnonce\nbody\n`. */
export function isSigned(
  { timestamp, nonce, signature }: SignedHeaders,
  body: Uint8Array,
  key: KeyObject,
): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // Base64 read leniently would let several texts stand for one signature.
  if (bytes.toString('base64') !== signature) return false;
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return verify('RSA-SHA256', signed, key, bytes);
}
