import { bigrams, normalise, type Term, termsOf } from './normalise';
import { type Spelling, spell, spells } from './pinyin';
import { waysToAsk } from './synonyms';

/** What can be found: a name with the words people say for it. */
export interface Title {
  name: string;
  keywords: readonly string[];
  department: string;
  /** 0 to 9. */
  popularity: number;
}

interface Entry {
  name: string;
  keywords: string[];
  popularity: number;
  /** Of the name, each keyword and the department. */
  spellings: Spelling[];
}

/**
 * Finds titles by words, pinyin or initials. Postings of bigrams with a minimum match and a bonus for the whole
 * phrase: of what was measured the only one that found reordered words and pinyin alike (docs: libraries).
 */
export class TitleIndex {
  private readonly entries: Entry[];
  private readonly han = new Map<string, number[]>();
  /** By syllable, and by pairs of initials (or the only one). */
  private readonly syllables = new Map<string, number[]>();
  private readonly initials = new Map<string, number[]>();

  constructor(titles: readonly Title[]) {
    // Departments and keywords come again and again; each text is spelled once.
    const spelled = new Map<string, Spelling>();
    const spellOnce = (text: string) => {
      const spelling = spelled.get(text) ?? spell(text);
      spelled.set(text, spelling);
      return spelling;
    };
    this.entries = titles.map((title, id) => this.add(title, id, spellOnce));
  }

  /** Scores of the titles that match, by their position in the list given; whole numbers, more is better. */
  search(query: string): Map<number, number> {
    const scores = new Map<number, number>();
    waysToAsk(query).forEach((way, index) => {
      for (const [id, score] of this.searchOnce(way)) {
        // The words as typed count more than what they may mean.
        const weighted = index === 0 ? score : Math.floor(score * 0.9);
        if (weighted > (scores.get(id) ?? 0)) scores.set(id, weighted);
      }
    });
    return scores;
  }

  private add(
    { name, keywords, department, popularity }: Title,
    id: number,
    spellOnce: (text: string) => Spelling,
  ): Entry {
    const texts = [name, ...keywords, department].map(normalise);
    const grams = new Set(
      texts.flatMap((text) => text.split(' ')).flatMap((word) => [...bigrams(word), ...word]),
    );
    for (const gram of grams) post(this.han, gram, id);
    const spellings = texts.map(spellOnce);
    for (const syllable of new Set(spellings.flatMap(({ syllables }) => syllables)))
      post(this.syllables, syllable, id);
    for (const pair of new Set(spellings.flatMap(({ initials }) => pairsOf(initials))))
      post(this.initials, pair, id);
    const [normalName = '', ...others] = texts;
    return { name: normalName, keywords: others.slice(0, -1), popularity, spellings };
  }

  private searchOnce(query: string): Map<number, number> {
    const terms = termsOf(query);
    const han = terms.filter(({ script }) => script === 'han');
    const latin = terms.filter(({ script }) => script === 'latin');
    const shares = han.length > 0 ? this.matchHan(han) : undefined;
    const phrase = terms.map(({ text }) => text).join('');
    const scores = new Map<number, number>();
    for (const id of latin.length > 0 ? this.matchLatin(latin) : (shares?.keys() ?? [])) {
      const share = shares ? shares.get(id) : 1;
      const entry = this.entries[id];
      if (share === undefined || !entry) continue;
      scores.set(id, Math.round(100 * share) + bonus(entry, phrase, latin) + 2 * entry.popularity);
    }
    return scores;
  }

  /** Share of the query's bigrams that each title has, for those that have enough of them. */
  private matchHan(terms: Term[]): Map<number, number> {
    const grams = [...new Set(terms.flatMap(({ text }) => bigrams(text)))];
    const counts = new Uint8Array(this.entries.length);
    const needed = grams.length <= 2 ? grams.length : Math.ceil(grams.length / 2);
    const enough: number[] = [];
    for (const gram of grams) {
      for (const id of this.han.get(gram) ?? []) {
        const count = (counts[id] ?? 0) + 1;
        counts[id] = count;
        if (count === needed) enough.push(id);
      }
    }
    const shares = new Map<number, number>();
    for (const id of enough) shares.set(id, (counts[id] ?? 0) / grams.length);
    return shares;
  }

  /** Titles of which every term spells a part. */
  private matchLatin(terms: Term[]): number[] {
    const [first, ...others] = terms.map(({ text }) => this.candidates(text));
    return [...(first ?? [])].filter(
      (id) =>
        others.every((ids) => ids.has(id)) &&
        terms.every(({ text }) => this.entries[id]?.spellings.some((spelling) => spells(spelling, text))),
    );
  }

  /** Every title of which a term may spell a part: by its initials, or cut into syllables in some way. */
  private candidates(letters: string): Set<number> {
    const found = new Set(intersection(pairsOf(letters).map((pair) => this.initials.get(pair) ?? [])));
    for (const cut of this.cuts(letters.slice(0, LOOKED_UP)))
      for (const id of intersection(cut.map((syllable) => this.syllables.get(syllable) ?? []))) found.add(id);
    return found;
  }

  /** The ways to cut letters into syllables that occur; the last may be only begun. */
  private cuts(letters: string): string[][] {
    const whole = [...this.syllables.keys()]
      .filter((syllable) => syllable.startsWith(letters))
      .map((s) => [s]);
    for (let length = 1; length < letters.length && length <= LONGEST_SYLLABLE; length += 1) {
      const head = letters.slice(0, length);
      if (!this.syllables.has(head)) continue;
      for (const rest of this.cuts(letters.slice(length))) whole.push([head, ...rest]);
    }
    return whole;
  }
}

/** zhuang, chuang, shuang. */
const LONGEST_SYLLABLE = 6;
/** What spells a word spells its beginning too; longer ones could be cut in too many ways. */
const LOOKED_UP = 8;

/** For the phrase as a whole, and for names that say little else. */
function bonus({ name, keywords, spellings }: Entry, phrase: string, latin: Term[]): number {
  const closeness = Math.round((20 * Math.min(phrase.length, name.length)) / name.length);
  if (name === phrase) return 180 + closeness;
  if (keywords.includes(phrase)) return 120 + closeness;
  if (name.startsWith(phrase)) return 80 + closeness;
  if (name.includes(phrase)) return 60 + closeness;
  if (keywords.some((keyword) => keyword.includes(phrase))) return 50 + closeness;
  const [own] = spellings;
  if (latin.length === 0 || !own) return closeness;
  const initials = own.initials === phrase ? 80 : own.initials.includes(phrase) ? 40 : 0;
  return initials + (latin.every(({ text }) => spells(own, text)) ? 20 : 0);
}

/** Pairs of neighbouring letters, and single ones for who types only one. */
function pairsOf(letters: string): string[] {
  return letters.length < 2 ? [letters] : bigrams(letters);
}

/** What is in all lists; ids ascend in each. */
function intersection(lists: number[][]): number[] {
  const [shortest = [], ...others] = lists.sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return shortest.filter((id) => sets.every((set) => set.has(id)));
}

function post(postings: Map<string, number[]>, gram: string, id: number): void {
  const list = postings.get(gram);
  if (list) list.push(id);
  else postings.set(gram, [id]);
}
