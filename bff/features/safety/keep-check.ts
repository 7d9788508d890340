import type { ToCheck } from '.';
import { type CheckDoc, WORDS } from './model';
import type { SafetyParts } from './parts';
import { isSettled } from './verdict';

/** Keeps what is to be looked at; the jobs do the rest. Of nobody nothing can be asked: a person looks. Repeatable. */
export async function keepCheck(parts: SafetyParts, given: ToCheck): Promise<void> {
  const { key, kind, id, words, pictures, accountId } = given;
  const now = parts.clock.now();
  const unasked = accountId === null ? ('unknown' as const) : null;
  const empty = words.trim() === '';
  const wordsVerdict = empty ? ('pass' as const) : unasked;
  const doc: CheckDoc = {
    _id: key,
    kind,
    id,
    words: wordsVerdict === null ? parts.cipher.seal(words, WORDS) : null,
    wordsVerdict,
    pictures: [...new Set(pictures)].map((picture) => ({
      id: picture,
      verdict: unasked,
      askedAt: null,
      traces: [],
    })),
    traces: [],
    accountId,
    attempts: 0,
    fence: 0,
    giveUpAt: new Date(now.getTime() + parts.settings.safety.giveUpMs),
    version: 0,
  };
  const next = isSettled(doc) ? { tellAt: now } : { dueAt: now };
  try {
    await parts.checks.create({ ...doc, ...next });
  } catch (error) {
    // Asked before.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
}
