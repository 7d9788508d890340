import type { Material } from '../../../shared/contract';
import type { DeliveryHow } from '../../../shared/contract/delivery';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { ClockLimit } from '../../../shared/domain/case-clock';
import type { StaffRole } from '../../../shared/domain/staff';
import type { Caller } from '../../http/route';
import type { Payments } from '../payments';

/** What cases ask of the other features, and no more. */
export interface CaseNeeds {
  catalogue: {
    /** Everything a case takes from its item; null when there is none (any more). */
    caseItem(code: string): Promise<CaseItem | null>;
  };
  venues: {
    venue(id: string): {
      id: string;
      name: string;
      phone: string;
      address: { text: string };
      windows?: readonly { id: string; name: string }[];
    } | null;
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
  /** The parcels that bring results, and how citizens want to have theirs. */
  deliveries: {
    /** The latest parcel of each case that has one. */
    parcelsOf(caseIds: readonly string[]): Promise<Map<string, ParcelOfCase>>;
    /** What was chosen for the case, or for the appointment it came of; null when nothing was. */
    chosenHow(caseId: string, appointmentId: string | null): Promise<DeliveryHow | null>;
  };
  payments: Pick<Payments, 'owe' | 'drop' | 'onSettled' | 'orderIdOf'>;
  appointments: {
    /** What was booked, for taking its case in; null when there is no such appointment. */
    appointmentFor(
      id: string,
    ): Promise<{ personId: string; accountId: string | null; itemCode: string; venueId: string } | null>;
  };
}

/** What a case shows of the parcel that brings its result. */
export interface ParcelOfCase {
  deliveryId: string;
  stateWords: string;
  tone: 'action' | 'waiting' | 'done' | 'lost';
  holder: string;
  nextStep: string;
  /** What the citizen has to do about it; null when nothing. */
  actionLabel: string | null;
}

/** What the item costs, as the guide had it when the case began. */
export interface CaseCharge {
  name: string;
  fen: number;
  basis: string | null;
  exemption: string | null;
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
  charges: CaseCharge[];
  promised: ClockLimit;
  legal: ClockLimit;
  materials: Material[];
  specialSteps: { name: string; timeWords: string; basis: string; counted: boolean }[];
  basis: string[];
  remedies: string[];
  enquiryPhone: string;
  supervisionPhone: string;
}
