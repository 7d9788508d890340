import { loginCode } from '../platform/login';
import { storage } from '../platform/storage';
import { createStore, useStore } from '../platform/store';
import { failureOf, localFailure } from './failure';
import { forgetPersonal, remember } from './seen';
import { send } from './transport';
import type { Answer } from './types';

/** Everything about the session that the phone keeps. The name and number in `me` are masked by the server. */
const key = 'session';

function readToken(): string | null {
  const kept = storage.read(key);
  return typeof kept === 'string' ? kept : null;
}

const token = createStore<string | null | undefined>(undefined);

/** The bearer token, or null when nobody is signed in on this phone. */
export function sessionToken(): string | null {
  if (token.get() === undefined) token.set(readToken());
  return token.get() ?? null;
}

/** Whether someone is signed in here, kept current. The server may have ended the session meanwhile. */
export function useSignedIn(): boolean {
  sessionToken();
  return typeof useStore(token) === 'string';
}

/** Forgets the session and everything personal that was kept on this phone. */
export function forgetSession(): void {
  storage.remove(key);
  token.set(null);
  forgetPersonal();
}

let signingIn: Promise<void> | null = null;

/**
 * Signs in with a fresh login code: in WeChat without asking anything. Calls at the same time share one sign-in,
 * since a second login code would make the first useless.
 * @throws Failure when it did not work
 */
export function signIn(): Promise<void> {
  signingIn ??= open().finally(() => {
    signingIn = null;
  });
  return signingIn;
}

async function open(): Promise<void> {
  const code = await loginCode().catch(() => {
    throw localFailure('OFFLINE');
  });
  if (!code) throw localFailure('NO_SIGN_IN_HERE');
  const reply = await send({ method: 'POST', path: '/sessions', headers: {}, body: { code } });
  if (reply.status !== 201) throw failureOf(reply.status, reply.data);
  const { token: fresh, me } = reply.data as Answer<'POST /sessions'>;
  storage.write(key, fresh);
  token.set(fresh);
  remember('GET /me', {}, me, null);
}
