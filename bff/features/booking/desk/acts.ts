import type { PriorityKind } from '../../../../shared/contract/desk';
import type { AppointmentDoc } from '../model';
import type { BookingParts } from '../parts';
import { act, type DeskAsking } from './act';
import { windowOfCaller } from './scope';

/** What the desk does to one ticket where the table says it all. Each @throws Problem NOT_FOUND, APPOINTMENT_STATE. */

type Done = Promise<AppointmentDoc>;

/** @throws Problem CALLED_THRICE, CALLED_JUST_NOW with how long is left, WINDOW_NEEDED */
export async function recall(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'recall', ({ calls }) => ({
    calls: calls + 1,
    lastCallAt: command.now,
    window: windowOfCaller(command.staff),
  }));
}

/** Nobody came. @throws Problem CALLS_TOO_FEW */
export function miss(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'miss', () => ({}));
}

/** Back into the line, so many places behind. @throws Problem REQUEUED_BEFORE */
export function requeue(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'requeue', () => ({ ...uncalled, requeuedAt: command.now }));
}

/** They are at the window. */
export function start(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'serve', () => ({ servingSince: command.now }));
}

/** They are done. */
export function finish(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'finish', () => ({ servedAt: command.now }));
}

/** Set aside; the place in line is kept. */
export function park(parts: BookingParts, command: DeskAsking & { reason: string }): Done {
  return act(parts, command, 'park', () => ({}), command.reason);
}

/** Back in line at the old place. */
export function unpark(parts: BookingParts, command: DeskAsking): Done {
  return act(parts, command, 'unpark', () => ({ ...uncalled }));
}

/** Before others from now on. */
export function prioritise(
  parts: BookingParts,
  { priority, note, ...command }: DeskAsking & { priority: PriorityKind; note?: string },
): Done {
  const given = { kind: priority, note: note ?? null };
  return act(parts, command, 'prioritise', () => ({ priority: given }), note);
}

/** As somebody in line is who was not called yet. When it was last called stays: the order of the others follows from it. */
export const uncalled = { calls: 0, window: null, by: null, early: false, servingSince: null } as const;
