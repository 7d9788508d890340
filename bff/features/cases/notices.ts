import type { CaseTransition } from '../../../shared/domain/case';
import type { NoticeFacts, NoticeKind } from '../../../shared/domain/notices';
import { toIso } from '../../../shared/domain/time';
import type { OwedNotice } from '../../work/outbox';
import type { CaseStep } from './advance';
import { toFollow } from './facts';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { resultWords } from './steps';
import type { Moment } from './watch';

/** What the citizen, and whoever acts for them, is told of a step. */
export function noticesOf(parts: CaseParts, doc: CaseDoc, row: CaseTransition, step: CaseStep): OwedNotice[] {
  if (row.notice === null) return [];
  // Issuing it follows within seconds, and tells.
  if (row.action === 'make-ready' && doc.result?.how === 'electronic') return [];
  return toCitizens(parts, doc, row.notice, `${doc.version}:${row.action}`, step.at, {
    ...(step.why && { reason: step.why }),
    ...(doc.dueBy && { by: lastMoment(doc.dueBy) }),
    ...(row.action === 'request-supplement' && {
      materials: doc.supplement?.asked.map(({ name, why }) => `${name}：${why}`).join('\n'),
    }),
    ...(remindsOfRest.has(row.notice) && restFacts(doc)),
    ...(doc.decision && { outcome: outcomeWords[doc.decision.outcome] }),
    ...(row.action === 'make-ready' && readyFacts(doc)),
  });
}

/** Said when the papers were taken over, so that nobody forgets what they still owe. */
const remindsOfRest = new Set<NoticeKind>(['case-received', 'case-accepted']);

function restFacts(doc: CaseDoc): NoticeFacts {
  const names = toFollow(doc).map(({ name }) => name);
  return names.length > 0 ? { materials: names.join('\n') } : {};
}

/** Where the result is to be had; a place only when one has to go there. */
function readyFacts({ decision, result }: CaseDoc): NoticeFacts {
  if (!result) return {};
  const outcome = [decision && outcomeWords[decision.outcome], resultWords[result.how]].filter(Boolean);
  return {
    outcome: outcome.join('，'),
    ...(result.how !== 'window' && { venueName: undefined, window: undefined }),
  };
}

/** Without what is not said: the store would keep it as null. */
function said(facts: NoticeFacts): NoticeFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** A notice names the last moment that is in time, so that the day it says is the last day. */
function lastMoment(by: Date): string {
  return toIso(new Date(by.getTime() - 1_000));
}

/** How a case was decided, as it is said. */
export const outcomeWords = { approved: '同意办理', refused: '不予办理' } as const;

/** The citizen is reminded that the time for a supplement runs out. */
export function supplementSoon(parts: CaseParts, doc: CaseDoc, at: Date): OwedNotice[] {
  if (!doc.supplement) return [];
  return toCitizens(parts, doc, 'case-supplement-due-soon', 'supplement-soon', at, {
    by: lastMoment(doc.supplement.dueAt),
    materials: doc.supplement.asked.map(({ name, why }) => `${name}：${why}`).join('\n'),
  });
}

/**
 * Who is warned of a deadline: the officer who has the case, else those who could take it; when it is over their supervisors
 * too.
 */
export async function warning(
  parts: CaseParts,
  doc: CaseDoc,
  moment: Extract<Moment, { what: 'warn' }>,
  at: Date,
): Promise<OwedNotice[]> {
  const kind = (
    { half: 'staff-deadline-half', near: 'staff-deadline-near', over: 'staff-deadline-over' } as const
  )[moment.kind];
  const to = new Set(await holders(parts, doc));
  if (moment.kind === 'over' || to.size === 0) {
    const { venueId, department } = doc;
    for (const staffId of await parts.staff.staffIn({ venueId, department, role: 'supervisor' }))
      to.add(staffId);
  }
  return [...to].map((staffId) => ({
    ...about(doc),
    key: `case:${doc._id}:${moment.key}:${staffId}`,
    kind,
    to: { staffId },
    facts: { ...factsFor(parts, doc), by: lastMoment(moment.by), reason: limitWords[moment.of] },
    at,
  }));
}

const limitWords = {
  acceptance: '答复是否受理',
  promised: '承诺时限',
  legal: '法定时限',
  delivery: '送达结果',
} as const;

async function holders(parts: CaseParts, doc: CaseDoc): Promise<string[]> {
  if (doc.handler?.staffId) return [doc.handler.staffId];
  const { venueId, department } = doc;
  const role = doc.state === 'submitted' || doc.state === 'received' ? 'window' : 'reviewer';
  return parts.staff.staffIn({ venueId, department, role });
}

function toCitizens(
  parts: CaseParts,
  doc: CaseDoc,
  kind: NoticeKind,
  what: string,
  at: Date,
  facts: NoticeFacts,
): OwedNotice[] {
  const one = (who: string, to: OwedNotice['to']): OwedNotice => ({
    ...about(doc),
    key: `case:${doc._id}:${what}:${who}`,
    kind,
    to,
    facts: said({ ...factsFor(parts, doc), ...facts }),
    at,
  });
  // Whoever acts under a mandate hears it on the account they act from.
  const agent = doc.mandateId !== null && doc.accountId !== null ? [doc.accountId] : [];
  return [
    one('person', { personId: doc.personId }),
    ...agent.map((accountId) => one('agent', { accountId })),
  ];
}

function about(doc: CaseDoc) {
  return {
    subject: { kind: 'case' as const, id: doc._id },
    place: { venueId: doc.venueId, department: doc.department },
  };
}

function factsFor(parts: CaseParts, doc: CaseDoc): NoticeFacts {
  const venue = parts.venues.venue(doc.venueId);
  return {
    itemName: doc.itemName,
    ...(doc.number && { reference: doc.number }),
    ...(venue && { venueName: venue.name, phone: venue.phone }),
    ...(doc.handler && { handler: `${doc.handler.name}（工号 ${doc.handler.number}）` }),
    ...(doc.handler?.window && { window: doc.handler.window }),
  };
}
