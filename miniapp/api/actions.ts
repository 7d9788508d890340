import { serverNow } from '../platform/clock';
import { pause } from '../platform/pause';
import { storage } from '../platform/storage';
import { createStore } from '../platform/store';
import { call } from './client';
import { asFailure, type Failure } from './failure';
import { changed } from './seen';
import { sessionToken } from './session';
import { type ActionName, type Answer, type AnyInput, anyInput, type Input } from './types';

/** Something that was asked and whose outcome the phone has not heard. */
interface Pending {
  name: ActionName;
  input: AnyInput;
  key: string;
  /** When it was first asked, by the server's clock. */
  at: number;
}

const storageKey = 'pending';
const minute = 60_000;
/** The server keeps keys for at least a day. */
const keepFor = 23 * 60 * minute;
/** A seat that was to be held when the app was closed is not wanted any more once a hold would have lapsed. */
const holdFor = 4 * minute;

function readPending(): Pending[] {
  const kept = storage.read(storageKey);
  return Array.isArray(kept) ? (kept as Pending[]) : [];
}

function fingerprint(name: string, input: AnyInput): string {
  return JSON.stringify([name, input.params, input.query, input.body]);
}

/** Names one try of one person on one phone; it has to be unique, not secret. */
export function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${Date.now().toString(36)}-${part()}-${part()}`;
}

function drop(key: string): void {
  storage.write(
    storageKey,
    readPending().filter((pending) => pending.key !== key),
  );
}

export interface ActionOptions {
  onSlow?: (() => void) | undefined;
  /** False keeps the request out of the phone's storage, for what carries a name or number. */
  keep?: boolean;
  /** The key of a try that the caller keeps with what it sends, where the answer must reach the caller's own page. */
  key?: string;
}

const twinPause = 1_000;
const twinTries = 12;

/**
 * Creates or changes something. Its Idempotency-Key is made here, at the first tap, and kept in storage until the
 * server's word: asking again for the same thing (a second tap, after a failure, after the app was closed) goes
 * out under the same key, so that it happens once.
 * @throws Failure; `unknownOutcome` says whether the key is kept
 */
export async function perform<N extends ActionName>(
  name: N,
  input: Input<N>,
  options: ActionOptions = {},
): Promise<Answer<N>> {
  const asked = anyInput(input);
  const print = fingerprint(name, asked);
  const now = serverNow();
  const known = readPending().filter((pending) => now - pending.at < keepFor);
  const before = known.find((pending) => fingerprint(pending.name, pending.input) === print);
  const pending = before ?? { name, input: asked, key: options.key ?? newKey(), at: now };
  if (!before && options.keep !== false) storage.write(storageKey, [...known, pending]);
  return settle(name, input, pending.key, options.onSlow);
}

async function settle<N extends ActionName>(
  name: N,
  input: Input<N>,
  key: string,
  onSlow: (() => void) | undefined,
): Promise<Answer<N>> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await call(name, input, { key, onSlow });
      drop(key);
      changed();
      return answer;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === 'IDEMPOTENCY_IN_PROGRESS' && tries < twinTries) {
        await pause(twinPause);
        continue;
      }
      if (failure.unknownOutcome) throw kept(key) ? failure.withNext(willResume) : failure;
      drop(key);
      throw failure;
    }
  }
}

const willResume = '连上以后会接着替您办，同一件事不会办两遍；也可以现在再试一次。';

function kept(key: string): boolean {
  return readPending().some((pending) => pending.key === key);
}

/** What became of something that was asked before the app was closed. */
export interface Outcome {
  name: ActionName;
  failure: Failure | null;
}

/** The last outcome that the person has not seen on a page of its own; home shows it. */
export const lateOutcome = createStore<Outcome | null>(null);

let resuming: Promise<void> | null = null;

/** Asks again, under their keys, for what has had no word yet. Called when the app starts and the network returns. */
export function resumePending(): Promise<void> {
  resuming ??= resumeAll().finally(() => {
    resuming = null;
  });
  return resuming;
}

async function resumeAll(): Promise<void> {
  if (!sessionToken()) return;
  for (const pending of readPending()) {
    const age = serverNow() - pending.at;
    if (age > (pending.name === 'POST /appointments' ? holdFor : keepFor)) {
      drop(pending.key);
      continue;
    }
    try {
      await settle(pending.name, pending.input as Input<ActionName>, pending.key, undefined);
      lateOutcome.set({ name: pending.name, failure: null });
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!failure.unknownOutcome) lateOutcome.set({ name: pending.name, failure });
    }
  }
}
