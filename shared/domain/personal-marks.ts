import { addresses } from './personal/addresses';
import { names } from './personal/names';
import { idNumbers, phones, plates } from './personal/numbers';

/** What tells who somebody is. */
type PersonalKind = 'name' | 'phone' | 'id-number' | 'plate' | 'address';

/** Where in a text it stands: from `from` up to but without `to`, in UTF-16 units. */
export interface FoundMark {
  from: number;
  to: number;
  kind: PersonalKind;
}

/**
 * Finds by itself what tells who somebody is, in Chinese prose: names after the words that announce them or before a form of
 * address, mobile and land-line phones, ID numbers, number plates, and addresses down to the house. It rather marks too much
 * than too little, and is never the last word: a person looks before anything is published.
 * @param known names that are known to belong here (who complained, who answered): found wherever they stand
 * @returns in the order of the text; none overlaps another
 */
export function personalMarks(text: string, known: readonly string[] = []): FoundMark[] {
  const plain = narrow(text);
  const found: FoundMark[] = [];
  // What is surest comes first; of what overlaps it only the rest is marked.
  for (const mark of [
    ...idNumbers(plain),
    ...plates(plain),
    ...phones(plain),
    ...addresses(plain),
    ...knownNames(plain, known),
    ...names(plain),
  ])
    found.push(...outside(mark, found));
  return found.filter(({ from, to }) => /\S/.test(text.slice(from, to))).sort((a, b) => a.from - b.from);
}

/** Full-width letters, digits and signs made narrow, each for each, so that places stay what they are. */
function narrow(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[•・‧∙]/g, '·')
    .replace(/[\u2010-\u2015\u2212]/g, '-');
}

function knownNames(text: string, known: readonly string[]): FoundMark[] {
  return known.map(narrow).flatMap((name) => {
    if (name.length < 2) return [];
    const marks: FoundMark[] = [];
    for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + name.length))
      marks.push({ from, to: from + name.length, kind: 'name' });
    return marks;
  });
}

/** What of a mark lies outside of those that there are. */
function outside(mark: FoundMark, found: readonly FoundMark[]): FoundMark[] {
  let pieces = [mark];
  for (const { from, to } of found)
    pieces = pieces.flatMap((piece) => {
      if (to <= piece.from || piece.to <= from) return [piece];
      return [
        { ...piece, to: from },
        { ...piece, from: to },
      ].filter((rest) => rest.from < rest.to);
    });
  return pieces;
}
