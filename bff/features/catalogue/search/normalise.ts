/** Part of a query in one script: Han characters, or Latin letters and digits. */
export interface Term {
  script: 'han' | 'latin';
  text: string;
}

/** Width and case folded; what is neither Han nor a letter nor a digit becomes a space. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Script=Han}\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The terms of a query: split at spaces and where the script changes. */
export function termsOf(query: string): Term[] {
  return [...normalise(query).matchAll(/(\p{Script=Han}+)|([^\p{Script=Han}\s]+)/gu)].map(([text, han]) => ({
    script: han ? 'han' : 'latin',
    text,
  }));
}

/** Overlapping pairs of characters; a single character stands for itself. */
export function bigrams(text: string): string[] {
  const characters = [...text];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
