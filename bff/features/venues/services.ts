import type { FreeTime } from '../../../shared/contract';

/** A queue that serves an item, at its venue. */
export interface QueueRef {
  queueId: string;
  venueId: string;
}

/** What halls need to know of the catalogue: joined after both are made, because each needs the other. */
export interface CatalogueForVenues {
  /** Home first; null when there is no such item. */
  queuesServing(code: string): readonly QueueRef[] | null;
  /** How many items are handled at a venue. */
  itemCount(venueId: string): number;
}

/** What halls need to know of bookings. */
export interface Availability {
  /** First free time of each queue; null where none is free. */
  firstFreeMany(queueIds: string[]): Promise<Map<string, FreeTime | null>>;
}
