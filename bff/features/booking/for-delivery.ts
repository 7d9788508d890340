import { appointmentStates } from '../../../shared/domain/appointment';
import type { Caller } from '../../http/route';
import { actingIn, readingIn } from './acting';
import { findAppointment } from './find-appointment';
import type { BookingParts } from './parts';

/** An appointment as far as the result that comes of it is to be brought to somebody. */
export interface AppointmentForDelivery {
  id: string;
  personId: string;
  itemCode: string;
  venueId: string;
  /** Its case is still to come, or came of it just now. */
  open: boolean;
  /** As what the caller acts in it: `子女`; null for oneself. */
  agentOf: string | null;
}

/**
 * An appointment of the caller's own, or one they act in.
 * @param asked.toChange whoever may not act any more hears so; to read, they find nothing
 * @throws Problem NOT_FOUND, MANDATE_ENDED
 */
export async function theirAppointment(
  parts: BookingParts,
  id: string,
  { caller, now, toChange }: { caller: Caller; now: Date; toChange: boolean },
): Promise<AppointmentForDelivery> {
  const { personId } = await (toChange ? actingIn : readingIn)(parts, id, caller);
  const doc = await findAppointment(parts, id, personId, now);
  return {
    id,
    personId,
    itemCode: doc.itemCode,
    venueId: doc.venueId,
    open: appointmentStates[doc.state].active || doc.state === 'served',
    agentOf: doc.personId === caller.personId ? null : (doc.agent?.relation ?? '代办人'),
  };
}
