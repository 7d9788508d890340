import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import type { AnswerOf } from '../../../../shared/contract/core';
import type { publishedContract } from '../../../../shared/contract/published';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { at, dateOf } from '../../../../shared/domain/time';
import type { ComplaintDoc } from '../model';
import type { ComplaintParts } from '../parts';

type Figures = AnswerOf<(typeof publishedContract)['GET /published/figures']>;

/** What the figures look at of a complaint. */
const counted = {
  category: 1,
  state: 1,
  replyFrom: 1,
  repliedAt: 1,
  replyBy: 1,
  satisfied: 1,
} as const;
type Counted = Pick<ComplaintDoc, keyof typeof counted>;

/** A month or a year in Beijing. `to` is not included. */
export function periodOf(period: string | undefined, now: Date): { period: string; from: Date; to: Date } {
  const named = period ?? dateOf(now).slice(0, 7);
  const [year = 0, month] = named.split('-').map(Number);
  const first = month === undefined ? `${year}-01` : named;
  const next =
    month === undefined || month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  return { period: named, from: at(`${first}-01`, '00:00'), to: at(`${next}-01`, '00:00') };
}

/** Of the complaints that were filed in a time: what became of them until now. One pass over an index by time. */
export async function figuresOf(
  parts: ComplaintParts,
  { period, from, to }: ReturnType<typeof periodOf>,
  now: Date,
): Promise<Figures> {
  const [complaints, questions, evaluations] = await Promise.all([
    complaintFigures(parts, from, to),
    parts.questions.figures(from, to),
    parts.evaluations.rates({ from, to }),
  ]);
  const { sampleData: sample } = parts.settings;
  return { period, running: now < to, complaints, questions, evaluations, sample };
}

async function complaintFigures({ complaints }: ComplaintParts, from: Date, to: Date) {
  const sum = {
    filed: 0,
    accepted: 0,
    declined: 0,
    answered: 0,
    answeredInTime: 0,
    satisfied: 0,
    unsatisfied: 0,
  };
  const filed = new Map<ComplaintCategory, number>();
  const found = complaints.find({ filedAt: { $gte: from, $lt: to } }, counted).lean<Counted[]>();
  for await (const doc of found.cursor()) {
    sum.filed += 1;
    filed.set(doc.category, (filed.get(doc.category) ?? 0) + 1);
    if (doc.state === 'declined') sum.declined += 1;
    else if (doc.replyFrom !== null) sum.accepted += 1;
    if (doc.repliedAt !== null) sum.answered += 1;
    if (doc.repliedAt !== null && doc.replyBy !== null && doc.repliedAt < doc.replyBy)
      sum.answeredInTime += 1;
    if (doc.satisfied === true) sum.satisfied += 1;
    if (doc.satisfied === false) sum.unsatisfied += 1;
  }
  const categories = Object.keys(complaintCategories) as ComplaintCategory[];
  return {
    ...sum,
    byCategory: categories.map((category) => ({
      category,
      words: complaintCategories[category].words,
      filed: filed.get(category) ?? 0,
    })),
  };
}
