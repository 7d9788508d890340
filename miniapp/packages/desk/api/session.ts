import type { StaffMe } from '../../../../shared/contract/staff';
import { isWeapp } from '../../../platform/env';
import { createStore, useStore } from '../../../platform/store';

/**
 * Who works here. It has nothing to do with the citizen's session: its own token, kept for this window only (a
 * browser's tab, or WeChat until it is closed), never in the storage that outlives it.
 */
export interface StaffSession {
  token: string;
  me: StaffMe;
}

/**
 * Why nobody is signed in: nobody was yet, they left, they changed their password, nothing was done for too long, or the
 * server ended it.
 */
export type Ended = 'not-yet' | 'left' | 'password' | 'idle' | 'expired';

const key = 'staff-session';

function read(): StaffSession | null {
  if (isWeapp) return null;
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null && 'token' in kept && 'me' in kept
      ? (kept as StaffSession)
      : null;
  } catch {
    return null;
  }
}

function write(next: StaffSession | null): void {
  if (isWeapp) return;
  try {
    if (next) window.sessionStorage.setItem(key, JSON.stringify(next));
    else window.sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing: signed in until the page is loaded again.
  }
}

const session = createStore<StaffSession | null>(read());
const ended = createStore<Ended>('not-yet');
const lastInput = createStore(Date.now());

/** Who works here, kept current; null while nobody is signed in. */
export function useStaffSession(): StaffSession | null {
  return useStore(session);
}

/** Why nobody is signed in. */
export function useEnded(): Ended {
  return useStore(ended);
}

export function staffToken(): string | null {
  return session.get()?.token ?? null;
}

/** Somebody has signed in. */
export function beginStaffSession(next: StaffSession): void {
  noteInput();
  session.set(next);
  write(next);
}

/** What the server says of who is signed in: another window, another name. */
export function updateMe(me: StaffMe): void {
  const now = session.get();
  if (!now) return;
  session.set({ ...now, me });
  write({ ...now, me });
}

/** Forgets who worked here. What stands on the page goes with it. */
export function endStaffSession(why: Ended): void {
  if (session.get()) ended.set(why);
  session.set(null);
  write(null);
}

/** The person did something: pressed a key, touched the screen. What the page asks for by itself does not count. */
export function noteInput(): void {
  lastInput.set(Date.now());
}

/** Milliseconds until the session ends unless the person does something; null when nobody is signed in. */
export function idleLeft(): number | null {
  const now = session.get();
  return now ? lastInput.get() + now.me.idleMinutes * 60_000 - Date.now() : null;
}
