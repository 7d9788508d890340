import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import { caseStates } from '../../../shared/domain/case';
import { pauseOf, type WarningKind, warningsOf } from '../../../shared/domain/case-clock';
import { toIso } from '../../../shared/domain/time';
import type { CaseDoc } from './model';

/** What the clock brings to a case by itself. */
export type Moment =
  | { what: 'deem-accept' | 'close' | 'supplement-soon'; at: Date; key: string }
  | {
      what: 'warn';
      kind: WarningKind;
      of: 'acceptance' | 'promised' | 'legal' | 'delivery';
      by: Date;
      at: Date;
      key: string;
    };

const DAY = 86_400_000;

/**
 * Everything the clock still brings to a case, soonest first. A warning is given once for a deadline; a deadline that
 * moved is another one.
 * @param soonDays how many days before the end the citizen is reminded of a supplement
 */
export function momentsOf(doc: CaseDoc, calendar: WorkingDayCalendar, soonDays: number): Moment[] {
  const moments: Moment[] = [];
  const { runs } = caseStates[doc.state];
  const { clocks, limits } = doc;
  const warn = (
    of: 'acceptance' | 'promised' | 'legal' | 'delivery',
    from: Date | null,
    by: Date | null,
    unit = limits.promised.unit,
  ) => {
    if (!from || !by) return;
    for (const { kind, at } of warningsOf(from, by, unit, calendar))
      moments.push({ what: 'warn', kind, of, by, at, key: `${of} ${kind} ${toIso(by)}` });
  };
  if (runs === 'acceptance' && doc.acceptBy) {
    warn('acceptance', clocks.acceptanceFrom, doc.acceptBy, 'working-day');
    moments.push({ what: 'deem-accept', at: doc.acceptBy, key: 'deem-accept' });
  }
  if (runs === 'supplement' && doc.supplement) {
    const { dueAt } = doc.supplement;
    const soon = new Date(dueAt.getTime() - soonDays * DAY);
    if (soon > doc.supplement.askedAt)
      moments.push({ what: 'supplement-soon', at: soon, key: 'supplement-soon' });
    moments.push({ what: 'close', at: dueAt, key: 'close' });
  }
  if (runs === 'limit' && !pauseOf(clocks.pauses)) {
    warn('promised', clocks.acceptedAt, doc.promisedBy);
    if (doc.legalBy?.getTime() !== doc.promisedBy?.getTime())
      warn('legal', clocks.acceptedAt, doc.legalBy, limits.legal.unit);
  }
  if (runs === 'delivery') warn('delivery', clocks.decidedAt, doc.deliverBy, 'working-day');
  return moments.filter(({ key }) => !doc.told.includes(key)).sort((a, b) => a.at.getTime() - b.at.getTime());
}
