import { useDidHide, useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, type Failure } from '../../../api/failure';
import type { Resource } from '../../../hooks/use-resource';
import { ask } from './client';
import type { StaffAnswer, StaffInput, StaffReadName } from './types';

interface Held<T> {
  of: string;
  data: T | null;
  at: number | null;
  failure: Failure | null;
  asking: boolean;
  slow: boolean;
}

interface Read<T> extends Resource<T> {
  /** Puts an answer of a change in its place, without asking again. */
  set: (data: T) => void;
}

interface ReadOptions {
  /** Asks again that often while the page is in view, milliseconds. */
  every?: number | undefined;
}

const nothing = { data: null, at: null, failure: null, asking: true, slow: false };

/**
 * Reads an endpoint of the staff. What was read stays in this page's memory only: other people's data is not kept on
 * the machine.
 * @param input null while there is nothing to ask
 */
export function useRead<N extends StaffReadName>(
  name: N,
  input: StaffInput<N> | null,
  { every }: ReadOptions = {},
): Read<StaffAnswer<N>> {
  const of = input === null ? '' : JSON.stringify([name, input]);
  const [held, setHeld] = useState<Held<StaffAnswer<N>>>({ ...nothing, of });
  const [visible, setVisible] = useState(true);
  const turn = useRef(0);
  const asked = useRef({ name, input });
  asked.current = { name, input };

  const load = useCallback(async () => {
    const { name: wanted, input: given } = asked.current;
    if (given === null) return;
    const mine = ++turn.current;
    const show = (change: Partial<Held<StaffAnswer<N>>>) => {
      if (mine === turn.current) setHeld((was) => ({ ...(was.of === of ? was : nothing), ...change, of }));
    };
    show({ asking: true, slow: false });
    try {
      const data = await ask(wanted, given, { onSlow: () => show({ slow: true }) });
      show({ data, at: Date.now(), failure: null, asking: false, slow: false });
    } catch (thrown) {
      show({ failure: asFailure(thrown), asking: false, slow: false });
    }
  }, [of]);

  useEffect(() => {
    void load();
    return () => {
      turn.current++;
    };
  }, [load]);
  useEffect(() => {
    if (!every || !visible) return;
    const timer = setInterval(() => void load(), every);
    return () => clearInterval(timer);
  }, [every, visible, load]);

  const shownBefore = useRef(false);
  useDidShow(() => {
    setVisible(true);
    if (shownBefore.current) void load();
    shownBefore.current = true;
  });
  useDidHide(() => setVisible(false));

  const shown = held.of === of ? held : { ...nothing, of };
  return {
    data: shown.data,
    at: shown.at,
    failure: shown.failure,
    loading: input !== null && shown.data === null && shown.failure === null,
    slow: shown.slow,
    reload: () => void load(),
    set: (data) => {
      turn.current++;
      setHeld({ of, data, at: Date.now(), failure: null, asking: false, slow: false });
    },
  };
}
