import { createHash, createHmac } from 'node:crypto';

/** What a call to Tencent Cloud is signed over. */
export interface Tc3Request {
  host: string;
  service: string;
  action: string;
  /** The body, byte for byte as it is sent. */
  payload: string;
  /** Seconds. */
  timestamp: number;
}

/** The content type that is signed; the call has to carry exactly this. */
export const TC3_CONTENT_TYPE = 'application/json; charset=utf-8';
const ALGORITHM = 'TC3-HMAC-SHA256';
const SIGNED = 'content-type;host;x-tc-action';

/** The Authorization header of a POST to `/` (signature method v3 of Tencent Cloud's API 3.0). */
export function tc3Authorization(
  { host, service, action, payload, timestamp }: Tc3Request,
  { secretId, secretKey }: { secretId: string; secretKey: string },
): string {
  const canonical = [
    'POST',
    '/',
    '',
    `content-type:${TC3_CONTENT_TYPE}`,
    `host:${host}`,
    `x-tc-action:${action.toLowerCase()}`,
    '',
    SIGNED,
    sha256(payload),
  ].join('\n');
  const date = new Date(timestamp * 1_000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const toSign = [ALGORITHM, timestamp, scope, sha256(canonical)].join('\n');
  const key = [date, service, 'tc3_request'].reduce<Buffer>(
    (last, part) => hmac(last, part),
    Buffer.from(`TC3${secretKey}`),
  );
  const signature = hmac(key, toSign).toString('hex');
  return `${ALGORITHM} Credential=${secretId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
