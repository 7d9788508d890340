import { complaintTransitionOf } from '../../../shared/domain/complaint';
import { toIso } from '../../../shared/domain/time';
import type { ComplaintDoc, ComplaintEvent } from './model';
import type { ComplaintParts } from './parts';
import { textOf } from './texts';

/** Who reads: whoever complained, or an officer. */
export type ComplaintReader = 'self' | 'staff';

/** What happened to a complaint, from the newest, in plain words. */
export function timelineOf(
  parts: Pick<ComplaintParts, 'cipher'>,
  doc: Pick<ComplaintDoc, 'timeline' | 'whys' | 'anonymous'>,
  reader: ComplaintReader,
) {
  const whys = textOf(parts, doc, 'whys') ?? {};
  return doc.timeline
    .map((event, index) => ({ event, why: whys[index] ?? null, index }))
    .sort((a, b) => b.event.at.getTime() - a.event.at.getTime() || b.index - a.index)
    .map(({ event, why: said }) => ({
      event,
      why: reader === 'self' && among.has(event.action) ? null : said,
    }))
    .map(({ event, why }) => ({
      at: toIso(event.at),
      what: wordsOf(event, why),
      by: byWords(event.by, reader),
      // Said already where the words have room for it.
      why: complaintTransitionOf(event.from, event.action)?.words.includes('{why}') ? null : why,
    }));
}

/** Said among officers. */
const among = new Set<ComplaintEvent['action']>(['assign', 'part', 'refuse-extension']);

/** What is said where nobody said more. */
const unsaid: Record<string, string> = {
  handler: '承办人',
  days: '规定的',
  lead: '另一件',
  outcome: '已经联系',
  why: '没有说原因',
};

function wordsOf({ from, action, facts }: ComplaintEvent, why: string | null): string {
  const words = complaintTransitionOf(from, action)?.words ?? '';
  const known: Record<string, string> = { ...(why && { why }), ...facts };
  return words.replace(/\{(\w+)\}/g, (_, name: string) => known[name] || (unsaid[name] ?? ''));
}

function byWords({ role, name, number }: ComplaintEvent['by'], reader: ComplaintReader): string {
  if (role === 'citizen') return reader === 'self' ? '您本人' : '投诉人';
  if (role === 'system') return '系统';
  if (number) return `${name}（工号 ${number}）`;
  return name ?? { dispatcher: '投诉受理岗', handler: '承办人', supervisor: '主管' }[role];
}
