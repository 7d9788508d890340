import type { Matter } from '../../../shared/contract/matters';
import type { SortKey } from '../../http/cursor';
import type { Caller } from '../../http/route';

/** Still waited for, over, or both. */
export type MatterState = 'open' | 'closed' | 'all';

/** A matter and its place among all of them: see `order`. */
export interface PlacedMatter {
  matter: Matter;
  /**
   * Ascending: what needs the citizen first, then what is open by its date, then what is over from the newest.
   * Every kind uses the same scale: milliseconds since 1970, less 1e15 when the citizen must act, and 2e15 minus
   * them when it is over.
   */
  order: SortKey;
}

/** A kind of matter. Features give one; this feature knows none of them. */
export interface MatterProvider {
  list(caller: Caller, state: MatterState, now: Date): Promise<PlacedMatter[]>;
}
