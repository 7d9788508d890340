import type { Context } from 'koa';
import type { Endpoint } from '../../shared/contract/core';
import { Problem } from '../problem';
import type { Caller } from './route';

/** Finds out who a token belongs to. @throws Problem SESSION_EXPIRED */
export type Authenticate = (token: string) => Promise<Caller & { consented: boolean }>;

/**
 * Who is calling, checked against what the endpoint declares.
 * @throws Problem NOT_SIGNED_IN, SESSION_EXPIRED, CONSENT_REQUIRED, IDENTITY_REQUIRED
 */
export async function admit(
  ctx: Context,
  endpoint: Endpoint,
  authenticate: Authenticate,
): Promise<Caller | undefined> {
  if (endpoint.access === 'public') return undefined;
  const token = bearer(ctx.get('Authorization'));
  if (token === undefined) {
    if (endpoint.access === 'optional') return undefined;
    throw new Problem('NOT_SIGNED_IN');
  }
  const { consented, ...caller } = await authenticate(token);
  if (endpoint.access === 'consented' || endpoint.access === 'person') {
    if (!consented) throw new Problem('CONSENT_REQUIRED');
  }
  if (endpoint.access === 'person' && caller.personId === null) throw new Problem('IDENTITY_REQUIRED');
  return caller;
}

function bearer(header: string): string | undefined {
  if (header === '') return undefined;
  const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header);
  if (!match) throw new Problem('SESSION_EXPIRED');
  return match[1];
}
