import { changeComplaint } from '../change-complaint';
import { endingNeeded } from '../facts';
import type { ComplaintDoc } from '../model';
import { sealText, textOf } from '../texts';
import { handlerWords } from './acts';
import { unanswered } from './join';
import type { DeskParts } from './parts';

/**
 * Those joined to a complaint hear what became of it: its answer as their own, or that they are handled by themselves when it
 * ended without one. Goes by what stands in the store, so that one that joined at the last moment is found too; repeatable, in
 * any number of processes.
 */
export async function tellMembers(parts: DeskParts): Promise<void> {
  const joined = await parts.complaints.find({ open: true, state: 'joined' }).lean<ComplaintDoc[]>();
  const leads = await parts.complaints
    .find({ _id: { $in: [...new Set(joined.flatMap(({ leadId }) => leadId ?? []))] } })
    .lean<ComplaintDoc[]>();
  const byId = new Map(leads.map((lead) => [lead._id, lead]));
  for (const member of joined) {
    try {
      await tell(parts, member, byId.get(member.leadId ?? '') ?? null);
    } catch (error) {
      parts.log.error({ err: error, complaintId: member._id }, 'one joined to another cannot be told');
    }
  }
  await parts.complaints.updateMany(
    { membersDue: { $exists: true }, _id: { $nin: joined.flatMap(({ leadId }) => leadId ?? []) } },
    { $unset: { membersDue: 1 } },
  );
}

async function tell(parts: DeskParts, member: ComplaintDoc, lead: ComplaintDoc | null): Promise<void> {
  const now = parts.clock.now();
  const by = { role: 'system' as const };
  const part = (why: string) =>
    changeComplaint(parts, member, { steps: [{ action: 'part', by, at: now, why }], now });
  const answer = lead && answerSince(member, lead);
  if (!lead || (!answer && !unanswered.includes(lead.state))) {
    await part('一起核查的那件投诉没有答复就结束了');
    return;
  }
  // Joined just as the other was given to somebody who has to do with this one.
  const has = answer?.staffId ?? lead.handler?.staffId;
  if (has !== undefined && isKept(member, has)) {
    await part('承办人和这件投诉有关，单独核查');
    return;
  }
  if (!answer) return;
  const replies = textOf(parts, lead, 'replies') ?? [];
  const copied = replies[answer.index];
  if (!copied) return;
  if (endingNeeded(member) && copied.ending === null) {
    // Joined in the very moment of an answer that did not know of it.
    await part('这件事怎么了结没有说明，单独核查');
    return;
  }
  const had = answer.staffId;
  const handler = lead.handler?.staffId === had ? lead.handler : null;
  await changeComplaint(parts, member, {
    steps: [
      {
        action: 'reply-of-lead',
        by,
        at: now,
        ...(handler && { facts: { handler: handlerWords(handler) } }),
        set: {
          replies: sealText(parts, 'replies', [
            ...(textOf(parts, member, 'replies') ?? []),
            { ...copied, round: member.round },
          ]),
          handler,
          // Whoever answered has had it, as far as calling back and a second round go.
          answers: [...member.answers, { at: answer.at, staffId: had, round: member.round }],
          handledBy: member.handledBy.includes(had) ? member.handledBy : [...member.handledBy, had],
          ending: copied.ending,
          planBy: copied.planBy,
          planTold: false,
        },
      },
    ],
    now,
  });
}

/** Whether an officer must not have it: it is about them, or they had it in the first round. */
function isKept({ barred, round, handledBy }: ComplaintDoc, staffId: string): boolean {
  return barred.includes(staffId) || (round === 2 && handledBy.includes(staffId));
}

/** The last answer of the lead, when it was given after the other joined. */
function answerSince(member: ComplaintDoc, lead: ComplaintDoc) {
  const joinedAt = member.timeline.findLast(({ action }) => action === 'join')?.at ?? member.filedAt;
  const index = lead.answers.length - 1;
  const last = lead.answers[index];
  return last && last.at >= joinedAt ? { ...last, index } : null;
}
