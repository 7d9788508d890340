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

/**
 * Whether the client says that it has this state. koa's own `ctx.fresh` does not serve here: `fetch` sends
 * `Cache-Control: no-cache` along with every If-None-Match of its caller, and that would always mean no.
 */
export function isKnown(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === etag || one === '*');
}
