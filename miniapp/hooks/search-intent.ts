import type { PublicList } from '../../shared/contract';
import { open } from '../platform/navigate';
import { createStore } from '../platform/store';

/** With what the services page is opened; a tab's address cannot carry it. */
export interface SearchIntent {
  q?: string;
  list?: PublicList;
  venue?: { id: string; name: string };
  /** The cursor goes into the search box. */
  focus?: boolean;
}

/** Waits for the services page to come into view, which takes it. */
export const searchIntent = createStore<SearchIntent | null>(null);

/** Opens the services tab with a search. */
export function openSearch(intent: SearchIntent): void {
  searchIntent.set(intent);
  void open('/pages/services/index');
}
