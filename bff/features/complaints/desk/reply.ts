import type { ComplaintEnding, ComplaintReply } from '../../../../shared/contract/complaints';
import { dateOf, toIso } from '../../../../shared/domain/time';
import { Problem } from '../../../problem';
import { endingNeeded } from '../facts';
import type { ComplaintDoc } from '../model';
import { deskOf } from '../next-step';
import { sealText, textOf } from '../texts';
import { actOnComplaint, type ComplaintCommand } from './act-on-complaint';
import { handlerWords } from './acts';
import type { DeskParts } from './parts';
import { isTemplate } from './reply-words';

export interface ReplyBody {
  found: string;
  done: string;
  basis: string;
  ending?: ComplaintEnding;
  endingWords: string;
  /** `YYYY-MM-DD`. */
  planBy?: string;
}

/** `行政许可法第五条` is a reason; `不行` is none. */
const LEAST_REASON = 6;
/** So many of an officer's own answers are compared with. */
const EARLIER = 200;

/**
 * Answers a complaint: what was found, what was done, on what basis. What is joined to it gets the same answer by a job.
 * @throws Problem COMPLAINT_ENDING_NEEDED when a matter not done, or one joined to it, does not end as it must;
 * COMPLAINT_REPLY_TEMPLATE when it says nothing of the matter
 */
export async function reply(
  parts: DeskParts,
  command: ComplaintCommand,
  body: ReplyBody,
): Promise<ComplaintDoc> {
  const { staff, now } = command;
  const ends = saidEnding(body, now);
  const needed = await membersNeedEnding(parts, command.id);
  return actOnComplaint(
    parts,
    command,
    'reply',
    async (doc) => {
      if (body.ending !== undefined && !ends) throw new Problem('COMPLAINT_ENDING_NEEDED');
      if (needed && !ends) throw new Problem('COMPLAINT_ENDING_NEEDED');
      if (isTemplate(body, await earlierOf(parts, staff.staffId, doc)))
        throw new Problem('COMPLAINT_REPLY_TEMPLATE');
      const ending = body.ending ?? null;
      const planBy = ending === 'planned' ? (body.planBy ?? null) : null;
      const answer: ComplaintReply = {
        at: toIso(now),
        by: officeWords(parts, doc, staff),
        round: doc.round,
        found: body.found,
        done: body.done,
        basis: body.basis,
        ending,
        endingWords: ending === null || body.endingWords === '' ? null : body.endingWords,
        planBy,
      };
      return {
        facts: { handler: handlerWords(staff) },
        set: {
          replies: sealText(parts, 'replies', [...(textOf(parts, doc, 'replies') ?? []), answer]),
          answers: [...doc.answers, { at: now, staffId: staff.staffId, round: doc.round }],
          ending,
          planBy,
          planTold: false,
        },
      };
    },
    ends ? { endingSaid: true } : {},
  );
}

/** Whether it says how the matter ends: done, impossible with its legal reason, or a plan with a day to come. */
function saidEnding({ ending, endingWords, planBy }: ReplyBody, now: Date): boolean {
  switch (ending) {
    case 'done':
      return true;
    case 'impossible':
      return [...endingWords].length >= LEAST_REASON;
    case 'planned':
      return planBy !== undefined && planBy > dateOf(now);
    default:
      return false;
  }
}

/** A matter not done that is answered with another complaint has to end too. */
async function membersNeedEnding(parts: DeskParts, leadId: string): Promise<boolean> {
  const members = await parts.complaints
    .find({ leadId, open: true, state: 'joined' }, { category: 1 })
    .lean<Pick<ComplaintDoc, 'category'>[]>();
  return members.some(endingNeeded);
}

/** Office and who answers for it. */
function officeWords(
  parts: DeskParts,
  doc: ComplaintDoc,
  officer: { name: string; number: string; department: string | null },
): string {
  return `${officer.department ?? deskOf(parts, doc).name} ${handlerWords(officer)}`;
}

/** What the officer answered to other complaints. Copies of one answer are the same complaint's. */
async function earlierOf(parts: DeskParts, staffId: string, doc: ComplaintDoc) {
  const others = await parts.complaints
    .find({ 'answers.staffId': staffId, _id: { $ne: doc._id } }, { replies: 1, answers: 1 })
    .sort({ repliedAt: -1 })
    .limit(EARLIER)
    .lean<Pick<ComplaintDoc, 'replies' | 'answers'>[]>();
  return others.flatMap((other) =>
    (textOf(parts, other, 'replies') ?? []).filter((_, index) => other.answers[index]?.staffId === staffId),
  );
}
