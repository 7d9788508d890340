import type { windowsContract } from '../../../shared/contract/windows';
import type { Deps } from '../../deps';
import { pageAfter } from '../../http/cursor';
import { PreparedCache } from '../../http/prepared-cache';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import { FindWindow } from './find-window';
import type { WindowNeeds, WindowParts } from './needs';
import { windowCard } from './window-card';
import { windowPage } from './window-page';

/** How long a page that says who sits there may be told again. */
const FRESH_MS = 10_000;
const PAGE = 100;

/** Windows as citizens see them (三亮三公开). */
export function createWindows(deps: Deps & WindowNeeds): { routes: Routes<typeof windowsContract> } {
  const { settings, log, wechat, clock, venues, catalogue, staff, evaluations, complaints } = deps;
  const windows = new FindWindow(venues);
  const parts: WindowParts = {
    settings,
    log,
    wechat,
    venues,
    catalogue,
    staff,
    evaluations,
    complaints,
    find: (windowId) => windows.find(windowId),
  };
  const pages = new PreparedCache(clock, FRESH_MS);
  venues.onChange(() => {
    windows.clear();
    pages.clear();
  });
  catalogue.onChange(() => pages.clear());
  return {
    routes: {
      'GET /venues/{id}/windows': async ({ params, query }) => {
        const venue = venues.venue(params.id);
        if (!venue) throw new Problem('NOT_FOUND');
        const placed = venue.windows.map((window, index) => ({ ...window, index }));
        const { items, next, total } = pageAfter(placed, query.page, PAGE, ({ index, id }) => [index, id]);
        return { items: items.map(({ id, name, department }) => ({ id, name, department })), next, total };
      },
      'GET /windows/{id}': ({ params, context: { now } }) =>
        pages.get(params.id, () => windowPage(parts, params.id, now)),
      'GET /staff/windows/{id}/card': ({ params, caller }) => windowCard(parts, params.id, caller),
    },
  };
}
