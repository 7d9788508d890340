import type { z } from 'zod';
import { PayForgery, type PayNotification } from '.';
import type { PlatformKeys } from './keys';
import type { CheckedPay } from './library';
import * as shapes from './shapes';
import { isFresh, isProbe, isSigned, signedHeaders } from './signatures';

/**
 * Verifies and opens a notification: what costs nothing first, so that who sends rubbish costs nothing.
 * @param rawBody as it came, byte for byte
 * @throws PayForgery
 */
export async function openNotification(
  headers: Record<string, string | undefined>,
  rawBody: string,
  now: Date,
  keys: Pick<PlatformKeys, 'of'>,
  library: CheckedPay,
): Promise<PayNotification> {
  const signed = signedHeaders((name) => headers[name]);
  if (!signed) throw new PayForgery('signature');
  if (isProbe(signed)) throw new PayForgery('probe');
  if (!isFresh(signed, now)) throw new PayForgery('time');
  const key = await keys.of(signed.serial);
  if (!key) throw new PayForgery('serial');
  if (!isSigned(signed, Buffer.from(rawBody), key)) throw new PayForgery('signature');
  const {
    id,
    create_time: createdAt,
    event_type: event,
    resource,
  } = readAs(shapes.notification, parse(rawBody));
  let content: unknown;
  try {
    content = library.decipher_gcm(resource.ciphertext, resource.associated_data, resource.nonce);
  } catch {
    throw new PayForgery('tag');
  }
  if (event === 'TRANSACTION.SUCCESS') {
    const transaction = readAs(shapes.transaction, content);
    if (transaction.state !== 'SUCCESS') throw new PayForgery('shape');
    return { id, createdAt, kind: 'transaction', transaction };
  }
  const { mchid, refund } = readAs(shapes.notifiedRefund, content);
  if (event !== `REFUND.${refund.state}`) throw new PayForgery('shape');
  return { id, createdAt, kind: 'refund', mchid, refund };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PayForgery('shape');
  }
}

function readAs<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new PayForgery('shape');
  return parsed.data;
}
