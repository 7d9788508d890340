import { createHash } from 'node:crypto';
import { Prepared } from './route';

/** A strong ETag over the bytes of a body. */
export function etagOf(json: string): string {
  return `"${createHash('sha1').update(json).digest('base64url')}"`;
}

/** Serialises once what many will be given. */
export function prepare(value: unknown): Prepared {
  const json = JSON.stringify(value);
  return new Prepared(json, etagOf(json));
}
