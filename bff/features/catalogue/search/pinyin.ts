import { pinyin } from 'pinyin-pro';

/** How a text is typed without its characters: `jumin…` and `jm…`. */
export interface Spelling {
  /** Syllables without tones, joined. */
  full: string;
  /** Where each syllable begins in `full`. */
  starts: Set<number>;
  initials: string;
  syllables: string[];
}

/** Spells a normalised text; letters and digits in it stand for themselves. */
export function spell(text: string): Spelling {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true }).filter((s) => s.trim() !== '');
  const starts = new Set<number>();
  let full = '';
  for (const syllable of syllables) {
    starts.add(full.length);
    full += syllable;
  }
  return { full, starts, syllables, initials: syllables.map((syllable) => syllable[0] ?? '').join('') };
}

/** Whether the letters are the spelling of a part of the text that begins at a syllable. */
export function spells({ full, starts, initials }: Spelling, letters: string): boolean {
  if (initials.includes(letters)) return true;
  for (let at = full.indexOf(letters); at >= 0; at = full.indexOf(letters, at + 1))
    if (starts.has(at)) return true;
  return false;
}
