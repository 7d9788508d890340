import { plain } from './reply-words';

/** What two complaints are compared by. */
export interface Compared {
  what: string;
  windowId: string | null;
  venueId: string | null;
  itemCode: string | null;
  personId: string | null;
}

/** From here on somebody should look whether they are about one thing. */
const ALIKE = 0.45;
/** Nothing new is said when so much of a text stands in the other. */
const NOTHING_NEW = 0.8;

/**
 * How alike two complaints are, by words, place and item; null when not enough to be shown.
 * @returns `sure`: the same person, without new facts
 */
export function alike(one: Compared, other: Compared): { score: number; sure: boolean } | null {
  const words = sharedPart(one.what, other.what);
  const sure = one.personId !== null && one.personId === other.personId && words >= NOTHING_NEW;
  const score =
    0.7 * words +
    (one.windowId !== null && one.windowId === other.windowId ? 0.15 : 0) +
    (one.itemCode !== null && one.itemCode === other.itemCode ? 0.15 : 0) +
    (one.venueId !== null && one.venueId === other.venueId ? 0.05 : 0);
  return sure || score >= ALIKE ? { score, sure } : null;
}

/** How much of the shorter text stands in the longer one: 0 to 1, by pairs of characters. */
function sharedPart(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return 0;
  let shared = 0;
  for (const pair of few) if (many.has(pair)) shared += 1;
  return shared / few.size;
}

function pairsOf(text: string): Set<string> {
  const letters = [...plain(text)];
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < letters.length; at += 1) pairs.add(`${letters[at]}${letters[at + 1]}`);
  return pairs;
}
