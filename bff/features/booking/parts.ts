import type { Deps } from '../../deps';
import type { Availability } from './availability';
import type { ActingAgent, AppointmentModel, DisplayModel, QueueDayModel, ReferenceModel } from './model';
import type { BookingNeeds } from './needs';
import type { Occupancy } from './occupancy';
import type { SeatStock } from './seat-stock';
import type { Timetable } from './timetable';

/** What the commands work with. Made once in index.ts. */
export interface BookingParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'live' | 'reached'>,
    BookingNeeds {
  appointments: AppointmentModel;
  references: ReferenceModel;
  queueDays: QueueDayModel;
  displays: DisplayModel;
  timetable: Timetable;
  occupancy: Occupancy;
  stock: SeatStock;
  availability: Availability;
}

/** Who asks for something, and under which operation. */
export interface Asking {
  personId: string;
  accountId: string;
  operationId: string;
  now: Date;
  /** Set when somebody acts for the person. */
  agent?: ActingAgent;
}

/** Who does it, as the timeline says. */
export function citizenBy({ agent }: Pick<Asking, 'agent'>) {
  return { by: 'citizen' as const, ...(agent && { agentOf: agent.relation }) };
}
