import { callingOrder } from '../../../../shared/domain/calling-order';
import { dateOf } from '../../../../shared/domain/time';
import { owing } from '../../../work/outbox';
import { alsoToAgent, appointmentFacts, appointmentNotice } from '../notices';
import type { BookingParts } from '../parts';
import { callsOf, type InQueue, inLineOf, type QueueDay, readQueueDay } from './queue-day';

/** Who has just come into line sees on the ticket how near it is. */
const JUST_CAME_MS = 60_000;
const HALF_HOUR_MS = 30 * 60_000;

/**
 * Tells whose number is near. Calls that can still be taken back do not count yet. The update names the version it saw and
 * keeps it, so that nobody's act is in the way; run twice it tells once.
 */
export async function tellNear(parts: BookingParts): Promise<void> {
  const now = parts.clock.now();
  const today = dateOf(now);
  const queueIds = await parts.appointments.distinct('queueId', { awaitsNear: true, date: today });
  for (const queueId of queueIds) {
    const queue = parts.venues.queue(queueId);
    if (!queue) continue;
    const day = certain(await readQueueDay(parts, queue, now), now);
    const order = callingOrder(day.waiting.map(inLineOf), callsOf(day), now);
    const near = new Map(
      order.slice(0, parts.settings.booking.nearAhead + 1).map(({ id }, ahead) => [id, ahead]),
    );
    for (const doc of day.waiting) {
      const ahead = near.get(doc._id);
      if (doc.awaitsNear && doc.state === 'checked-in' && ahead !== undefined)
        await tell(parts, doc, ahead, now);
    }
  }
}

/** The day as if what can still be taken back had not happened. */
function certain(day: QueueDay, now: Date): QueueDay {
  const open = new Set(
    day.called.filter(({ undo }) => undo && undo.until > now && undo.state === 'checked-in'),
  );
  const ids = new Set([...open].map(({ _id }) => _id));
  return {
    ...day,
    waiting: [...day.waiting, ...open],
    called: day.called.filter((doc) => !open.has(doc)),
    latest: day.latest.filter(({ _id }) => !ids.has(_id)),
  };
}

async function tell(parts: BookingParts, doc: InQueue, ahead: number, now: Date): Promise<void> {
  const justCame = now.getTime() - doc.turn.since.getTime() < JUST_CAME_MS;
  const facts = { ...appointmentFacts(parts, doc), ticket: doc.turn.ticket, ahead };
  const notice = {
    ...appointmentNotice(doc, 'number-near', `${doc._id}:number-near`, now, facts, doc.venueId),
    notAfter: new Date(now.getTime() + HALF_HOUR_MS),
  };
  await parts.appointments.updateOne(
    { _id: doc._id, queueDay: doc.queueDay, state: 'checked-in', version: doc.version, awaitsNear: true },
    {
      $set: { 'turn.near': true },
      $unset: { awaitsNear: 1 },
      ...owing(justCame ? [] : alsoToAgent(doc, notice)),
    },
  );
}
