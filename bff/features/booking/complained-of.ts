import type { Caller } from '../../http/route';
import { theirAppointment } from './for-delivery';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';

/** An appointment as far as somebody complains of how they were served. */
export interface AppointmentComplainedOf {
  appointmentId: string;
  itemCode: string;
  itemName: string;
  venueId: string;
  /** Where it was called to; null when it was not, or the window is gone. */
  windowId: string | null;
  /** Officers who called or served it, or did anything with it. */
  staffIds: string[];
}

/** An appointment of the caller's own, or one they act in. @throws Problem NOT_FOUND */
export async function appointmentComplainedOf(
  parts: BookingParts,
  id: string,
  asked: { caller: Caller; now: Date },
): Promise<AppointmentComplainedOf> {
  const { itemCode, venueId } = await theirAppointment(parts, id, { ...asked, toChange: false });
  const doc = await parts.appointments.findById(id).lean<AppointmentDoc>();
  const windows = parts.venues.venue(venueId)?.windows ?? [];
  return {
    appointmentId: id,
    itemCode,
    itemName: doc?.itemName ?? '',
    venueId,
    windowId: windows.find(({ name }) => name === doc?.turn?.window)?.id ?? null,
    staffIds: [
      ...new Set(
        [doc?.turn?.by?.id, ...(doc?.timeline ?? []).map(({ staff }) => staff?.id)].filter(
          (staffId) => staffId !== undefined,
        ),
      ),
    ],
  };
}

/** Officers who called or served somebody at a window on a day. */
export async function servedAt(
  parts: Pick<BookingParts, 'appointments' | 'venues'>,
  { venueId, windowId, date }: { venueId: string; windowId: string; date: string },
): Promise<string[]> {
  const name = parts.venues.venue(venueId)?.windows.find(({ id }) => id === windowId)?.name;
  if (name === undefined) return [];
  const queueDays = parts.venues.queuesOf(venueId).map(({ id }) => `${id}:${date}`);
  const found = await parts.appointments
    .find({ queueDay: { $in: queueDays }, 'turn.window': name }, { 'turn.by': 1 })
    .lean<Pick<AppointmentDoc, 'turn'>[]>();
  return [...new Set(found.flatMap(({ turn }) => turn?.by?.id ?? []))];
}
