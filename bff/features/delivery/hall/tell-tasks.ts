import type { OwedNotice } from '../../../work/outbox';
import { owing } from '../../../work/outbox';
import type { DeliveryDoc } from '../model';
import { factsFor } from '../notices';
import type { HallParts } from './needs';
import { type ParcelTask, taskOf, withTask } from './tasks';

const BATCH = 200;

/**
 * Tells the hall of every parcel that has become somebody's task: whoever sends parcels there, and their supervisors. Each
 * task is told once: the parcel remembers which it told, and the message's key is made of the same. Repeatable, in any number
 * of processes.
 */
export async function tellTasks(parts: HallParts): Promise<void> {
  const now = parts.clock.now();
  const { waitingDays } = parts.settings.delivery;
  let after = '';
  for (;;) {
    const found = await parts.deliveries
      .find({ $and: [withTask(now, waitingDays), { _id: { $gt: after } }] }, { timeline: 0, track: 0 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<DeliveryDoc[]>();
    for (const doc of found) {
      const task = taskOf(doc, now, waitingDays);
      if (task && task.key !== doc.taskTold) await tell(parts, doc, task, now);
    }
    const last = found.at(-1);
    if (!last || found.length < BATCH) return;
    after = last._id;
  }
}

async function tell(parts: HallParts, doc: DeliveryDoc, task: ParcelTask, at: Date): Promise<void> {
  const { venueId, department } = doc;
  const to = new Set<string>();
  for (const role of ['window', 'supervisor'] as const)
    for (const staffId of await parts.staff.staffIn({ venueId, department, role })) to.add(staffId);
  const notices = [...to].map(
    (staffId): OwedNotice => ({
      key: `delivery:${doc._id}:task:${task.key}:${staffId}`,
      kind: 'staff-delivery-task',
      to: { staffId },
      subject: { kind: 'delivery', id: doc._id },
      place: { venueId, department },
      facts: { ...factsFor(parts, doc), reason: task.words },
      at,
    }),
  );
  // The version stays: nothing on anybody's screen changes by it.
  await parts.deliveries.updateOne(
    { _id: doc._id, state: doc.state, changedAt: doc.changedAt, stuckSince: doc.stuckSince },
    { $set: { taskTold: task.key }, ...owing(notices) },
  );
}
