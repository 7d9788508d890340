import type { FaqEntry } from '../../../shared/contract/questions';
import { dateOf } from '../../../shared/domain/time';
import { compareKeys, type SortKey } from '../../http/cursor';
import type { DataVersion } from '../../stores/data-version';
import { TitleIndex } from '../catalogue';
import { gistOf } from './gist';
import type { QuestionDoc, QuestionModel } from './model';
import type { QuestionNeeds } from './needs';

/** A published answer and where it stands among those that were asked for. */
export interface FoundAnswer {
  entry: FaqEntry;
  key: SortKey;
}

interface Known {
  entry: FaqEntry;
  /** The item wherever it is handled; null for answers about none. */
  basicCode: string | null;
  county: string;
  publishedAt: number;
}

interface Contents {
  version: number;
  known: Known[];
  titles: TitleIndex;
}

/** The newest are kept: the index is made anew with every publication, and more would be felt then. */
const MOST = 2_000;
const CITY = '530600';

/** Every published answer in memory, with the search over them. */
export class PublishedAnswers {
  private contents: Contents = { version: 0, known: [], titles: new TitleIndex([]) };
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly questions: QuestionModel,
    private readonly version: DataVersion,
    private readonly needs: Pick<QuestionNeeds, 'catalogue' | 'venues'>,
  ) {}

  /** Loads when another version is stored than the one in memory. */
  async refresh(): Promise<void> {
    const version = await this.version.read();
    if (version === this.contents.version) return;
    const docs = await this.questions
      .find({ publishedAt: { $exists: true } }, { words: 0, answerWords: 0, outbox: 0 })
      .sort({ publishedAt: -1 })
      .limit(MOST)
      .lean<QuestionDoc[]>();
    const known = docs.flatMap((doc) => this.knownOf(doc) ?? []);
    this.contents = { version, known, titles: new TitleIndex(known.map((each) => this.titleOf(each))) };
    for (const listener of this.listeners) listener();
  }

  /** Names and codes come from the catalogue: what was made from an older one is made anew. */
  forget(): void {
    this.contents = { ...this.contents, version: -1 };
  }

  /** Has every process, this one at once, read them anew. */
  async changed(): Promise<void> {
    await this.version.raise();
    await this.refresh();
  }

  /** Called after every load. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Those that fit what was typed, the best first; without words the newest first. Of an item: its own before those of the
   * same item at the city or elsewhere in its county.
   */
  find({ words = '', item }: { words?: string; item?: string }): FoundAnswer[] {
    const { known, titles } = this.contents;
    const about = item === undefined ? () => 0 : this.nearnessTo(item);
    const scores = words === '' ? null : titles.search(gistOf(words));
    const found: FoundAnswer[] = [];
    for (const [index, each] of known.entries()) {
      const score = scores === null ? 0 : scores.get(index);
      const nearness = about(each);
      if (score === undefined || nearness === null) continue;
      // Scores stay below a thousand; what is equal stands by its day.
      const rank = -(nearness * 10_000 + score);
      found.push({ entry: each.entry, key: [rank, `${newestFirst(each.publishedAt)}${each.entry.id}`] });
    }
    return found.sort((a, b) => compareKeys(a.key, b.key));
  }

  /** How near an answer is to an item: 1 its own, 0 the same item at the city or in its county; null when of another. */
  private nearnessTo(code: string): (known: Known) => number | null {
    const item = this.needs.catalogue.findItem(code);
    return ({ entry, basicCode, county }) => {
      if (entry.itemCode === code) return 1;
      if (!item || basicCode !== item.basicCode) return null;
      return county === CITY || county === item.county ? 0 : null;
    };
  }

  private knownOf(doc: QuestionDoc): Known | null {
    const { published, publishedAt } = doc;
    if (!published || !publishedAt) return null;
    const venue = this.needs.venues.venue(doc.venueId);
    const item = doc.itemCode === null ? null : this.needs.catalogue.findItem(doc.itemCode);
    return {
      entry: {
        id: doc._id,
        question: published.question,
        answer: published.answer,
        itemCode: doc.itemCode,
        itemName: doc.itemName,
        by: [venue?.name, doc.department].filter(Boolean).join(' '),
        answeredOn: dateOf(publishedAt),
        sample: doc.sample,
      },
      basicCode: item?.basicCode ?? null,
      county: venue?.county ?? CITY,
      publishedAt: publishedAt.getTime(),
    };
  }

  private titleOf({ entry }: Known) {
    const item = entry.itemCode === null ? null : this.needs.catalogue.findItem(entry.itemCode);
    const keywords = [...(entry.itemName === null ? [] : [entry.itemName]), ...(item?.keywords ?? [])];
    return { name: entry.question, keywords, department: item?.department ?? '', popularity: 0 };
  }
}

/** Text that sorts the newest first. */
function newestFirst(at: number): string {
  return String(9_999_999_999_999 - at).padStart(13, '0');
}
