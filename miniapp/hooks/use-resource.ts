import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type Answer,
  asFailure,
  changesSoFar,
  type Failure,
  fetchOf,
  type Input,
  isFresh,
  lateOutcome,
  mayBeOld,
  type ReadName,
  recall,
  remember,
} from '../api';
import { onBackOnline } from '../platform/network';

/** Something read from the server: what the phone has of it, how old that is, and what stands in the way. */
export interface Resource<T> {
  /** What was seen last, from the phone at first, then from the server; null until there is any. */
  data: T | null;
  /** When `data` was received, `Date.now()`; null without data. */
  at: number | null;
  /** Why the last request failed; `data` may be there all the same. */
  failure: Failure | null;
  /** Nothing to show yet, and it is being asked for. */
  loading: boolean;
  /** It is being asked for, 5 seconds have passed. */
  slow: boolean;
  /** Asks again. */
  reload: () => void;
}

export interface ResourceOptions {
  /** Seen less than this many milliseconds ago and nothing changed from here: it is not asked for again. */
  freshFor?: number;
  /** Only what the phone has; nothing is asked for. */
  seenOnly?: boolean;
}

interface Held<T> {
  /** For which input this is. */
  of: string;
  data: T | null;
  at: number | null;
  failure: Failure | null;
  asking: boolean;
  slow: boolean;
}

const defaultFresh = 4_000;

/**
 * Reads an endpoint: shows at once what was seen before and refreshes it; without a network what was seen stays,
 * with its time. Asks again when the page comes back into view and when the network returns.
 * @param input null while there is nothing to ask
 */
export function useResource<N extends ReadName>(
  name: N,
  input: Input<N> | null,
  { freshFor = defaultFresh, seenOnly = false }: ResourceOptions = {},
): Resource<Answer<N>> {
  const of = input === null ? '' : JSON.stringify([name, input]);
  const [held, setHeld] = useState<Held<Answer<N>>>(() => initial(name, input, of));
  const latest = useRef(0);
  /** What is being asked for right now. */
  const flying = useRef<string | null>(null);
  const asked = useRef({ name, input });
  asked.current = { name, input };

  const load = useCallback(
    async (force: boolean) => {
      const { name: wanted, input: given } = asked.current;
      if (given === null) return;
      if (seenOnly || (!force && isFresh(wanted, given, freshFor))) {
        const seen = recall(wanted, given);
        if (seen) setHeld((was) => ({ ...was, of, data: seen.data, at: seen.at, failure: null }));
        return;
      }
      if (!force && flying.current === of) return;
      flying.current = of;
      const turn = ++latest.current;
      const current = () => turn === latest.current;
      setHeld((was) => ({ ...was, asking: true, slow: false }));
      try {
        const known = recall(wanted, given);
        const onSlow = () => current() && setHeld((was) => ({ ...was, slow: true }));
        const asOf = changesSoFar();
        const answer = await fetchOf(wanted, given, { etag: known?.etag ?? null, onSlow });
        const seen =
          answer.unchanged && known
            ? remember(wanted, given, known.data, known.etag, asOf)
            : answer.unchanged
              ? null
              : remember(wanted, given, answer.data, answer.etag, asOf);
        if (!current() || !seen) return;
        // It left the server before a change from here arrived there, and would undo on the screen what the person just did.
        if (mayBeOld(wanted, asOf)) return void load(true);
        flying.current = null;
        setHeld({ of, data: seen.data, at: seen.at, failure: null, asking: false, slow: false });
      } catch (thrown) {
        if (!current()) return;
        flying.current = null;
        setHeld((was) => ({ ...was, failure: asFailure(thrown), asking: false, slow: false }));
      }
    },
    [of, freshFor, seenOnly],
  );

  useEffect(() => {
    setHeld((was) => (was.of === of ? was : initial(asked.current.name, asked.current.input, of)));
    void load(false);
    return () => {
      latest.current++;
      flying.current = null;
    };
  }, [load, of]);

  useEffect(() => onBackOnline(() => void load(true)), [load]);
  // Something asked for earlier has been answered meanwhile: what stands here may be older than that.
  useEffect(() => lateOutcome.subscribe(() => lateOutcome.get() && void load(true)), [load]);
  useDidShow(() => void load(false));

  const shown = held.of === of ? held : initial(name, input, of);
  return {
    data: shown.data,
    at: shown.at,
    failure: shown.asking ? null : shown.failure,
    loading: input !== null && shown.data === null && (shown.asking || shown.failure === null) && !seenOnly,
    slow: shown.slow,
    reload: () => void load(true),
  };
}

function initial<N extends ReadName>(name: N, input: Input<N> | null, of: string): Held<Answer<N>> {
  const seen = input === null ? null : recall(name, input);
  return {
    of,
    data: seen?.data ?? null,
    at: seen?.at ?? null,
    failure: null,
    asking: input !== null,
    slow: false,
  };
}
