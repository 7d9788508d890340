import type { ServiceNow, ServiceProvider } from '../evaluations';
import { NO_ITEM } from './desk/take-ticket';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';

const fields = {
  state: 1,
  queueId: 1,
  venueId: 1,
  personId: 1,
  itemCode: 1,
  itemName: 1,
  turn: 1,
  endedAt: 1,
} as const;
type Read = Pick<AppointmentDoc, '_id' | keyof typeof fields>;

/**
 * Visits that were served, as services to be rated; also of those who walked in, whom nobody knows: they stay unrated. While
 * the clerk can take the end back, it is told of only when it is asked for.
 */
export function appointmentServices(parts: BookingParts): ServiceProvider {
  return {
    kind: 'appointment',
    async endedSince(after, most) {
      const { undoSeconds } = parts.settings.booking;
      const final = new Date(parts.clock.now().getTime() - undoSeconds * 1_000);
      const found = await parts.appointments
        .find(
          {
            endedAt: { $gte: after.at, $lte: final },
            $or: [{ endedAt: { $gt: after.at } }, { _id: { $gt: after.id } }],
          },
          fields,
        )
        .sort({ endedAt: 1, _id: 1 })
        .limit(most)
        .lean<Read[]>();
      return found.flatMap((doc) => {
        const { endedAt, ...service } = serviceOf(parts, doc);
        return endedAt ? [{ ...service, endedAt }] : [];
      });
    },
    async find(id) {
      const doc = await parts.appointments.findById(id, fields).lean<Read>();
      return doc && serviceOf(parts, doc);
    },
  };
}

function serviceOf({ venues }: BookingParts, doc: Read): ServiceNow {
  const { turn } = doc;
  const window = venues.venue(doc.venueId)?.windows.find(({ name }) => name === turn?.window);
  return {
    id: doc._id,
    title: doc.itemName,
    itemCode: doc.itemCode === NO_ITEM ? null : doc.itemCode,
    venueId: doc.venueId,
    department: venues.queue(doc.queueId)?.department ?? null,
    windowId: window?.id ?? null,
    staffId: turn?.by?.id ?? null,
    personId: turn?.walkIn ? null : doc.personId,
    endedAt: doc.state === 'served' ? (doc.endedAt ?? null) : null,
  };
}
