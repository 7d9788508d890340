import { storage } from '../platform/storage';
import { createStore } from '../platform/store';
import { forgetOwn } from './own';
import type { Answer, Input, ReadName } from './types';

/** An answer that was received before, as the phone kept it. */
export interface Seen<N extends ReadName> {
  data: Answer<N>;
  /** When it was received or last found unchanged, `Date.now()`. */
  at: number;
  etag: string | null;
}

interface Entry {
  key: string;
  at: number;
}

const indexKey = 'seen';
/** Guides are about 6 KB each: some 300 KB in all, far below what WeChat (10 MB) and browsers (5 MB) give. */
const most = 48;

/** The same for everyone; all other answers are about the person and go when they sign out. */
const common: readonly ReadName[] = [
  'GET /items',
  'GET /items/{code}',
  'GET /venues',
  'GET /venues/{id}',
  'GET /queues/{id}/days',
  'GET /queues/{id}/slots',
  'GET /notices/privacy',
  'GET /regions',
  'GET /questions',
  'GET /venues/{id}/windows',
  'GET /windows/{id}',
];

function keyOf<N extends ReadName>(name: N, input: Input<N>): string {
  return `seen ${name} ${JSON.stringify([input.params ?? {}, input.query ?? {}])}`;
}

function readIndex(): Entry[] {
  const kept = storage.read(indexKey);
  return Array.isArray(kept) ? (kept as Entry[]) : [];
}

/** What was seen before, or null. Our own writing is trusted; `version` below guards against older shapes. */
export function recall<N extends ReadName>(name: N, input: Input<N>): Seen<N> | null {
  checkVersion();
  const kept = storage.read(keyOf(name, input));
  if (typeof kept !== 'object' || kept === null || !('data' in kept)) return null;
  return kept as Seen<N>;
}

/**
 * Keeps an answer; the oldest make room.
 * @param asOf `changesSoFar()` when it was asked for: what was changed since, it may not know of
 */
export function remember<N extends ReadName>(
  name: N,
  input: Input<N>,
  data: Answer<N>,
  etag: string | null,
  asOf = changes.get(),
): Seen<N> {
  checkVersion();
  const key = keyOf(name, input);
  const at = Date.now();
  const seen: Seen<N> = { data, at, etag };
  const others = readIndex().filter((entry) => entry.key !== key);
  for (const { key: old } of others.splice(0, Math.max(0, others.length - most + 1))) storage.remove(old);
  if (storage.write(key, seen)) storage.write(indexKey, [...others, { key, at }]);
  rememberedUnder.set(key, asOf);
  return seen;
}

const changes = createStore(0);
/** Which change each answer of this run already knows of. */
const rememberedUnder = new Map<string, number>();

/**
 * True when an answer came in less than `within` milliseconds ago. What is about the person must also be newer than
 * the last change made from here.
 */
export function isFresh<N extends ReadName>(name: N, input: Input<N>, within: number): boolean {
  const seen = recall(name, input);
  if (!seen || Date.now() - seen.at > within) return false;
  return common.includes(name) || rememberedUnder.get(keyOf(name, input)) === changes.get();
}

/** How often something was changed from here in this run. */
export const changesSoFar = () => changes.get();

/** Whether an answer that was asked for then may be older than what was changed from here meanwhile. */
export function mayBeOld(name: ReadName, asOf: number): boolean {
  return !common.includes(name) && changes.get() !== asOf;
}

/** Says that something on the server was changed from here: screens that come back into view ask again. */
export function changed(): void {
  changes.set(changes.get() + 1);
}

/** Forgets what is about the person: after signing out or erasing. */
export function forgetPersonal(): void {
  forgetOwn();
  const index = readIndex();
  const isCommon = ({ key }: Entry) => common.some((name) => key.startsWith(`seen ${name} `));
  for (const entry of index) if (!isCommon(entry)) storage.remove(entry.key);
  storage.write(indexKey, index.filter(isCommon));
  changed();
}

/** Raised when the shape of an answer changes: what an older app kept is then thrown away. */
const version = 2;
let checked = false;

function checkVersion(): void {
  if (checked) return;
  checked = true;
  if (storage.read('seen-version') === version) return;
  for (const { key } of readIndex()) storage.remove(key);
  storage.write(indexKey, []);
  storage.write('seen-version', version);
}
