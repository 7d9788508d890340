import { toIso } from '../../../shared/domain/time';
import { type OwedNotice, owing } from '../../work/outbox';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';

const BATCH = 200;
const DAY_MS = 86_400_000;

/**
 * Tells the supervisors of a hall, once, of every question that was not answered in time. Where there is nobody to be told, it
 * is tried again the next day. Repeatable, in any number of processes.
 */
export async function tellOverdue(parts: QuestionParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const late = await parts.questions
      .find({ overdueDue: { $lte: now } })
      .sort({ overdueDue: 1 })
      .limit(BATCH)
      .lean<QuestionDoc[]>();
    for (const doc of late) await tell(parts, doc, now);
    if (late.length < BATCH) return;
  }
}

async function tell(parts: QuestionParts, doc: QuestionDoc, now: Date): Promise<void> {
  const { _id, venueId, department, dueBy, itemName } = doc;
  const venue = parts.venues.venue(venueId);
  const heads = await parts.staff.staffIn({ venueId, department, role: 'supervisor' });
  const notices = heads.map(
    (staffId): OwedNotice => ({
      key: `question:${_id}:overdue:${dueBy.getTime()}:${staffId}`,
      kind: 'staff-question-task',
      to: { staffId },
      subject: { kind: 'question', id: _id },
      place: { venueId, ...(department !== null && { department }) },
      facts: {
        ...(itemName !== null && { itemName }),
        ...(venue && { venueName: venue.name }),
        by: toIso(dueBy),
        reason: '过了期限还没有答复',
      },
      at: now,
    }),
  );
  // The version stays: nothing on anybody's screen changes by it.
  await parts.questions.updateOne(
    { _id, overdueDue: doc.overdueDue },
    heads.length > 0
      ? { $unset: { overdueDue: '' }, ...owing(notices) }
      : { $set: { overdueDue: new Date(now.getTime() + DAY_MS) } },
  );
}
