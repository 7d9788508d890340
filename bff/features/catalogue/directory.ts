import type { Model } from 'mongoose';
import type { PublicList } from '../../../shared/contract';
import { compareKeys, type SortKey } from '../../http/cursor';
import type { DataVersion } from '../../stores/data-version';
import { guideOnly, type ItemDoc, type ItemFields } from './model';
import { TitleIndex } from './search/title-index';

/** An item as lists, filters and bookings know it. */
export interface CatalogueItem extends Omit<ItemFields, '_id'> {
  code: string;
  /** Where it stands in a list: the city first, then by how often it is asked for. */
  key: string;
}

export interface ItemFilter {
  list?: PublicList;
  department?: string;
  county?: string;
  venue?: string;
}

export interface FoundItem {
  item: CatalogueItem;
  key: SortKey;
}

/** Items found, and for each filter how many a choice of it would find. */
export interface Found {
  rows: FoundItem[];
  lists: Map<string, number>;
  departments: Map<string, number>;
  counties: Map<string, number>;
}

interface Contents {
  version: number;
  byCode: Map<string, CatalogueItem>;
  ordered: CatalogueItem[];
  titles: TitleIndex;
  /** Items by the position of their title in the index. */
  byTitle: CatalogueItem[][];
  atVenue: Map<string, number>;
  atTownshipsOf: Map<string, number>;
}

/** The list fields of every item in memory, with the search over them. */
export class CatalogueDirectory {
  private contents: Contents = build(0, []);
  private readonly listeners: (() => void)[] = [];

  /** @param townshipCounty county of a venue when it is a township centre, else null */
  constructor(
    private readonly model: Model<ItemDoc>,
    private readonly version: DataVersion,
    private readonly townshipCounty: (venueId: string) => string | null,
  ) {}

  /** Loads when another version is stored than the one in memory. */
  async refresh(): Promise<void> {
    const version = await this.version.read();
    if (version === this.contents.version) return;
    const hidden = Object.fromEntries(guideOnly.map((field) => [field, 0]));
    const docs = await this.model.find({ status: 'active' }, hidden).lean<ItemFields[]>();
    this.contents = build(version, docs);
    for (const listener of this.listeners) listener();
  }

  /** Called after every load. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  find(code: string): CatalogueItem | null {
    return this.contents.byCode.get(code) ?? null;
  }

  /** Every item: the city's first, then by how often it is asked for. */
  all(): readonly CatalogueItem[] {
    return this.contents.ordered;
  }

  /** How many items are handled at a venue: the same as a list filtered by it. */
  countAt(venueId: string): number {
    const county = this.townshipCounty(venueId);
    const { atVenue, atTownshipsOf } = this.contents;
    return (atVenue.get(venueId) ?? 0) + (county === null ? 0 : (atTownshipsOf.get(county) ?? 0));
  }

  /** Searches and filters; the most relevant first, the city before the counties. */
  query(words: string | undefined, filter: ItemFilter): Found {
    const found: Found = { rows: [], lists: new Map(), departments: new Map(), counties: new Map() };
    const townshipCounty = filter.venue === undefined ? null : this.townshipCounty(filter.venue);
    const candidates = words ? this.matching(words) : this.contents.ordered.map(unscored);
    for (const row of candidates) {
      const { item } = row;
      const atVenue =
        filter.venue === undefined ||
        item.venueId === filter.venue ||
        (item.atTownships && item.county === townshipCounty);
      if (!atVenue) continue;
      const list = filter.list === undefined || item.lists.includes(filter.list);
      const department = filter.department === undefined || item.department === filter.department;
      const county = filter.county === undefined || item.county === filter.county;
      if (department && county) for (const each of item.lists) count(found.lists, each);
      if (list && county) count(found.departments, item.department);
      if (list && department) count(found.counties, item.county);
      if (list && department && county) found.rows.push(row);
    }
    return found;
  }

  private matching(words: string): FoundItem[] {
    const rows: FoundItem[] = [];
    for (const [title, score] of this.contents.titles.search(words))
      for (const item of this.contents.byTitle[title] ?? []) rows.push({ item, key: [-score, item.key] });
    return rows.sort((a, b) => compareKeys(a.key, b.key));
  }
}

function unscored(item: CatalogueItem): FoundItem {
  return { item, key: [0, item.key] };
}

function build(version: number, docs: readonly ItemFields[]): Contents {
  const ordered = docs.map(toItem).sort((a, b) => (a.key < b.key ? -1 : 1));
  const titles = new Map<string, CatalogueItem[]>();
  const atVenue = new Map<string, number>();
  const atTownshipsOf = new Map<string, number>();
  for (const item of ordered) {
    const title = `${item.name} ${item.department}`;
    const same = titles.get(title);
    if (same) same.push(item);
    else titles.set(title, [item]);
    count(atVenue, item.venueId);
    if (item.atTownships) count(atTownshipsOf, item.county);
  }
  const byTitle = [...titles.values()];
  return {
    version,
    ordered,
    byCode: new Map(ordered.map((item) => [item.code, item])),
    byTitle,
    titles: new TitleIndex(byTitle.flatMap((items) => items[0] ?? [])),
    atVenue,
    atTownshipsOf,
  };
}

/** County codes begin with those of the city, 530600, so that plain order puts the city first. */
function toItem({ _id: code, ...fields }: ItemFields): CatalogueItem {
  return { code, ...fields, key: `${fields.county}${9 - fields.popularity}${code}` };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
