import type { Matter, mattersContract } from '../../../shared/contract/matters';
import { compareKeys, pageAfter } from '../../http/cursor';
import type { Caller, Routes } from '../../http/route';
import type { MatterProvider, MatterState, PlacedMatter } from './provider';

export type { MatterProvider, MatterState } from './provider';

/** What others may ask of matters. */
export interface Matters {
  routes: Routes<typeof mattersContract>;
  /** What the citizen must do or waits for next, and how many are open. */
  next(caller: Caller, now: Date): Promise<{ next: Matter | null; count: number }>;
}

const PAGE = 20;

/** 我的事: everything a citizen waits for in one list, whichever feature it comes from. */
export function createMatters({ providers }: { providers: readonly MatterProvider[] }): Matters {
  const all = async (caller: Caller, state: MatterState, now: Date): Promise<PlacedMatter[]> => {
    const lists = await Promise.all(providers.map((provider) => provider.list(caller, state, now)));
    return lists.flat().sort((a, b) => compareKeys(a.order, b.order));
  };
  return {
    routes: {
      'GET /matters': async ({ query, caller, context }) => {
        const found = (await all(caller, query.state, context.now)).filter(({ matter }) =>
          says(matter, query.q ?? ''),
        );
        const { items, next, total } = pageAfter(found, query.page, PAGE, ({ order }) => order);
        return { items: items.map(({ matter }) => matter), next, total };
      },
    },
    next: async (caller, now) => {
      const open = await all(caller, 'open', now);
      return { next: open[0]?.matter ?? null, count: open.length };
    },
  };
}

/** By title, hall or reference, the latter with or without its dashes. */
function says({ title, reference, holder }: Matter, asked: string): boolean {
  const wanted = plain(asked);
  return [title, holder, reference ?? ''].some((text) => plain(text).includes(wanted));
}

function plain(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '');
}
