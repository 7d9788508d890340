import type { Material } from '../../../shared/contract/catalogue';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { DayHours, Period } from '../../../shared/domain/hours';
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
    /** The hours a day would have after a change that is not made yet. */
    periodsIf(venueId: string, change: HoursChange, date: CalendarDate): DayHours;
    /** Every venue, the city's own first. */
    all(): readonly BookingVenue[];
    queuesOf(venueId: string): readonly BookingQueue[];
    /** Closures of a venue that are not over, soonest first. */
    closuresOf(venueId: string): readonly BookingClosure[];
    /** Writes a closure; from then on its hours hold. Repeated under the same id it changes nothing more. */
    close(closure: Omit<BookingClosure, 'applying'>): Promise<void>;
    /** Takes one back. @returns false when the venue has none of that id */
    withdrawClosure(venueId: string, closureId: string): Promise<boolean>;
    /** Changes the weekly hours. */
    setWeek(venueId: string, week: Period[][], reason: string, at: Date): Promise<void>;
    /** Changes of hours whose bookings are still to be cancelled, after reading the hours anew. */
    changesToApply(): Promise<AppliedChange[]>;
    /** Every booking it hits is cancelled. */
    changeApplied(change: AppliedChange): Promise<void>;
    readonly calendar: WorkingDayCalendar;
    /** Called whenever queues or hours were read anew. */
    onChange(listener: () => void): void;
  };
  mandates: {
    /** For whom one acts: oneself without a mandate. @throws Problem NOT_FOUND when it is not theirs, MANDATE_ENDED */
    actFor(
      caller: { personId: string | null },
      mandateId: string | undefined,
    ): Promise<{ personId: string; mandateId: string | null; relation: string | null }>;
    /** Those one may act for now. */
    principalsOf(personId: string): Promise<{ mandateId: string; personId: string; relation: string }[]>;
  };
  people: {
    /** Whether the account chose elder mode: its holds are longer. */
    elderMode(accountId: string): Promise<boolean>;
    /** `王**` of each of them; who is gone is absent. */
    maskedNames(personIds: readonly string[]): Promise<Map<string, string>>;
  };
}

/** A change of hours somebody thinks about. */
export type HoursChange =
  | { week: Period[][] }
  | { closure: { from: CalendarDate; to: CalendarDate; periods: Period[]; reason: string } };

export interface BookingClosure {
  id: string;
  venueId: string;
  from: CalendarDate;
  to: CalendarDate;
  periods: Period[];
  reason: string;
  announcedAt: Date;
  /** Bookings it hits are still being cancelled. */
  applying: boolean;
}

/** A change that was made; `closureId` null for the weekly hours. */
export interface AppliedChange {
  venueId: string;
  closureId: string | null;
  reason: string;
  since: Date;
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
  windows: readonly { id: string; name: string }[];
}

export interface BookingQueue {
  id: string;
  venueId: string;
  name: string;
  department: string;
  /** Letter of its numbers. */
  prefix: string;
  slotMinutes: number;
  seatsPerSlot: number;
  /** Windows that serve it, by id. */
  windows: readonly string[];
}
