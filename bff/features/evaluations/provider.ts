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
  /** When its end became known, if that may be later: an outside system told of it. The order is by this then. */
  knownAt?: Date;
}

/** A service as it stands: `endedAt` is null while it is not over. */
export type ServiceNow = Omit<EndedService, 'endedAt' | 'knownAt'> & { endedAt: Date | null };

export interface ServiceProvider {
  kind: ServiceKind;
  /**
   * Services behind a place in the order of their end (`knownAt` where it is said, else `endedAt`, then `id`), ascending: those
   * that ended later, and those of the same moment with a greater id. Asked again and again with an overlap: each is counted
   * once by kind and id.
   */
  endedSince(after: { at: Date; id: string }, most: number): Promise<EndedService[]>;
  /** One of them, also when it is not over; null when there is none. Without it the others are gathered when one is asked for. */
  find?(id: string): Promise<ServiceNow | null>;
}
