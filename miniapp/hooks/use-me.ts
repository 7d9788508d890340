import { useEffect } from 'react';
import { type Answer, useSignedIn } from '../api';
import { type Resource, useResource } from './use-resource';
import { takeSizes } from './use-sizes';

export type Me = Answer<'GET /me'>;

/** Who is signed in, masked; nothing is asked while nobody is. */
export function useMe(): Resource<Me> {
  const signedIn = useSignedIn();
  const me = useResource('GET /me', signedIn ? {} : null);
  const { data } = me;
  useEffect(() => {
    if (data?.consent?.current) takeSizes(data.settings);
  }, [data]);
  return me;
}

/** What the phone knows of who is signed in, without asking. */
export function useKnownMe(): Me | null {
  return useResource('GET /me', {}, { seenOnly: true }).data;
}
