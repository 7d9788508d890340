import { transitionOf } from '../../../shared/domain/case';
import { deadlinesOf } from '../../../shared/domain/case-clock';
import { changeCase } from './change-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

/**
 * Counts the deadlines of every open case anew, after holidays were announced or changed. What moves or becomes certain is
 * written into the timeline with the reason. May be repeated and cut off: a case that is right is left alone.
 * @returns how many cases changed
 */
export async function recomputeDeadlines(parts: CaseParts): Promise<number> {
  let changed = 0;
  const open = parts.cases.find({ open: true }).lean<CaseDoc>().cursor();
  for await (const doc of open) {
    if (!isOff(parts, doc) || !transitionOf(doc.state, 'recompute')) continue;
    const now = parts.clock.now();
    const after = await changeCase(parts, doc, {
      steps: [{ action: 'recompute', by: { role: 'system' }, at: now }],
      now,
    });
    // Whoever was first has written it with the new calendar.
    if (after) changed += 1;
  }
  return changed;
}

/** What is stored differs from what the calendar says now. */
function isOff({ venues }: CaseParts, doc: CaseDoc): boolean {
  const deadlines = deadlinesOf(doc.clocks, doc.limits, venues.calendar);
  const { acceptance, promised, legal, delivery } = deadlines;
  const stored = [doc.acceptBy, doc.promisedBy, doc.legalBy, doc.deliverBy];
  const counted = [acceptance, promised, legal, delivery];
  const moved = counted.some((each, index) => each?.by.getTime() !== stored[index]?.getTime());
  const provisional = Object.entries(deadlines).flatMap(([name, each]) => (each?.provisional ? [name] : []));
  return moved || provisional.join() !== doc.provisional.join();
}
