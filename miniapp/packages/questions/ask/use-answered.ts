import { useEffect, useRef, useState } from 'react';
import type { FaqEntry } from '../../../../shared/contract/questions';
import { call } from '../../../api';

/** Typing pauses this long before it is asked whether somebody asked the same. */
const pauseMs = 400;
const shortest = 2;
const most = 4;

/**
 * What is answered already of what is being typed; of the item alone while nothing is. Nothing of it is kept on the phone, and
 * without a network there is simply nothing.
 */
export function useAnswered(words: string, item: string | undefined): readonly FaqEntry[] {
  const [found, setFound] = useState<readonly FaqEntry[]>([]);
  const turn = useRef(0);
  const q = words.trim().slice(0, 100);
  const typed = q.length >= shortest ? q : undefined;
  useEffect(() => {
    const mine = ++turn.current;
    if (!typed && !item) {
      setFound([]);
      return;
    }
    const timer = setTimeout(
      () => {
        call('GET /questions', { query: { q: typed, item: typed ? undefined : item } }).then(
          ({ items }) => mine === turn.current && setFound(items.slice(0, most)),
          () => undefined,
        );
      },
      typed ? pauseMs : 0,
    );
    return () => clearTimeout(timer);
  }, [typed, item]);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  return found;
}
