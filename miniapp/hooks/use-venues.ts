import { type Answer, call, type Input } from '../api';
import { useCounty, usePlace } from './place';
import { type More, useMore } from './use-more';
import { type Resource, useResource } from './use-resource';

type Page = Answer<'GET /venues'>;
type Query = NonNullable<Input<'GET /venues'>['query']>;

export interface Venues extends Resource<Page>, More<Page['items'][number]> {}

/** Halls, nearest first where the phone's place is known, else those of the person's county first. */
export function useVenues(query: Query): Venues {
  const place = usePlace();
  const county = useCounty();
  const asked: Query = { ...query, near: place.state === 'known' ? place.near : undefined };
  const first = useResource('GET /venues', { query: asked });
  const more = useMore(first.data, (page) => call('GET /venues', { query: { ...asked, page } }));
  if (county && place.state !== 'known') {
    more.rows.sort((a, b) => Number(b.county === county) - Number(a.county === county));
  }
  return { ...first, ...more };
}
