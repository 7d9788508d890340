import type { ServiceKind } from '../../../shared/contract/evaluations';

/** A service that is over and can be rated. Features tell of theirs; evaluations know none of them. */
export interface EndedService {
  id: string;
  /** What it was, for whoever rates it: the item's name. */
  title: string;
  itemCode: string | null;
  venueId: string;
  department: string | null;
  windowId: string | null;
  /** The officer who served; null when nobody can be named. */
  staffId: string | null;
  /** Whose service it was; null: nobody can rate it (a walk-in ticket, a complaint without a name), and it stays unrated. */
  personId: string | null;
  endedAt: Date;
}

export interface ServiceProvider {
  kind: ServiceKind;
  /**
   * Services that ended at or after a moment, by `endedAt` and then `id`, ascending. Asked again and again with an overlap:
   * each is counted once by kind and id.
   */
  endedSince(after: { at: Date; id: string }, most: number): Promise<EndedService[]>;
}
