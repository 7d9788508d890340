import { verify } from 'node:crypto';
import type { Asked } from '../replies';
import type { PayState } from './state';

const SKEW_SECONDS = 300;
/** As long as a repeated nonce could pass by its time. */
const REMEMBERED_SECONDS = 2 * SKEW_SECONDS;

/** How WeChat Pay refuses. */
export interface PayError {
  status: number;
  code: string;
}
export const payError = (status: number, code: string): PayError => ({ status, code });

/**
 * The checks before anything is read: client, form of the header, merchant, certificate, time, nonce, signature over method,
 * path with query, time, nonce and the body as it came.
 */
export function refusedAtTheDoor(asked: Asked, { clock, keys, nonces }: PayState): PayError | null {
  if (!asked.headers['user-agent'] || !asked.headers.accept) return payError(400, 'PARAM_ERROR');
  if (asked.method === 'POST' && !/^application\/json\b/.test(asked.headers['content-type'] ?? ''))
    return payError(400, 'PARAM_ERROR');
  const fields = /^WECHATPAY2-SHA256-RSA2048 (.+)$/.exec(asked.headers.authorization ?? '')?.[1];
  if (fields === undefined) return payError(401, 'SIGN_ERROR');
  const given = Object.fromEntries(
    [...fields.matchAll(/([a-z_]+)="([^"]*)"(?:,|$)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const { mchid, serial_no: serial, timestamp = '', nonce_str: nonce = '', signature = '' } = given;
  if (mchid !== keys.mchid || serial !== keys.merchantSerial) return payError(401, 'SIGN_ERROR');
  const now = Math.floor(clock.now().getTime() / 1_000);
  if (!/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > SKEW_SECONDS)
    return payError(401, 'SIGN_ERROR');
  if (!/^[0-9A-Za-z]{16,32}$/.test(nonce)) return payError(401, 'SIGN_ERROR');
  const signed = Buffer.concat([
    Buffer.from(`${asked.method}\n${asked.url}\n${timestamp}\n${nonce}\n`),
    asked.raw,
    Buffer.from('\n'),
  ]);
  if (!verify('RSA-SHA256', signed, keys.merchant.publicKey, Buffer.from(signature, 'base64')))
    return payError(401, 'SIGN_ERROR');
  for (const [known, at] of nonces) if (Math.abs(now - at) > REMEMBERED_SECONDS) nonces.delete(known);
  if (nonces.has(nonce)) return payError(401, 'SIGN_ERROR');
  nonces.set(nonce, now);
  return null;
}
