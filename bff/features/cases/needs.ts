import type { Material } from '../../../shared/contract';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { ClockLimit } from '../../../shared/domain/case-clock';
import type { StaffRole } from '../../../shared/domain/staff';
import type { Caller } from '../../http/route';

/** What cases ask of the other features, and no more. */
export interface CaseNeeds {
  catalogue: {
    /** Everything a case takes from its item; null when there is none (any more). */
    caseItem(code: string): Promise<CaseItem | null>;
  };
  venues: {
    venue(id: string): { id: string; name: string; phone: string; address: { text: string } } | null;
    readonly calendar: WorkingDayCalendar;
  };
  people: {
    /** The whole name; null when there is no such person (any more). */
    fullName(personId: string): Promise<string | null>;
    /**
     * The person of an ID card that a member of staff has before them.
     * @throws Problem VALIDATION_FAILED when it cannot be one
     */
    personOfCard(card: { name: string; idNumber: string }, now: Date): Promise<string>;
  };
  mandates: {
    /** For whom one acts: oneself without a mandate. @throws Problem MANDATE_ENDED, NOT_FOUND */
    actFor(caller: Caller, mandateId: string | undefined): Promise<ActingFor>;
    /** Those one may act for. */
    principalsOf(personId: string): Promise<{ mandateId: string; personId: string; relation: string }[]>;
  };
  staff: {
    handlerOf(staffId: string): Promise<{ name: string; number: string } | null>;
    staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
  };
  appointments: {
    /** What was booked, for taking its case in; null when there is no such appointment. */
    appointmentFor(
      id: string,
    ): Promise<{ personId: string; accountId: string | null; itemCode: string; venueId: string } | null>;
  };
}

export interface ActingFor {
  personId: string;
  mandateId: string | null;
  /** As what, in words: `子女`. */
  relation: string | null;
}

export interface CaseItem {
  code: string;
  name: string;
  department: string;
  jointDepartments: string[];
  /** The hall that handles it first. */
  venueId: string;
  caseKind: 'instant' | 'promised';
  channels: readonly ('window' | 'online' | 'courier')[];
  promised: ClockLimit;
  legal: ClockLimit;
  materials: Material[];
  specialSteps: { name: string; timeWords: string; basis: string; counted: boolean }[];
  basis: string[];
  remedies: string[];
  enquiryPhone: string;
  supervisionPhone: string;
}
