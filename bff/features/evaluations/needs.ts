import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffCaller } from '../../http/route';
import type { Safety } from '../safety';

/** What evaluations ask of the other features, and no more. */
export interface EvaluationNeeds {
  safety: Pick<Safety, 'check' | 'onVerdict'>;
  venues: {
    venue(id: string): {
      id: string;
      name: string;
      phone: string;
      windows: readonly { id: string; name: string }[];
    } | null;
    readonly calendar: WorkingDayCalendar;
  };
  staff: {
    staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
    officersAt(where: { venueId: string; roles: readonly StaffRole[] }): Promise<{ name: string }[]>;
  };
  people: {
    fullName(personId: string): Promise<string | null>;
    phoneOf(accountId: string): Promise<string | null>;
    accountsOf(personId: string): Promise<{ phone: string | null }[]>;
  };
  /** Writes into the audit log that somebody was shown whom to call back. Resolves when it stands. */
  record(act: {
    act: string;
    staff: StaffCaller;
    about: Record<string, string>;
    outcome: string;
    requestId?: string;
    address?: string;
  }): Promise<void>;
}
