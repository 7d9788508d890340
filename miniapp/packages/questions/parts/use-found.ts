import { useEffect, useRef, useState } from 'react';
import { type Answer, asFailure, call } from '../../../api';
import type { Resource } from '../../../hooks/use-resource';

type Found = Answer<'GET /questions'>;

/** Typing pauses this long before the server is asked. */
const pauseMs = 400;

interface Held {
  data: Found | null;
  failure: Resource<Found>['failure'];
  asking: boolean;
  slow: boolean;
}

/**
 * What was asked and answered before, as one types: the last question wins. Nothing of it is kept on the phone; words that are
 * typed would crowd out guides and tickets.
 * @param query null while there is nothing to look for
 */
export function useFound(query: { q?: string; item?: string } | null): Resource<Found> {
  const [held, setHeld] = useState<Held>({ data: null, failure: null, asking: query !== null, slow: false });
  const [tries, setTries] = useState(0);
  const turn = useRef(0);
  const q = query?.q;
  const item = query?.item;
  const idle = query === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks for the same once more
  useEffect(() => {
    const mine = ++turn.current;
    const show = (next: Partial<Held>) => mine === turn.current && setHeld((was) => ({ ...was, ...next }));
    if (idle) {
      show({ data: null, failure: null, asking: false, slow: false });
      return;
    }
    const timer = setTimeout(
      () => {
        show({ asking: true, failure: null });
        const onSlow = () => show({ slow: true });
        call('GET /questions', { query: { ...(q && { q }), ...(item && { item }) } }, { onSlow }).then(
          (data) => show({ data, asking: false, slow: false }),
          (thrown) => show({ data: null, failure: asFailure(thrown), asking: false, slow: false }),
        );
      },
      q ? pauseMs : 0,
    );
    return () => {
      turn.current += 1;
      clearTimeout(timer);
    };
  }, [idle, q, item, tries]);
  return {
    data: held.data,
    at: null,
    failure: held.failure,
    loading: !idle && held.data === null && held.failure === null,
    slow: held.slow,
    reload: () => setTries((was) => was + 1),
  };
}
