import { Problem } from '../../../problem';
import { undoChange } from '../change-appointment';
import { type AppointmentDoc, conflictOf } from '../model';
import type { BookingParts } from '../parts';
import { type DeskAsking, withTicket } from './act';
import { actingAs } from './scope';

/**
 * Takes back the caller's last act on a ticket within some seconds. Whatever happened to it since ends that.
 * @throws Problem NOT_FOUND, UNDO_OVER
 */
export async function undo(parts: BookingParts, command: DeskAsking): Promise<AppointmentDoc> {
  return withTicket(parts, command, async (ticket) => {
    if (!canUndo(ticket, command.staff.staffId, command.now)) throw new Problem('UNDO_OVER');
    try {
      return await undoChange(parts, ticket, {
        by: 'desk',
        now: command.now,
        operationId: command.operationId,
        staff: actingAs(command.staff),
      });
    } catch (error) {
      // The place it had was taken within those seconds.
      if (conflictOf(error) !== null) throw new Problem('UNDO_OVER');
      throw error;
    }
  });
}

export function canUndo({ undo: step }: AppointmentDoc, staffId: string, now: Date): boolean {
  return step !== undefined && step.staffId === staffId && now <= step.until;
}
