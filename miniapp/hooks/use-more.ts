import { useEffect, useState } from 'react';
import { asFailure, type Failure } from '../api';

/** A page of a list, as the contract gives it. */
export interface Paged<Row> {
  items: Row[];
  next: string | null;
  total: number;
}

export interface More<Row> {
  /** All rows asked for so far. */
  rows: Row[];
  /** Asks for the next page; null when all are shown. */
  more: (() => Promise<void>) | null;
  loadingMore: boolean;
  moreFailure: Failure | null;
}

/**
 * The pages after the first one.
 * @param first the first page; a new one throws the others away, since they were asked after the old
 * @param fetchPage asks for the page at a cursor
 */
export function useMore<Row>(
  first: Paged<Row> | null,
  fetchPage: (cursor: string) => Promise<Paged<Row>>,
): More<Row> {
  const [after, setAfter] = useState<{ of: Paged<Row> | null; items: Row[]; next: string | null } | null>(
    null,
  );
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreFailure, setMoreFailure] = useState<Failure | null>(null);
  const rest = after?.of === first ? after : null;

  useEffect(() => {
    if (first) setMoreFailure(null);
  }, [first]);

  const next = rest ? rest.next : (first?.next ?? null);
  const more = async () => {
    if (!next || loadingMore) return;
    setLoadingMore(true);
    setMoreFailure(null);
    try {
      const page = await fetchPage(next);
      setAfter({ of: first, items: [...(rest?.items ?? []), ...page.items], next: page.next });
    } catch (thrown) {
      setMoreFailure(asFailure(thrown));
    }
    setLoadingMore(false);
  };

  return {
    rows: [...(first?.items ?? []), ...(rest?.items ?? [])],
    more: next ? more : null,
    loadingMore,
    moreFailure,
  };
}
