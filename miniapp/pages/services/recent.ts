import { storage } from '../../platform/storage';

const key = 'recent-searches';
const most = 6;

/** What was searched for on this phone and found, the latest first. */
export function recentSearches(): string[] {
  const kept = storage.read(key);
  return Array.isArray(kept) ? kept.filter((word): word is string => typeof word === 'string') : [];
}

/** Keeps a search. Words that the new one only continues (身 → 身份 → 身份证) give way to it. */
export function rememberSearch(words: string): string[] {
  const others = recentSearches().filter((other) => !words.startsWith(other));
  const next = [words, ...others].slice(0, most);
  storage.write(key, next);
  return next;
}

/** Forgets them. */
export function forgetSearches(): void {
  storage.remove(key);
}
