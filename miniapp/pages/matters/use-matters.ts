import { useEffect, useState } from 'react';
import { type Answer, call } from '../../api';
import { type More, useMore } from '../../hooks/use-more';
import { type Resource, useResource } from '../../hooks/use-resource';

type Matters = Answer<'GET /matters'>;
/** Open ones, or the history. */
export type MatterView = 'open' | 'closed';

interface MatterList extends Resource<Matters>, More<Matters['items'][number]> {
  view: MatterView;
  setView: (view: MatterView) => void;
  /** What is typed into the search box. */
  words: string;
  setWords: (words: string) => void;
  /** What `data` answers: the words after the typing paused. */
  q: string;
}

const pauseMs = 250;

/** Everything the signed-in person waits for, or has behind them; searched by number or title. */
export function useMatters(): MatterList {
  const [view, setView] = useState<MatterView>('open');
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');

  useEffect(() => {
    const timer = setTimeout(() => setQ(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);

  const query = { state: view, q: q === '' ? undefined : q };
  const first = useResource('GET /matters', { query });
  const more = useMore(first.data, (page) => call('GET /matters', { query: { ...query, page } }));
  return { ...first, ...more, view, setView, words, setWords, q };
}
