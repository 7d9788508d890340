import type { NoticeFacts, NoticeKind } from '../../../shared/domain/notices';
import { toIso } from '../../../shared/domain/time';
import type { OwedNotice } from '../../work/outbox';
import type { Change, Seat } from './change-appointment';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';

/** What an action that changes an appointment tells its citizen of; what is not here is told by the screen alone. */
function kindOf(before: AppointmentDoc, { action }: Change): NoticeKind | null {
  if (action === 'confirm') return 'appointment-booked';
  if (before.state === 'held') return null;
  if (action === 'move') return 'appointment-moved';
  return action === 'cancel-by-venue' ? 'appointment-cancelled-by-venue' : null;
}

/** The notices that a change owes, to be written in the same update. */
export function noticesOf(
  parts: BookingParts,
  before: AppointmentDoc,
  change: Change,
  seat: Pick<Seat, 'start' | 'venueId'>,
  /** Until when another time can be chosen before others. */
  rebookUntil?: Date,
): OwedNotice[] {
  const kind = kindOf(before, change);
  if (!kind) return [];
  const facts = {
    ...appointmentFacts(
      parts,
      { ...before, ...change.also, start: seat.start, venueId: seat.venueId },
      change.why,
    ),
    ...(rebookUntil && { by: toIso(rebookUntil) }),
  };
  const key = `${before._id}:${before.version + 1}:${kind}`;
  return alsoToAgent(before, appointmentNotice(before, kind, key, change.now, facts, seat.venueId));
}

/** Whoever acts for the citizen hears the same, on the account they act from. */
export function alsoToAgent<N extends OwedNotice>({ agent }: AppointmentDoc, notice: N): N[] {
  if (!agent?.accountId) return [notice];
  return [notice, { ...notice, key: `${notice.key}:agent`, to: { accountId: agent.accountId } }];
}

/** One notice about an appointment to whom it is for. @param key unique for ever among those about appointments */
export function appointmentNotice(
  { _id, personId }: AppointmentDoc,
  kind: NoticeKind,
  key: string,
  at: Date,
  facts: NoticeFacts,
  venueId: string,
): OwedNotice {
  return {
    key: `appointment:${key}`,
    kind,
    to: { personId },
    subject: { kind: 'appointment', id: _id },
    facts,
    place: { venueId },
    at,
  };
}

/** What the words about an appointment are made from. */
export function appointmentFacts(
  parts: BookingParts,
  {
    itemName,
    reference,
    start,
    venueId,
  }: Pick<AppointmentDoc, 'itemName' | 'reference' | 'start' | 'venueId'>,
  reason?: string,
): NoticeFacts {
  const venue = parts.venues.venue(venueId);
  return {
    itemName,
    ...(reference !== undefined && { reference }),
    when: toIso(start),
    ...(venue && { venueName: venue.name, phone: venue.phone }),
    ...(reason !== undefined && { reason }),
  };
}
