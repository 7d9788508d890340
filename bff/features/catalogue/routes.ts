import type { FreeTime, Guide } from '../../../shared/contract';
import type { catalogueContract } from '../../../shared/contract/catalogue';
import { pageAfter } from '../../http/cursor';
import type { PreparedCache } from '../../http/prepared-cache';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { Availability, QueueRef, Venues } from '../venues';
import type { AnswersForCatalogue } from './answers';
import type { CatalogueDirectory, Found } from './directory';
import type { Guides } from './guides';
import { presentGuide, presentRow } from './presenter';
import { publicLists } from './public-lists';

const PAGE_SIZE = 20;
/** Answers beside the items that were searched. */
const ANSWERS_FOUND = 3;

interface Parts {
  directory: CatalogueDirectory;
  guides: Guides;
  venues: Venues;
  availability: Availability;
  queuesServing(code: string): readonly QueueRef[] | null;
  answers: Pick<AnswersForCatalogue, 'find'>;
  listCache: PreparedCache;
  guideCache: PreparedCache;
}

export type CatalogueRoutes = Routes<Omit<typeof catalogueContract, 'GET /home'>>;

export function catalogueRoutes(parts: Parts): CatalogueRoutes {
  const { directory, guides, venues, listCache, guideCache } = parts;
  return {
    'GET /items': async ({ query }) => {
      const { q = '', list, department, county, venue, page } = query;
      return listCache.get(JSON.stringify([q, list, department, county, venue, page]), () => {
        const found = directory.query(q, { list, department, county, venue });
        const { items, next, total } = pageAfter(found.rows, page, PAGE_SIZE, ({ key }) => key);
        const rows = items.map(({ item }) => presentRow(item, venues));
        const answers = q === '' ? [] : parts.answers.find({ words: q }).slice(0, ANSWERS_FOUND);
        return {
          items: rows,
          next,
          total,
          facets: presentFacets(found, venues),
          answers: answers.map(({ entry }) => entry),
        };
      });
    },
    'GET /items/{code}': async ({ params, context }) =>
      guideCache.get(params.code, async () => {
        const item = directory.find(params.code);
        const doc = item && (await guides.get(params.code));
        if (!item || !doc) throw new Problem('NOT_FOUND');
        const serving = parts.queuesServing(item.code) ?? [];
        return presentGuide(item, doc, venues, context.now, {
          soonest: item.bookable ? await soonestOf(serving, parts) : null,
          venueCount: new Set(serving.map(({ venueId }) => venueId)).size,
        });
      }),
  };
}

/** The earliest free time of all halls that serve it; the home hall where several are equally early. */
async function soonestOf(
  serving: readonly QueueRef[],
  { availability, venues }: Parts,
): Promise<Guide['soonest']> {
  if (serving.length === 0) return null;
  const free = await availability.firstFreeMany(serving.map(({ queueId }) => queueId));
  let soonest: { ref: QueueRef; time: FreeTime } | null = null;
  for (const ref of serving) {
    const time = free.get(ref.queueId);
    if (time && (!soonest || time.start < soonest.time.start)) soonest = { ref, time };
  }
  if (!soonest) return null;
  const { ref, time } = soonest;
  return {
    venueId: ref.venueId,
    venueName: venues.venue(ref.venueId)?.name ?? '',
    queueId: ref.queueId,
    time,
  };
}

function presentFacets({ lists, departments, counties }: Found, venues: Venues) {
  return {
    lists: publicLists.map(({ list, name }) => ({ value: list, name, count: lists.get(list) ?? 0 })),
    departments: [...departments]
      .map(([name, count]) => ({ value: name, name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
    counties: [...counties]
      .map(([code, count]) => ({ value: code, name: venues.regionName(code), count }))
      .sort((a, b) => (a.value < b.value ? -1 : 1)),
  };
}
