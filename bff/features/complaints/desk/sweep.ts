import type { OwedNotice } from '../../../work/outbox';
import { changeComplaint } from '../change-complaint';
import { nextMoment } from '../clocks';
import type { ComplaintDoc } from '../model';
import { taskNotices } from '../tasks';
import type { DeskParts } from './parts';

const BATCH = 200;

/**
 * Everything that the clock brings by itself: what is overdue goes to the hall's supervisor, and later to the city's; of a plan
 * whose day is over the desk is told. Guarded by the version, so that two processes doing it at once do it once. A complaint that
 * cannot be settled is logged and holds up no other.
 */
export async function sweepComplaints(parts: DeskParts): Promise<void> {
  const now = parts.clock.now();
  const failed = new Set<string>();
  for (;;) {
    const due = await parts.complaints
      .find({ dueAt: { $lte: now }, _id: { $nin: [...failed] } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .lean<ComplaintDoc[]>();
    for (const doc of due) {
      try {
        await settle(parts, doc, now);
      } catch (error) {
        failed.add(doc._id);
        parts.log.error({ err: error, complaintId: doc._id }, 'what is due in a complaint cannot be done');
      }
    }
    if (due.length < BATCH || failed.size >= BATCH) return;
  }
}

async function settle(parts: DeskParts, doc: ComplaintDoc, now: Date): Promise<void> {
  const next = nextMoment(doc, parts.venues.calendar, parts.settings.complaints.cityDays);
  if (!next || next.at > now) {
    // Its time was counted otherwise before: a change that changes nothing counts it anew.
    await changeComplaint(parts, doc, { steps: [], now });
    return;
  }
  if (next.what === 'escalate') {
    await changeComplaint(parts, doc, {
      steps: [{ action: 'escalate', by: { role: 'system' }, at: now }],
      now,
    });
    return;
  }
  await changeComplaint(parts, doc, {
    steps: [],
    now,
    set: { planTold: true },
    notices: await planNotices(parts, doc, now),
  });
}

/** Those who dispatch there look whether what was planned is done. */
function planNotices(parts: DeskParts, doc: ComplaintDoc, now: Date): Promise<OwedNotice[]> {
  const words = '答复里写的办成日期到了，核对有没有办成';
  return taskNotices(parts, doc, { key: `plan:${doc.planBy}`, words, to: { role: 'dispatcher' } }, now);
}
