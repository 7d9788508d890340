import type { ItemDoc } from '../features/catalogue/model';
import type { QueueDoc, RegionDoc, VenueDoc } from '../features/venues/model';
import { loadDivisions } from './divisions';
import { itemsOf } from './items/items';
import { cityLayout, countyLayout, departmentsOf, type Layout } from './items/layout';
import { placesOf, venueId } from './places';

export type SampleScale = 'full' | 'small';

export interface SampleData {
  regions: RegionDoc[];
  venues: VenueDoc[];
  queues: QueueDoc[];
  items: ItemDoc[];
}

/** For tests: the city and two counties with a few townships and villages, and the well-known items. */
const small = { counties: ['530602', '530621'], townships: 3, villages: 2, share: 0.2 };

/** Generates the sample: the same rows every time. */
export function sampleData(scale: SampleScale): SampleData {
  const all = loadDivisions();
  const regions = scale === 'full' ? all : fewer(all);
  const share = scale === 'full' ? 1 : small.share;
  const layouts = new Map<string, Layout>();
  for (const [index, { _id, level }] of all.filter(hasCentre).entries())
    layouts.set(_id, level === 'city' ? cityLayout(share) : countyLayout(index - 1, share));
  const { venues, queues } = placesOf(regions, (region) => {
    const layout = layouts.get(region);
    return layout ? departmentsOf(layout) : [];
  });
  const items = regions.filter(hasCentre).flatMap(({ _id, name, level }) => {
    const layout = layouts.get(_id);
    if (!layout) return [];
    const at = level === 'city' ? 'city' : 'county';
    return itemsOf({ region: _id, name, level: at, venueId: venueId(_id) }, layout);
  });
  return { regions, venues, queues, items };
}

function hasCentre({ level }: RegionDoc): boolean {
  return level === 'city' || level === 'county';
}

function fewer(all: RegionDoc[]): RegionDoc[] {
  const taken = new Map<string, number>();
  const kept = new Set<string>();
  return all.filter(({ _id, level, parent }) => {
    const key = parent ?? '';
    const count = taken.get(key) ?? 0;
    const wanted =
      level === 'city' ||
      (level === 'county' && small.counties.includes(_id)) ||
      (level === 'township' && kept.has(key) && count < small.townships) ||
      (level === 'village' && kept.has(key) && count < small.villages);
    if (!wanted) return false;
    taken.set(key, count + 1);
    kept.add(_id);
    return true;
  });
}
