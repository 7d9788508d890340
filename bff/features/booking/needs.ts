import type { Material } from '../../../shared/contract/catalogue';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { DayHours } from '../../../shared/domain/hours';
import type { CalendarDate } from '../../../shared/domain/time';

/** What booking asks of the other features, and no more. */
export interface BookingNeeds {
  catalogue: {
    findItem(code: string): BookableItem | null;
    /** What to bring; empty when the item is no longer in the catalogue. */
    guideMaterials(code: string): Promise<Material[]>;
    /** The queues at which the item is served, that of its own hall first; null when there is no such item. */
    queuesServing(code: string): readonly { queueId: string }[] | null;
  };
  venues: {
    venue(id: string): BookingVenue | null;
    queue(id: string): BookingQueue | null;
    /** The hours of a day as they will really be; no periods when closed, with the reason. */
    periodsOn(venueId: string, date: CalendarDate): DayHours;
    readonly calendar: WorkingDayCalendar;
    /** Called whenever queues or hours were read anew. */
    onChange(listener: () => void): void;
  };
  people: {
    /** Whether the account chose elder mode: its holds are longer. */
    elderMode(accountId: string): Promise<boolean>;
  };
}

export interface BookableItem {
  code: string;
  name: string;
  bookable: boolean;
}

export interface BookingVenue {
  id: string;
  name: string;
  address: { text: string; latitude: number; longitude: number };
  route: string;
  phone: string;
}

export interface BookingQueue {
  id: string;
  venueId: string;
  name: string;
  slotMinutes: number;
  seatsPerSlot: number;
}
