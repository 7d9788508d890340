import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PublicList } from '../../../shared/contract';
import { type Answer, asFailure, type Failure, fetchOf, recall, remember } from '../../api';
import { useCounty } from '../../hooks/place';
import { searchIntent } from '../../hooks/search-intent';
import { forgetSearches, recentSearches, rememberSearch } from './recent';

type Found = Answer<'GET /items'>;

/** What is looked for. */
export interface Wanted {
  q: string;
  list?: PublicList | undefined;
  department?: string | undefined;
  county?: string | undefined;
  venue?: { id: string; name: string } | undefined;
}

export interface ItemSearch {
  wanted: Wanted;
  /** Changes what is looked for; words wait until the typing pauses. */
  want: (change: Partial<Wanted>) => void;
  found: Found | null;
  /** When `found` was received, when it is an earlier answer shown for want of a network. */
  at: number | null;
  failure: Failure | null;
  /** A first answer is on its way. */
  loading: boolean;
  slow: boolean;
  /** Asks for the rows after those shown. */
  more: () => Promise<void>;
  loadingMore: boolean;
  retry: () => void;
  recent: string[];
  forgetRecent: () => void;
  /** Raised when the cursor should go into the box. */
  focusTurn: number;
}

/** Typing pauses this long before the server is asked. */
const pauseMs = 250;

function queryOf({ q, list, department, county, venue }: Wanted) {
  return { q: q.trim() || undefined, list, department, county, venue: venue?.id };
}

/** Searches as one types: the last question wins, an earlier answer never overwrites it. */
export function useItemSearch(): ItemSearch {
  const county = useCounty() ?? undefined;
  const [wanted, setWanted] = useState<Wanted>(() => ({ q: '', county }));
  const latest = useRef(wanted);
  const [found, setFound] = useState<Found | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(true);
  const [slow, setSlow] = useState(false);
  const [loadingMore, setLoadingMore] = useState(false);
  const [recent, setRecent] = useState(recentSearches);
  const [focusTurn, setFocusTurn] = useState(0);
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const ask = useCallback(async (what: Wanted) => {
    const mine = ++turn.current;
    const query = queryOf(what);
    const seen = recall('GET /items', { query });
    setAsking(true);
    setFailure(null);
    setSlow(false);
    try {
      const onSlow = () => mine === turn.current && setSlow(true);
      const answer = await fetchOf('GET /items', { query }, { etag: seen?.etag ?? null, onSlow });
      if (mine !== turn.current) return;
      const next = answer.unchanged ? (seen?.data ?? null) : answer.data;
      // Every word typed would crowd out guides and tickets: only what is shown without typing is kept.
      if (!answer.unchanged && !query.q) remember('GET /items', { query }, answer.data, answer.etag);
      if (next && query.q && next.total > 0) setRecent(rememberSearch(query.q));
      setFound(next);
      setAt(null);
    } catch (thrown) {
      if (mine !== turn.current) return;
      setFound(seen?.data ?? null);
      setAt(seen?.at ?? null);
      setFailure(asFailure(thrown));
    }
    setAsking(false);
    setSlow(false);
  }, []);

  const look = (next: Wanted, after: number) => {
    latest.current = next;
    setWanted(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void ask(next), after);
  };
  const want = (change: Partial<Wanted>) =>
    look({ ...latest.current, ...change }, change.q === undefined ? 0 : pauseMs);

  // The tab is opened by other pages with a search; without one it starts with everything of the person's county.
  const opened = useRef(false);
  useDidShow(() => {
    const intent = searchIntent.get();
    searchIntent.set(null);
    if (intent && (intent.q !== undefined || intent.list || intent.venue)) {
      look(
        {
          q: intent.q ?? '',
          list: intent.list,
          venue: intent.venue,
          county: intent.venue ? undefined : county,
        },
        0,
      );
    } else if (!opened.current) {
      look(latest.current, 0);
    }
    opened.current = true;
    if (intent?.focus) setFocusTurn((was) => was + 1);
  });

  useEffect(() => () => clearTimeout(timer.current), []);

  const more = async () => {
    if (!found?.next || loadingMore) return;
    const mine = turn.current;
    setLoadingMore(true);
    try {
      const answer = await fetchOf('GET /items', { query: { ...queryOf(wanted), page: found.next } }, {});
      if (mine === turn.current && !answer.unchanged) {
        const { items, next } = answer.data;
        setFound((was) => was && { ...was, items: [...was.items, ...items], next });
      }
    } catch (thrown) {
      if (mine === turn.current) setFailure(asFailure(thrown));
    }
    setLoadingMore(false);
  };

  return {
    wanted,
    want,
    found,
    at,
    failure,
    loading: asking && found === null,
    slow,
    more,
    loadingMore,
    retry: () => void ask(wanted),
    recent,
    forgetRecent: () => {
      forgetSearches();
      setRecent([]);
    },
    focusTurn,
  };
}
