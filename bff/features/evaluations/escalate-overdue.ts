import { changeRectification, deadlineOf } from './change-rectification';
import type { RectificationDoc } from './model';
import type { EvaluationParts } from './parts';

const BATCH = 100;

/** What was not called back in time goes to the supervisors, once. Guarded by the version: two processes do it once. */
export async function escalateOverdue(parts: EvaluationParts): Promise<void> {
  const now = parts.clock.now();
  const due = await parts.rectifications
    .find({ dueAt: { $lte: now } })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .lean<RectificationDoc[]>();
  for (const doc of due) {
    try {
      const step = {
        action: 'escalate',
        by: { role: 'system' },
        at: now,
        set: { escalatedAt: now },
      } as const;
      await changeRectification(parts, doc, step);
    } catch (error) {
      parts.log.error({ err: error, rectificationId: doc._id }, 'a rectification cannot be escalated');
    }
  }
}

/** Counts the deadlines of what is open anew, after holidays were announced or changed. May be repeated and cut off. */
export async function recomputeRectifications(parts: EvaluationParts): Promise<void> {
  const days = parts.settings.evaluations.rectificationDays;
  const open = parts.rectifications.find({ open: true }).lean<RectificationDoc>().cursor();
  for await (const doc of open) {
    const { by, provisional } = deadlineOf(doc.openedAt, days, parts.venues.calendar);
    if (by.getTime() === doc.by.getTime() && provisional === doc.provisional) continue;
    // Whatever step is taken meanwhile starts from the version before, and is tried again.
    for (const escalates of [true, false])
      await parts.rectifications.updateOne(
        { _id: doc._id, open: true, provisional: doc.provisional, by: doc.by, dueAt: { $exists: escalates } },
        { $set: { by, provisional, ...(escalates && { dueAt: by }) }, $inc: { version: 1 } },
      );
  }
}
