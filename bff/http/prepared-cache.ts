import type { Clock } from '../clock';
import { prepare } from './etag';
import type { Prepared } from './route';

interface Entry {
  madeAt: number;
  answer: Promise<Prepared>;
}

/**
 * Answers that many are given within the same moment, made once. Two who ask at once wait for one making; a
 * making that fails is forgotten. Bounded: the oldest goes first.
 */
export class PreparedCache {
  private readonly entries = new Map<string, Entry>();

  /** @param ttlMs how old an answer may be, by the injected clock */
  constructor(
    private readonly clock: Clock,
    private readonly ttlMs: number,
    private readonly maxEntries = 1_000,
  ) {}

  /** The answer kept under a key, or a new one. */
  get(key: string, make: () => unknown | Promise<unknown>): Promise<Prepared> {
    const now = this.clock.now().getTime();
    const kept = this.entries.get(key);
    // The sandbox can set the clock back: what was made later than now is not fresh either.
    if (kept && now >= kept.madeAt && now - kept.madeAt < this.ttlMs) return kept.answer;
    this.entries.delete(key);
    if (this.entries.size >= this.maxEntries) this.dropOldest();
    const answer = Promise.resolve().then(make).then(prepare);
    const entry = { madeAt: now, answer };
    this.entries.set(key, entry);
    answer.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return answer;
  }

  /** Forgets everything: what the answers were made from has changed. */
  clear(): void {
    this.entries.clear();
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }
}
