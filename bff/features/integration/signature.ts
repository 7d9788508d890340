import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a call may be signed with; SM3 is GB/T 32905. */
export const signatureAlgorithms = ['hmac-sha256', 'hmac-sm3'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

const digests: Record<SignatureAlgorithm, string> = { 'hmac-sha256': 'sha256', 'hmac-sm3': 'sm3' };

/** What is signed, besides the body. */
export interface SignedParts {
  algorithm: SignatureAlgorithm;
  /** The key's id, as in X-System. */
  keyId: string;
  method: string;
  /** As in the request line, with the query. */
  path: string;
  /** Seconds since 1970, as in X-Timestamp. */
  timestamp: string;
  nonce: string;
}

/**
 * The signature of a call: HMAC over seven lines (the version of this form, algorithm, key id, method, path, timestamp,
 * nonce), each ended by a line feed, and then the bytes of the body. None of the lines can hold a line feed, so nothing
 * can move from one into another.
 * @param secret the bytes of the secret's text, as it was handed over
 * @returns 64 hexadecimal digits, lower case
 */
export function signatureOf(parts: SignedParts, body: Buffer, secret: string): string {
  const { algorithm, keyId, method, path, timestamp, nonce } = parts;
  const head = ['ZT1', algorithm, keyId, method, path, timestamp, nonce].map((line) => `${line}\n`).join('');
  return createHmac(digests[algorithm], secret).update(head, 'utf8').update(body).digest('hex');
}

/** Compares in a time that says nothing about where they differ. */
export function sameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'hex');
  const b = Buffer.from(expected, 'hex');
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The headers of a signed call; null when one is missing or not in its form. */
export function signatureHeaders(headers: Record<string, string | undefined>) {
  const keyId = headers['x-system'] ?? '';
  const timestamp = headers['x-timestamp'] ?? '';
  const nonce = headers['x-nonce'] ?? '';
  const signature = headers['x-signature'] ?? '';
  const algorithm = signatureAlgorithms.find((each) => each === headers['x-signature-algorithm']);
  if (!algorithm || !/^[a-z0-9-]{3,64}$/.test(keyId) || !/^\d{10}$/.test(timestamp)) return null;
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(nonce) || !/^[0-9a-f]{64}$/.test(signature)) return null;
  return { algorithm, keyId, timestamp, nonce, signature };
}
