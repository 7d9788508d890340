import { addDays, at, dateOf } from '../../../shared/domain/time';
import { owing } from '../../work/outbox';
import type { AppointmentDoc } from './model';
import { alsoToAgent, appointmentFacts, appointmentNotice } from './notices';
import type { BookingParts } from './parts';

const EVENING = '18:00';
const HOURS_BEFORE_MS = 2 * 3_600_000;
const BATCH = 200;

const dayReminder = (start: Date) => at(addDays(dateOf(start), -1), EVENING);
const hoursReminder = (start: Date) => new Date(start.getTime() - HOURS_BEFORE_MS);

/**
 * When a booking is next reminded of: the day before at 18:00, early enough to gather papers, and two hours before.
 * @returns undefined when neither is still ahead: who books that late was just told
 */
export function nextReminder(start: Date, now: Date): Date | undefined {
  return [dayReminder(start), hoursReminder(start)].find((due) => due > now);
}

/**
 * Owes the reminders that have come due. The update names the moment it answers, so two processes owe one reminder; a
 * booking that was moved meanwhile names another. The version stays, because the code on the citizen's phone holds it.
 */
export async function remindDue(parts: BookingParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.appointments
      .find({ remindAt: { $lte: now } }, { timeline: 0 })
      .sort({ remindAt: 1 })
      .limit(BATCH)
      .lean<AppointmentDoc[]>();
    for (const appointment of due) await remind(parts, appointment, now);
    if (due.length < BATCH) return;
  }
}

async function remind(parts: BookingParts, doc: AppointmentDoc, now: Date): Promise<void> {
  const next = nextReminder(doc.start, now);
  const owed =
    doc.state === 'booked' && now < doc.start ? alsoToAgent(doc, await reminderOf(parts, doc, now)) : [];
  await parts.appointments.updateOne(
    { _id: doc._id, queueDay: doc.queueDay, version: doc.version, remindAt: doc.remindAt },
    { ...(next ? { $set: { remindAt: next } } : { $unset: { remindAt: 1 } }), ...owing(owed) },
  );
}

async function reminderOf(parts: BookingParts, doc: AppointmentDoc, now: Date) {
  // After an outage the one that fits the hour is sent, not the one that was missed.
  const kind =
    now < hoursReminder(doc.start) ? ('appointment-reminder-day' as const) : 'appointment-reminder-hours';
  const facts = appointmentFacts(parts, doc);
  const materials = await parts.catalogue.guideMaterials(doc.itemCode);
  const needed = materials.filter(({ necessity }) => necessity === 'required');
  return {
    ...appointmentNotice(doc, kind, `${doc._id}:${doc.start.getTime()}:${kind}`, now, facts, doc.venueId),
    facts: {
      ...facts,
      ...(needed.length > 0 && { materials: needed.map(({ name }) => name).join('\n') }),
    },
    notAfter: doc.start,
  };
}
