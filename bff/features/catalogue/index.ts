import type { ItemRow, Material } from '../../../shared/contract';
import type { Deps } from '../../deps';
import { PreparedCache } from '../../http/prepared-cache';
import { DataVersion } from '../../stores/data-version';
import type { AnyModel } from '../../stores/indexes';
import type { Availability, QueueRef, Venues } from '../venues';
import type { AnswersForCatalogue } from './answers';
import { type CaseItem, caseItemOf } from './case-item';
import { CatalogueDirectory, type CatalogueItem, type ItemFilter } from './directory';
import { Guides } from './guides';
import { itemModel } from './model';
import { presentRow } from './presenter';
import { publicLists } from './public-lists';
import { type CatalogueRoutes, catalogueRoutes } from './routes';

export type { CaseItem } from './case-item';
export type { CatalogueItem } from './directory';
export { TitleIndex } from './search/title-index';

/** What other features may ask of the catalogue. */
export interface Catalogue {
  routes: CatalogueRoutes;
  models: AnyModel[];
  /** From memory; null when there is no such item. */
  findItem(code: string): CatalogueItem | null;
  /** What to bring; empty when the item is not in the catalogue (any more). */
  guideMaterials(code: string): Promise<Material[]>;
  /** Everything a case takes from its item; null when there is none (any more). */
  caseItem(code: string): Promise<CaseItem | null>;
  /** The queues at which it is served, that of its own hall first; null when there is no such item. */
  queuesServing(code: string): readonly QueueRef[] | null;
  /** How many items are handled at a venue. */
  itemCount(venueId: string): number;
  /** The items most asked for in a county (530600: the city's own). */
  popular(county: string, count: number): ItemRow[];
  /** The five public lists with how many items each has. @param county all of them when undefined */
  listCounts(
    county: string | undefined,
  ): { list: (typeof publicLists)[number]['list']; name: string; count: number }[];
  /** The items that a department, or every one, handles at a hall: those most asked for first. */
  itemsAt(venueId: string, department: string | null): CatalogueItem[];
  /** Hands over the published answers once they are made: they stand beside what is searched. */
  joinAnswers(answers: AnswersForCatalogue): void;
  /** Called whenever the items were read anew. */
  onChange(listener: () => void): void;
}

/** How long an answer that says "free" may be told again. */
const FRESH_MS = 3_000;
/** Lists change only with the catalogue, and then the cache is emptied. */
const LISTS_MS = 600_000;
const REFRESH_EVERY_MS = 3_000;

/** Service items: lists and search from memory, guides from the store. Reads its lists before it answers. */
export async function createCatalogue(
  deps: Deps & { venues: Venues; availability: Availability },
): Promise<Catalogue> {
  const { venues, availability, clock } = deps;
  const model = itemModel(deps.mongo);
  const version = new DataVersion(deps.mongo, 'catalogue');
  const directory = new CatalogueDirectory(model, version, (venueId) => {
    const venue = venues.venue(venueId);
    return venue?.level === 'township' ? venue.county : null;
  });
  const guides = new Guides(model);
  const listCache = new PreparedCache(clock, LISTS_MS, 500);
  const guideCache = new PreparedCache(clock, FRESH_MS);
  const serving = new ServingQueues(venues);
  const forget = () => {
    listCache.clear();
    guideCache.clear();
    serving.clear();
  };
  directory.onChange(() => {
    guides.clear();
    forget();
  });
  venues.onChange(forget);
  await directory.refresh();
  deps.work.add({ name: 'catalogue-refresh', every: REFRESH_EVERY_MS, run: () => directory.refresh() });

  let answers: Pick<AnswersForCatalogue, 'find'> = { find: () => [] };
  const queuesServing = (code: string) => {
    const item = directory.find(code);
    return item && serving.of(item);
  };
  return {
    routes: catalogueRoutes({
      directory,
      guides,
      venues,
      availability,
      queuesServing,
      answers: { find: (asked) => answers.find(asked) },
      listCache,
      guideCache,
    }),
    models: [model, version.model],
    findItem: (code) => directory.find(code),
    guideMaterials: async (code) => (await guides.get(code))?.guide.materials ?? [],
    caseItem: async (code) => {
      const item = directory.find(code);
      const doc = item && (await guides.get(code));
      return item && doc && caseItemOf(item, doc);
    },
    queuesServing,
    itemCount: (venueId) => directory.countAt(venueId),
    popular: (county, count) =>
      directory
        .query(undefined, { county })
        .rows.slice(0, count)
        .map(({ item }) => presentRow(item, venues)),
    listCounts: (county) => {
      const filter: ItemFilter = county === undefined ? {} : { county };
      const { lists } = directory.query(undefined, filter);
      return publicLists.map(({ list, name }) => ({ list, name, count: lists.get(list) ?? 0 }));
    },
    itemsAt: (venueId, department) =>
      directory
        .query(undefined, { venue: venueId, ...(department !== null && { department }) })
        .rows.map(({ item }) => item),
    joinAnswers: (made) => {
      answers = made;
      made.onChange(() => listCache.clear());
    },
    onChange: (listener) => directory.onChange(listener),
  };
}

/**
 * Which queues serve an item: that of its own hall; when it is handled at townships those of its county; when it is
 * 全城通办 those of the same department at the city and every county centre.
 */
class ServingQueues {
  private readonly known = new Map<string, readonly QueueRef[]>();

  constructor(private readonly venues: Venues) {}

  of(item: CatalogueItem): readonly QueueRef[] {
    const known = this.known.get(item.code);
    if (known) return known;
    const found = this.find(item);
    this.known.set(item.code, found);
    return found;
  }

  clear(): void {
    this.known.clear();
  }

  private find(item: CatalogueItem): QueueRef[] {
    const home = this.refs(item.venueId, item.department);
    const citywide = item.lists.includes('citywide');
    const others = this.venues.all().flatMap(({ id, level, county }) => {
      if (id === item.venueId) return [];
      if (level === 'township' && item.atTownships && county === item.county) return this.refs(id);
      const centre = level === 'city' || level === 'county';
      return centre && citywide ? this.refs(id, item.department) : [];
    });
    return [...home, ...others];
  }

  private refs(venueId: string, department?: string): QueueRef[] {
    return this.venues
      .queuesOf(venueId)
      .filter((queue) => department === undefined || queue.department === department)
      .map(({ id }) => ({ queueId: id, venueId }));
  }
}
