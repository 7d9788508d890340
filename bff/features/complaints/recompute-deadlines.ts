import { changeComplaint } from './change-complaint';
import { deadlinesOf } from './clocks';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';

/**
 * Counts the deadlines of every open complaint anew, after holidays were announced or changed. May be repeated and cut off:
 * one that is right is left alone.
 * @returns how many changed
 */
export async function recomputeDeadlines(parts: ComplaintParts): Promise<number> {
  let changed = 0;
  const open = parts.complaints.find({ open: true }).lean<ComplaintDoc>().cursor();
  for await (const doc of open) {
    const counted = deadlinesOf(doc, parts.venues.calendar);
    const same =
      (['acceptBy', 'replyBy', 'callBackBy'] as const).every(
        (name) => counted[name]?.getTime() === doc[name]?.getTime(),
      ) && counted.provisional === doc.provisional;
    // Whoever was first has counted with the new calendar.
    if (!same && (await changeComplaint(parts, doc, { steps: [], now: parts.clock.now() }))) changed += 1;
  }
  return changed;
}
