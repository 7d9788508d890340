import type { OwedNotice } from '../../work/outbox';
import { changeCase } from './change-case';
import type { CaseDoc } from './model';
import { supplementSoon, warning } from './notices';
import type { CaseParts } from './parts';
import { type Moment, momentsOf } from './watch';

const BATCH = 200;

/** True when something should already have happened to it by itself. */
export const isDue = ({ dueAt }: CaseDoc, now: Date) => dueAt !== undefined && dueAt <= now;

/**
 * Lets happen what the clock brings next to a case: it counts as accepted (行政许可法 §32), it is closed because nothing was
 * brought, the citizen is reminded, staff are warned. Guarded by the version, so two processes doing it at once do it once.
 */
export async function settle(parts: CaseParts, doc: CaseDoc, now: Date): Promise<void> {
  const moments = momentsOf(doc, parts.venues.calendar, parts.settings.cases.supplementSoonDays);
  const due = moments.filter(({ at }) => at <= now);
  const step = due.find(({ what }) => what === 'deem-accept' || what === 'close');
  const notices: OwedNotice[] = [];
  if (step && (step.what === 'deem-accept' || step.what === 'close')) {
    // That nobody answered in time is for those who should have, and for their supervisors.
    for (const moment of due)
      if (moment.what === 'warn' && moment.kind === 'over')
        notices.push(...(await warning(parts, doc, moment, now)));
    await changeCase(parts, doc, {
      steps: [{ action: step.what, by: { role: 'system' }, at: step.at, clock: { deemed: true } }],
      now,
      notices,
    });
    return;
  }
  for (const moment of due) {
    // After a standstill only the latest warning of each deadline still says anything.
    if (moment.what === 'warn' && due.some((other) => isLater(other, moment))) continue;
    if (moment.what === 'warn') notices.push(...(await warning(parts, doc, moment, now)));
    else notices.push(...supplementSoon(parts, doc, now));
  }
  await changeCase(parts, doc, { steps: [], now, notices, told: due.map(({ key }) => key) });
}

const isLater = (other: Moment, than: Moment & { what: 'warn' }) =>
  other.what === 'warn' && other.of === than.of && other.at > than.at;

/** Everything that is due. A case that cannot be settled is logged and holds up no other. */
export async function settleDue(parts: CaseParts): Promise<void> {
  const now = parts.clock.now();
  const failed = new Set<string>();
  for (;;) {
    const due = await parts.cases
      .find({ dueAt: { $lte: now }, _id: { $nin: [...failed] } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .lean<CaseDoc[]>();
    for (const doc of due) {
      try {
        await settle(parts, doc, now);
      } catch (error) {
        failed.add(doc._id);
        parts.log.error({ err: error, caseId: doc._id }, 'what is due in a case cannot be done');
      }
    }
    if (due.length < BATCH || failed.size >= BATCH) return;
  }
}
