import { likeness, NEARLY_THE_SAME } from '../similar';

/** What two complaints are compared by. */
export interface Compared {
  what: string;
  windowId: string | null;
  venueId: string | null;
  itemCode: string | null;
  personId: string | null;
}

/** From here on somebody should look whether they are about one thing. */
const ALIKE = 0.4;
/** So much in common that the place need not say it too: what has nothing to do with each other stays below a tenth. */
const ALIKE_WORDS = 0.25;

/**
 * How alike two complaints are, by words, place and item; null when not enough to be shown.
 * @returns `sure`: the same person, without new facts
 */
export function alike(one: Compared, other: Compared): { score: number; sure: boolean } | null {
  const words = likeness(one.what, other.what);
  const sure = one.personId !== null && one.personId === other.personId && words >= NEARLY_THE_SAME;
  const score =
    0.7 * words +
    (one.windowId !== null && one.windowId === other.windowId ? 0.15 : 0) +
    (one.itemCode !== null && one.itemCode === other.itemCode ? 0.15 : 0) +
    (one.venueId !== null && one.venueId === other.venueId ? 0.05 : 0);
  return sure || words >= ALIKE_WORDS || score >= ALIKE ? { score, sure } : null;
}
