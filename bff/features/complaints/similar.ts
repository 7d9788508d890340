/** How alike two texts are, by the pairs of neighbouring characters they share (Dice): 0 nothing, 1 the same. */
export function likeness(a: string, b: string): number {
  const left = pairsOf(a);
  const right = pairsOf(b);
  const all = countOf(left) + countOf(right);
  if (all === 0) return plain(a) === plain(b) ? 1 : 0;
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  return (2 * shared) / all;
}

/** From here on two complaints say the same. */
export const NEARLY_THE_SAME = 0.75;

function pairsOf(text: string): Map<string, number> {
  const characters = [...plain(text)];
  const pairs = new Map<string, number>();
  for (let index = 1; index < characters.length; index += 1) {
    const pair = `${characters[index - 1]}${characters[index]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Without what carries no meaning: spaces, punctuation, case. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
}

function countOf(pairs: Map<string, number>): number {
  let count = 0;
  for (const each of pairs.values()) count += each;
  return count;
}
