import type { publishedContract } from '../../../../shared/contract/published';
import { PreparedCache } from '../../../http/prepared-cache';
import type { Routes } from '../../../http/route';
import type { ComplaintParts } from '../parts';
import { figuresOf, periodOf } from './figures';
import { listPublished } from './list-published';

/** Figures are counted once in that time for everybody. */
const FRESH_MS = 60_000;

/** What everybody may read of complaints. */
export function publishedRoutes(parts: ComplaintParts): Routes<typeof publishedContract> {
  const figures = new PreparedCache(parts.clock, FRESH_MS);
  return {
    'GET /published/complaints': ({ query }) => listPublished(parts, query),

    'GET /published/figures': ({ query, context: { now } }) => {
      const asked = periodOf(query.period, now);
      return figures.get(asked.period, () => figuresOf(parts, asked, now));
    },
  };
}
