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
  private readonly latin = new Map<string, number[]>();

  constructor(titles: readonly Title[]) {
    this.entries = titles.map((title, id) => this.add(title, id));
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

  private add({ name, keywords, department, popularity }: Title, id: number): Entry {
    const texts = [name, ...keywords, department].map(normalise);
    const grams = new Set(
      texts.flatMap((text) => text.split(' ')).flatMap((word) => [...bigrams(word), ...word]),
    );
    for (const gram of grams) post(this.han, gram, id);
    const spellings = texts.map(spell);
    const letters = new Set(spellings.flatMap(({ full, initials }) => [full, initials].flatMap(lettersOf)));
    for (const gram of letters) post(this.latin, gram, id);
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
    const counts = new Map<number, number>();
    for (const gram of grams)
      for (const id of this.han.get(gram) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    const needed = grams.length <= 2 ? grams.length : Math.ceil(grams.length / 2);
    const shares = new Map<number, number>();
    for (const [id, count] of counts) if (count >= needed) shares.set(id, count / grams.length);
    return shares;
  }

  /** Titles of which every term spells a part. */
  private matchLatin(terms: Term[]): number[] {
    let candidates: Set<number> | undefined;
    for (const gram of terms.flatMap(({ text }) => lettersOf(text))) {
      const posted = this.latin.get(gram) ?? [];
      const known = candidates;
      candidates = known ? new Set(posted.filter((id) => known.has(id))) : new Set(posted);
      if (candidates.size === 0) return [];
    }
    return [...(candidates ?? [])].filter((id) =>
      terms.every(({ text }) => this.entries[id]?.spellings.some((spelling) => spells(spelling, text))),
    );
  }
}

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

/** Pairs of letters, and each letter: enough to rule most titles out before looking closely. */
function lettersOf(text: string): string[] {
  return text.length < 2 ? [text] : [...bigrams(text), ...text];
}

function post(postings: Map<string, number[]>, gram: string, id: number): void {
  const list = postings.get(gram);
  if (list) list.push(id);
  else postings.set(gram, [id]);
}
