import { changeAppointment } from '../change-appointment';
import type { AppliedChange } from '../needs';
import type { BookingParts } from '../parts';
import { appointmentsHit } from './hits';

/** Until then another process may still confirm by the old hours it has in memory. */
const SETTLED_MS = 15_000;

/**
 * Cancels what changed hours hit and owes each citizen the word of it in the same update. Killed in the middle, the next
 * run finds who is left: each cancellation is one guarded update, and the change stays marked until nobody is.
 */
export async function applyChanges(parts: BookingParts): Promise<void> {
  for (const change of await parts.venues.changesToApply()) await apply(parts, change);
}

async function apply(parts: BookingParts, change: AppliedChange): Promise<void> {
  const now = parts.clock.now();
  const closure = parts.venues.closuresOf(change.venueId).find(({ id }) => id === change.closureId);
  // One that ended long ago, or was taken back between two reads, has nothing to cancel.
  const range = change.closureId === null ? null : (closure ?? { from: '', to: '' });
  const hits = await appointmentsHit(
    parts,
    {
      venueId: change.venueId,
      range,
      hoursOn: (date) => parts.venues.periodsOn(change.venueId, date),
    },
    now,
  );
  for (const appointment of hits) {
    await changeAppointment(parts, appointment, {
      action: 'cancel-by-venue',
      by: 'venue',
      now,
      why: change.reason,
    });
    await parts.reached('hours:cancelled');
  }
  if (hits.length === 0 && now.getTime() - change.since.getTime() >= SETTLED_MS) {
    await parts.venues.changeApplied(change);
  }
}
