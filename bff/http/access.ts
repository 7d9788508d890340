import type { Context } from 'koa';
import type { Endpoint } from '../../shared/contract/core';
import { Problem } from '../problem';
import type { Caller, StaffCaller, SystemCaller } from './route';

/** Finds out who a citizen's token belongs to. @throws Problem SESSION_EXPIRED */
export type Authenticate = (token: string) => Promise<Caller & { consented: boolean }>;
/** Finds out who a staff token belongs to. @throws Problem SESSION_EXPIRED */
export type AuthenticateStaff = (token: string) => Promise<StaffCaller>;

/** A signed call as it came in, for checking its signature. */
export interface SignedRequest {
  method: string;
  /** With the query, as it stood in the request line. */
  path: string;
  /** By lower-case name. */
  headers: Record<string, string | undefined>;
  /** The body as it came, before anything was made of it. */
  body: Buffer;
  now: Date;
}
/** Finds out which system signed. @throws Problem SIGNATURE_INVALID, SIGNATURE_EXPIRED, SIGNATURE_REPLAYED */
export type AuthenticateSystem = (request: SignedRequest) => Promise<SystemCaller>;

export interface Authenticators {
  citizen: Authenticate;
  staff: AuthenticateStaff;
  system: AuthenticateSystem;
}

/** Whoever may be calling, before the endpoint's own types say which. */
export type AnyCaller = Caller | StaffCaller | SystemCaller;

/**
 * Who is calling, checked against what the endpoint declares. A system is found out later, once its body is read.
 * @throws Problem NOT_SIGNED_IN, SESSION_EXPIRED, CONSENT_REQUIRED, IDENTITY_REQUIRED, STAFF_ROLE
 */
export async function admit(
  ctx: Context,
  endpoint: Endpoint,
  { citizen, staff }: Pick<Authenticators, 'citizen' | 'staff'>,
): Promise<Caller | StaffCaller | undefined> {
  const { access } = endpoint;
  if (access === 'public' || access === 'system') return undefined;
  const token = bearer(ctx.get('Authorization'));
  if (token === undefined) {
    if (access === 'optional') return undefined;
    throw new Problem('NOT_SIGNED_IN');
  }
  if (access === 'staff') {
    const member = await staff(token);
    ctx.state.staff = member;
    const { roles } = endpoint;
    if (roles && !member.roles.some((role) => roles.includes(role))) throw new Problem('STAFF_ROLE');
    return member;
  }
  const { consented, ...caller } = await citizen(token);
  if ((access === 'consented' || access === 'person') && !consented) throw new Problem('CONSENT_REQUIRED');
  if (access === 'person' && caller.personId === null) throw new Problem('IDENTITY_REQUIRED');
  return access === 'optional' ? { ...caller, consented } : caller;
}

/** Who spends the budget and owns the Idempotency-Key. */
export function accountOf(caller: AnyCaller | undefined): string | undefined {
  if (!caller) return undefined;
  if ('staffId' in caller) return `staff:${caller.staffId}`;
  return 'systemId' in caller ? `system:${caller.systemId}` : caller.accountId;
}

function bearer(header: string): string | undefined {
  if (header === '') return undefined;
  const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header);
  if (!match) throw new Problem('SESSION_EXPIRED');
  return match[1];
}
