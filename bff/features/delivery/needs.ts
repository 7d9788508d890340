import type { Caller } from '../../http/route';
import type { PlainAddress } from '../addresses';
import type { AppointmentForDelivery } from '../booking';
import type { CaseForDelivery, Cases } from '../cases';
import type { Payments } from '../payments';

export type { AppointmentForDelivery } from '../booking';
export type { CaseForDelivery } from '../cases';

/** What deliveries ask of the other features, and no more. */
export interface DeliveryNeeds {
  venues: {
    venue(id: string): {
      id: string;
      name: string;
      /** Six digits. */
      county: string;
      phone: string;
      address: { text: string; latitude: number; longitude: number };
    } | null;
  };
  /** What an item says of how its result can come; null when there is none (any more). */
  catalogue: {
    caseItem(code: string): Promise<{ name: string; channels: readonly string[] } | null>;
  };
  addresses: { find(personId: string, addressId: string): Promise<PlainAddress | null> };
  payments: Pick<Payments, 'owe' | 'drop' | 'orderIdOf'>;
  cases: Pick<
    Cases,
    'casesToSend' | 'caseForDelivery' | 'theirCase' | 'refuseEndedAgent' | 'hearOfParcel' | 'changeResultHow'
  >;
  appointments: {
    theirAppointment(
      id: string,
      asked: { caller: Caller; now: Date; toChange: boolean },
    ): Promise<AppointmentForDelivery>;
  };
  mandates: {
    /** Those one may act for now. */
    principalsOf(personId: string): Promise<{ mandateId: string; relation: string }[]>;
  };
}

/** Whose result it is, whether it has a case already or not. */
export type ChoiceSubject =
  | { kind: 'case'; found: CaseForDelivery }
  | { kind: 'appointment'; found: AppointmentForDelivery };
