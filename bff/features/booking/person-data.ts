import { randomUUID } from 'node:crypto';
import { dateOf, toIso } from '../../../shared/domain/time';
import { changeAppointment } from './change-appointment';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';

/** What booking holds about a person, for export and erasure (PIPL §45, §47). */
export function appointmentData(parts: BookingParts) {
  return {
    name: 'appointments',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const appointments = await parts.appointments
        .find({ personId })
        .sort({ start: -1 })
        .lean<AppointmentDoc[]>();
      return appointments.map((doc) => ({
        reference: doc.reference ?? null,
        item: doc.itemName,
        venue: parts.venues.venue(doc.venueId)?.name ?? doc.venueId,
        start: toIso(doc.start),
        state: doc.state,
        timeline: doc.timeline.map(({ at, action, by, why }) => ({ at: toIso(at), action, by, why })),
      }));
    },
    erase: (personId: string | null, accountIds: string[] = []) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: BookingParts, personId: string | null, accountIds: string[]) {
  // What they did for others stays with those others.
  await parts.appointments.updateMany(
    { 'agent.accountId': { $in: accountIds } },
    { $set: { accountId: `erased-${randomUUID()}`, 'agent.accountId': null } },
  );
  if (personId === null) return { erased: [], kept: [] };
  const now = parts.clock.now();
  let cancelled = 0;
  for (;;) {
    const active = await parts.appointments.find({ personId, active: true }).lean<AppointmentDoc[]>();
    const ahead = active.filter(({ state }) => state === 'held' || state === 'booked');
    if (ahead.length === 0) break;
    for (const doc of ahead) {
      // The cut-off protects the hall's day, not against someone who leaves altogether.
      const gone = await changeAppointment(parts, doc, { action: 'cancel', by: 'citizen', now });
      if (gone) cancelled += 1;
    }
  }
  // One nobody for each: two of them may be in the same queue on the same day.
  const nobody = `erased-${randomUUID()}`;
  const kept = await parts.appointments.updateMany(
    { personId },
    {
      $set: { personId: nobody, accountId: nobody, operations: [] },
      // Nobody is left to be told.
      $unset: { outbox: 1, outboxDue: 1, remindAt: 1 },
    },
  );
  if (kept.modifiedCount === 0) return { erased: [], kept: [] };
  return {
    erased: [cancelled > 0 ? `${cancelled} 个还没到的预约已取消，与您的关联已删除` : '预约记录与您的关联'],
    kept: [
      {
        what: '预约时间、事项和结果（不含您的任何资料）',
        why: '大厅接待统计',
        until: `${Number(dateOf(now).slice(0, 4)) + 3}年年底`,
      },
    ],
  };
}
