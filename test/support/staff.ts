import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { StaffAccount, StaffMe } from '../../shared/contract';
import type { StaffRole } from '../../shared/domain/staff';
import { Client } from './client';

interface Place {
  url: string;
  api: string;
}

/** A member of staff with a session. */
export interface StaffClient extends Client {
  member: StaffMe;
  password: string;
  /** Of their authenticator app, base32. */
  secret: string;
}

export interface StaffScope {
  /** The city hall unless told; null for the whole city, as administrators and auditors are unless told. */
  venueId?: string | null;
  /** null unless told: every department of the venue. */
  department?: string | null;
  /** Sits down at that window. */
  window?: string;
}

/** What every invented member of staff signs in with after the first time. */
export const STAFF_PASSWORD = 'Own-word-for-tests-1';

/** A new account with these roles, signed in with both factors through the real endpoints. */
export async function staff(
  app: Place,
  role: StaffRole | readonly StaffRole[],
  { venueId, department = null, window }: StaffScope = {},
): Promise<StaffClient> {
  const roles = typeof role === 'string' ? [role] : [...role];
  const cityWide = roles.some((one) => one === 'administrator' || one === 'auditor');
  const invited = await invite(app, {
    roles,
    venueId: venueId === undefined ? (cityWide ? null : 'v530600') : venueId,
    department,
  });
  const client = await firstSignIn(app, invited.account.number, invited.initialPassword);
  if (window !== undefined) client.member = await client.get('PUT /staff/me/window', { body: { window } });
  return client;
}

/** An account that was created and never used. */
export async function invite(
  app: Place,
  account: { roles: StaffRole[]; venueId: string | null; department?: string | null; name?: string },
): Promise<{ account: StaffAccount; initialPassword: string }> {
  const body = {
    name: '示例员工',
    department: null,
    ...account,
    number: `T-${randomUUID().replaceAll('-', '').slice(0, 16)}`,
  };
  const key = randomUUID();
  const administrator = await sampleAdministrator(app);
  const reply = await administrator.ask('POST /staff/accounts', { body, key });
  if (!reply.error) return reply.answer;
  if (reply.error.code !== 'SESSION_EXPIRED') throw new Error(`not invited: ${reply.error.code}`);
  // The test moved the clock past their session.
  administrators.delete(app.api);
  return (await sampleAdministrator(app)).get('POST /staff/accounts', { body, key });
}

/** Signs in for the first time: sets up the second factor and a password of one's own. */
export async function firstSignIn(app: Place, number: string, initial: string): Promise<StaffClient> {
  const client = new Client(app.api);
  const begun = await client.get('POST /staff/sessions', { body: { number, password: initial } });
  if (!begun.enrol) throw new Error(`${number} has signed in before`);
  const { secret } = begun.enrol;
  const { token, staff: member } = await client.get('POST /staff/sessions/verify', {
    body: { pending: begun.pending, code: await codeNow(app, secret), newPassword: STAFF_PASSWORD },
  });
  client.token = token;
  return Object.assign(client, { member, secret, password: STAFF_PASSWORD });
}

/** Signs in again with what the sandbox knows of somebody's authenticator app: also right after the last time. */
export async function signInAgain(app: Place, number: string, password: string): Promise<Client> {
  const client = new Client(app.api);
  const { pending } = await client.get('POST /staff/sessions', { body: { number, password } });
  const code = await codeOf(app, number);
  const { token } = await client.get('POST /staff/sessions/verify', { body: { pending, code } });
  client.token = token;
  return client;
}

/** A code that is good now, from the sandbox. */
export async function codeOf(app: Place, number: string): Promise<string> {
  const { code } = (await sandbox(app, `/staff/${number}/totp`)) as { code: string };
  return code;
}

/** What an authenticator app shows at the app's time. @param steps half minutes from now */
export async function codeNow(app: Place, secret: string, steps = 0): Promise<string> {
  const { now } = (await sandbox(app, '/clock')) as { now: string };
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.parse(now) + steps * 30_000 });
}

const administrators = new Map<string, Promise<Client>>();

/** The sample administrator of the whole city, signed in once for each app. */
function sampleAdministrator(app: Place): Promise<Client> {
  const known = administrators.get(app.api);
  if (known) return known;
  const signedIn = sandbox(app, '/staff').then((answer) => {
    const { staff: members } = answer as { staff: { number: string; password: string }[] };
    const administrator = members.find(({ number }) => number === '530600-ADM');
    if (!administrator) throw new Error('the app has no sample staff');
    return signInAgain(app, administrator.number, administrator.password);
  });
  administrators.set(app.api, signedIn);
  return signedIn;
}

async function sandbox(app: Place, path: string): Promise<unknown> {
  const response = await fetch(`${app.url}/sandbox${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
