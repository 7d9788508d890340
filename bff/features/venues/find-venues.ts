import type { VenueRow } from '../../../shared/contract';
import { distanceMetres, type Position, parsePosition } from '../../../shared/domain/distance';
import { compareKeys, type PageOf, pageAfter, type SortKey } from '../../http/cursor';
import { Problem } from '../../problem';
import type { Venue, VenueDirectory } from './directory';
import type { VenueLevel } from './model';
import { presentRow } from './presenter';
import type { Availability, CatalogueForVenues } from './services';

const PAGE_SIZE = 20;

export interface VenueQuery {
  near?: string;
  item?: string;
  county?: string;
  level?: VenueLevel | 'centre';
  page?: string;
}

interface Found {
  venue: Venue;
  key: SortKey;
  distance: number | null;
  queueId: string | null;
}

/**
 * Venues nearest first, or in list order without a position; with an item those that serve it, its own hall
 * first, each with the first time that is free.
 * @throws Problem NOT_FOUND for an unknown item, VALIDATION_FAILED for a position that is none
 */
export async function findVenues(
  parts: { directory: VenueDirectory; catalogue: CatalogueForVenues; availability: Availability },
  query: VenueQuery,
  now: Date,
): Promise<PageOf<VenueRow>> {
  const { directory, catalogue, availability } = parts;
  const near = positionOf(query.near);
  const found = candidates(directory, catalogue, query.item)
    .filter(({ venue }) => query.county === undefined || venue.county === query.county)
    .filter(({ venue }) => query.level === undefined || isOf(query.level, venue.level))
    .map(({ venue, queueId, order }): Found => {
      const distance = near && distanceMetres(near, venue.address);
      return { venue, queueId, distance, key: [distance ?? order, venue.id] };
    })
    .sort((a, b) => compareKeys(a.key, b.key));
  const page = pageAfter(found, query.page, PAGE_SIZE, ({ key }) => key);
  const queueIds = page.items.flatMap(({ queueId }) => queueId ?? []);
  const free = queueIds.length > 0 ? await availability.firstFreeMany(queueIds) : new Map();
  return {
    ...page,
    items: page.items.map(({ venue, distance, queueId }) =>
      presentRow(directory, venue, now, {
        distance,
        queueId,
        firstFree: queueId === null ? null : (free.get(queueId) ?? null),
      }),
    ),
  };
}

function isOf(wanted: VenueLevel | 'centre', level: VenueLevel): boolean {
  if (wanted === 'centre') return level === 'city' || level === 'county';
  return level === wanted;
}

/** Reads `near`. @throws Problem VALIDATION_FAILED */
export function positionOf(near: string | undefined): Position | null {
  if (near === undefined) return null;
  const position = parsePosition(near);
  if (position) return position;
  throw new Problem('VALIDATION_FAILED', { fields: { 'query.near': '位置要写成“纬度,经度”。' } });
}

function candidates(directory: VenueDirectory, catalogue: CatalogueForVenues, item: string | undefined) {
  if (item === undefined)
    return directory.all().map((venue) => ({ venue, queueId: null, order: venue.order }));
  const serving = catalogue.queuesServing(item);
  if (!serving) throw new Problem('NOT_FOUND');
  return serving.flatMap(({ venueId, queueId }, order) => {
    const venue = directory.venue(venueId);
    return venue ? [{ venue, queueId, order }] : [];
  });
}
