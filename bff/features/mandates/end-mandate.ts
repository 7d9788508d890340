import { type OwedNotice, owing } from '../../work/outbox';
import type { MandateDoc, MandateEnd } from './model';
import type { MandateParts } from './parts';
import { relationWords } from './terms';

/**
 * Ends a mandate, at once and for everything: whoever acts is asked after it every time. The other side is told.
 * @returns null when it is no longer as given: someone else was first
 */
export async function endMandate(
  parts: Pick<MandateParts, 'mandates' | 'onEnd'>,
  before: MandateDoc,
  by: MandateEnd,
  now: Date,
): Promise<MandateDoc | null> {
  const after = await parts.mandates
    .findOneAndUpdate(
      { _id: before._id, state: before.state, version: before.version },
      {
        $set: { state: 'ended', endedAt: now, endedBy: by, untold: true },
        $unset: { codeIndex: 1, active: 1, dueAt: 1 },
        $inc: { version: 1 },
        ...owing(noticesOf(before, by, now)),
      },
      { returnDocument: 'after' },
    )
    .lean<MandateDoc>();
  if (after) await tellEnd(parts, after);
  return after;
}

/** What was made under it is told no more to who made it. */
export async function tellEnd(
  { mandates, onEnd }: Pick<MandateParts, 'mandates' | 'onEnd'>,
  { _id }: MandateDoc,
): Promise<void> {
  for (const listener of onEnd) await listener(_id);
  await mandates.updateOne({ _id }, { $unset: { untold: 1 } });
}

const why: Partial<Record<MandateEnd, string>> = {
  principal: '本人结束了委托',
  agent: '代办人不再代办',
  'grown-up': '孩子已满 16 周岁',
  erased: '对方删除了账号',
};

function noticesOf(doc: MandateDoc, by: MandateEnd, at: Date): OwedNotice[] {
  if (doc.state !== 'active' || doc.agentId === null) return [];
  const told =
    by === 'principal' ? [doc.agentId] : by === 'agent' ? [doc.principalId] : [doc.principalId, doc.agentId];
  return told.map((personId) => ({
    key: `mandate:${doc._id}:ended:${personId === doc.agentId ? 'agent' : 'principal'}`,
    kind: 'mandate-ended',
    to: { personId },
    subject: { kind: 'mandate', id: doc._id },
    facts: { reason: `${relationWords[doc.relation]}代办：${why[by] ?? '已经结束'}` },
    at,
  }));
}
