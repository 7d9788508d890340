import type { EvaluationRates } from '../../../shared/contract/published';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { StaffRole } from '../../../shared/domain/staff';
import type { CalendarDate } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import type { AppointmentComplainedOf } from '../booking';
import type { CaseComplainedOf } from '../cases';
import type { RatesAsked, RatingOf } from '../evaluations';
import type { Safety } from '../safety';

/** What complaints ask of the other features, and no more. */
export interface ComplaintNeeds {
  safety: Safety;
  /** Joined late: evaluations know what can be rated of the complaints. */
  evaluations: {
    ratingOf(kind: 'complaint', id: string, personId: string | null, now: Date): Promise<RatingOf>;
    rates(asked: RatesAsked): Promise<EvaluationRates>;
  };
  /** Joined late: figures of the questions stand beside those of the complaints. */
  questions: {
    figures(from: Date, to: Date): Promise<{ asked: number; answered: number; answeredInTime: number }>;
  };
  venues: {
    venue(id: string): ComplaintVenue | null;
    all(): readonly ComplaintVenue[];
    readonly calendar: WorkingDayCalendar;
  };
  catalogue: {
    /** From memory; null when there is none (any more). */
    findItem(code: string): { name: string; department: string } | null;
    caseItem(code: string): Promise<{ supervisionPhone: string } | null>;
  };
  cases: {
    /** A case of the caller's own, or one they act in, and who worked on it. @throws Problem NOT_FOUND */
    complainedOf(caseId: string, asked: { caller: Caller; now: Date }): Promise<CaseComplainedOf>;
  };
  appointments: {
    /** An appointment of the caller's own, or one they act in, and who served it. @throws Problem NOT_FOUND */
    complainedOf(id: string, asked: { caller: Caller; now: Date }): Promise<AppointmentComplainedOf>;
    /** Officers who called or served somebody at a window on a day. */
    servedAt(where: { venueId: string; windowId: string; date: string }): Promise<string[]>;
  };
  staff: {
    handlerOf(staffId: string): Promise<{ name: string; number: string } | null>;
    /** Who is to be told; without a venue those who are there for the whole city. */
    staffIn(where: { venueId: string | null; department: string | null; role: StaffRole }): Promise<string[]>;
    /** Who sits at a window now. */
    sittingAt(windowId: string): Promise<string[]>;
    /** Whoever sat at a window on a day. */
    satAt(where: { windowId: string; on: CalendarDate }): Promise<string[]>;
  };
  uploads: {
    /** Makes files photos of a complaint. Repeatable. @throws Problem NOT_FOUND, UPLOAD_STATE */
    claimForComplaint(given: {
      ids: readonly string[];
      complaintId: string;
      /** Who sent them; null when it was filed without a name: then they must be of the complaint already. */
      personId: string | null;
      /** Nothing may tell who sent them any more. */
      anonymous: boolean;
      /** The complaint stands: they are kept with it. Otherwise they are deleted after a while. */
      filed: boolean;
      now: Date;
    }): Promise<void>;
    /** The taken files among those named, in that order. */
    filesOf(ids: readonly string[]): Promise<{ id: string; type: string }[]>;
  };
  people: {
    maskedName(personId: string): Promise<string | null>;
    /** To find it in words for publication, and for nothing else. */
    fullName(personId: string): Promise<string | null>;
    /** The phone that WeChat vouched for in an account; null when there is none. */
    phoneOf(accountId: string): Promise<string | null>;
  };
}

export interface ComplaintVenue {
  id: string;
  name: string;
  level: 'city' | 'county' | 'township' | 'village';
  /** Six digits. */
  county: string;
  phone: string;
  windows: readonly { id: string; name: string; department: string }[];
}
