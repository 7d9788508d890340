import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The caller's address. Behind `hops` proxies of ours each appended one entry to X-Forwarded-For, so the
 * caller's stands `hops` from the end; what a caller wrote before it is never believed.
 */
export function callerAddress(request: IncomingMessage, hops: number): string {
  const own = request.socket.remoteAddress ?? 'unknown';
  if (hops === 0) return own;
  const header = request.headers['x-forwarded-for'];
  const chain = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim());
  const said = chain.at(-hops);
  return said !== undefined && isIP(said) ? said : own;
}
