import type { CaseDeadline, CaseFee, CaseMaterial } from '../../../shared/contract/cases';
import { caseStates } from '../../../shared/domain/case';
import { lastDay, pauseOf } from '../../../shared/domain/case-clock';
import { type DeadlineView, presentDeadline } from '../../../shared/domain/case-words';
import { dateOf, daysBetween, toIso } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import type { CaseDoc, CaseMaterialDoc, RefusalDoc, SupplementDoc } from './model';
import type { CaseParts } from './parts';

/** Parts of a case that citizens and officers see in the same way. */

export interface CaseDeadlineViews {
  acceptance: CaseDeadline | null;
  promised: CaseDeadline | null;
  legal: CaseDeadline | null;
  delivery: CaseDeadline | null;
  /** The one that runs now, or stands. */
  running: CaseDeadline | null;
}

/** Every deadline as it stands now. Of a case that came to nothing there is none. */
export function deadlineViews(parts: CaseParts, doc: CaseDoc, now: Date): CaseDeadlineViews {
  const { runs, tone } = caseStates[doc.state];
  const { calendar } = parts.venues;
  const { clocks, limits } = doc;
  const pause = pauseOf(clocks.pauses);
  const view = (by: Date | null, name: string, how: DeadlineView) =>
    by && presentDeadline({ by, provisional: doc.provisional.includes(name) }, how, now, calendar);
  const limit = (by: Date | null, name: 'promised' | 'legal') =>
    view(by, name, {
      kind: 'limit',
      doneAt: clocks.decidedAt,
      pause,
      exact: limits[name].unit === 'hour',
    });
  const cameToNothing = runs === null && clocks.decidedAt === null;
  const acceptance =
    runs === 'acceptance'
      ? view(doc.acceptBy, 'acceptance', { kind: 'acceptance', doneAt: null, pause: null })
      : null;
  const promised = cameToNothing ? null : limit(doc.promisedBy, 'promised');
  const legal = cameToNothing ? null : limit(doc.legalBy, 'legal');
  const delivery = view(doc.deliverBy, 'delivery', {
    kind: 'delivery',
    doneAt: clocks.readyAt,
    pause: null,
  });
  const supplement =
    runs === 'supplement' && doc.supplement && tone === 'action'
      ? view(doc.supplement.dueAt, 'supplement', { kind: 'supplement', doneAt: null, pause: null })
      : null;
  const running = runs && { acceptance, supplement, limit: promised, delivery }[runs];
  return { acceptance, promised, legal, delivery, running };
}

/** `12月3日前补齐（还有 5 天）`: what a citizen has to do counts every day. */
export function supplementView(supplement: SupplementDoc, now: Date) {
  const today = dateOf(now);
  const last = lastDay(supplement.dueAt);
  const days = daysBetween(today, last);
  const left = days > 0 ? `还有 ${days} 天` : days === 0 ? '今天是最后一天' : '已经到期';
  return {
    asked: supplement.asked,
    reason: supplement.reason,
    askedAt: toIso(supplement.askedAt),
    dueAt: toIso(supplement.dueAt),
    dueWords: `${dateWords(last, today)}前补齐（${left}）`,
    answeredAt: supplement.answeredAt && toIso(supplement.answeredAt),
  };
}

export function refusalView({ at, reason, basis, remedies }: RefusalDoc) {
  return { at: toIso(at), reason, basis, remedies };
}

export function materialView({ waived, received, uploads, ...material }: CaseMaterialDoc): CaseMaterial {
  return { ...material, uploads, status: statusOf({ waived, received, uploads, ...material }) };
}

function statusOf({ waived, received, uploads, necessity }: CaseMaterialDoc): CaseMaterial['status'] {
  if (received) return 'received';
  if (uploads.length > 0) return 'given';
  if (waived) return 'waived';
  return necessity === 'required' ? 'missing' : necessity;
}

export function pausedView(doc: CaseDoc, now: Date) {
  const pause = pauseOf(doc.clocks.pauses);
  if (!pause) return null;
  const since = dateWords(dateOf(pause.from), dateOf(now));
  const words =
    pause.why === 'citizen'
      ? `从${since}起等申请人补材料，时间不计入期限。`
      : `从${since}起暂停计时：${pause.reason}`;
  return { why: pause.why, words, since: toIso(pause.from) };
}

/** The officer who has it, as published, with the phone of the hall. */
export function handlerView(parts: CaseParts, doc: CaseDoc) {
  if (!doc.handler) return null;
  const { name, number, window } = doc.handler;
  return { name, number, window, phone: parts.venues.venue(doc.venueId)?.phone ?? null };
}

export const venueNameOf = (parts: CaseParts, { venueId }: CaseDoc) =>
  parts.venues.venue(venueId)?.name ?? '大厅已调整';

/** What the item costs, and the order by which it is paid. */
export function feeView({ payments }: Pick<CaseParts, 'payments'>, { _id, fee }: CaseDoc): CaseFee | null {
  if (!fee) return null;
  const orderId = fee.state === 'not-yet' ? null : payments.orderIdOf('case-fee', _id);
  return { ...fee, orderId };
}
