import type { venuesContract } from '../../../shared/contract/venues';
import { distanceMetres } from '../../../shared/domain/distance';
import type { PreparedCache } from '../../http/prepared-cache';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { VenueDirectory } from './directory';
import { findVenues, positionOf } from './find-venues';
import { presentDetail } from './presenter';
import type { Availability, CatalogueForVenues } from './services';

interface Parts {
  directory: VenueDirectory;
  cache: PreparedCache;
  catalogue: CatalogueForVenues;
  availability: Availability;
}

export function venueRoutes(parts: Parts): Routes<typeof venuesContract> {
  const { directory, cache, catalogue, availability } = parts;
  return {
    'GET /venues': async ({ query, context }) =>
      cache.get(`list ${query.near} ${query.item} ${query.county} ${query.level} ${query.page}`, () =>
        findVenues(parts, query, context.now),
      ),
    'GET /venues/{id}': async ({ params, query, context }) =>
      cache.get(`venue ${params.id} ${query.near}`, async () => {
        const venue = directory.venue(params.id);
        if (!venue) throw new Problem('NOT_FOUND');
        const near = positionOf(query.near);
        const queueIds = directory.queuesOf(venue.id).map(({ id }) => id);
        return presentDetail(directory, venue, context.now, {
          distance: near && distanceMetres(near, venue.address),
          free: queueIds.length > 0 ? await availability.firstFreeMany(queueIds) : new Map(),
          itemCount: catalogue.itemCount(venue.id),
        });
      }),
  };
}
