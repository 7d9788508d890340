import { useEffect } from 'react';
import { type Answer, sessionToken } from '../../api';
import { useCounty, usePlace } from '../../hooks/place';
import { type Resource, useResource } from '../../hooks/use-resource';
import { takeSizes } from '../../hooks/use-sizes';

export type Home = Answer<'GET /home'>;

/** The home page's one request. */
export function useHome(): Resource<Home> {
  const county = useCounty();
  const place = usePlace();
  const near = place.state === 'known' ? place.near : undefined;
  const home = useResource('GET /home', { query: { near, county: county ?? undefined } });
  const { data } = home;
  useEffect(() => {
    if (data && sessionToken()) takeSizes({ elderMode: data.elderMode });
  }, [data]);
  return home;
}
