import { grades } from '../../../shared/domain/evaluation';
import { changeRectification, openRectification } from './change-rectification';
import { flagConspicuous } from './flags';
import { type EvaluationDoc, evaluationPurposes, type RectificationDoc } from './model';
import type { EvaluationParts } from './parts';

const BATCH = 100;
const MOST_TURNS = 10;

/**
 * What follows from a rating, each time it is given or changed: its words are looked at, a bad grade opens a rectification, a
 * changed one is noted in it, what is conspicuous is marked. Then it is struck off. Repeatable.
 */
export async function followUp(parts: EvaluationParts, doc: EvaluationDoc): Promise<void> {
  if (doc.owedSince === undefined) return;
  await rectify(parts, doc);
  await parts.reached('evaluation:opened');
  await flagConspicuous(parts, doc);
  if (doc.words !== null)
    await parts.safety.check({
      key: `evaluation ${doc._id} ${doc.rounds}`,
      kind: 'evaluation',
      id: doc._id,
      words: parts.cipher.open(doc.words, evaluationPurposes.words),
      pictures: [],
      accountId: doc.accountId,
    });
  // Another word that came meanwhile is still owed what follows from it.
  await parts.evaluations.updateOne({ _id: doc._id, rounds: doc.rounds }, { $unset: { owedSince: 1 } });
}

/** Everything that is owed, the oldest first. One that cannot be done is logged and holds up no other. */
export async function followUpDue(parts: EvaluationParts): Promise<void> {
  const owed = await parts.evaluations
    .find({ owedSince: { $exists: true } })
    .sort({ owedSince: 1 })
    .limit(BATCH)
    .lean<EvaluationDoc[]>();
  for (const doc of owed) {
    try {
      await followUp(parts, doc);
    } catch (error) {
      parts.log.error({ err: error, evaluationId: doc._id }, 'what follows from a rating cannot be done');
    }
  }
}

/** Opens what a bad grade opens; of one that is open a changed grade is noted and ends nothing. */
async function rectify(parts: EvaluationParts, { _id }: EvaluationDoc): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const found = await parts.rectifications.findById(_id).lean<RectificationDoc>();
    // Read after it: what is said later than this owes its own following up.
    const doc = await parts.evaluations.findById(_id).lean<EvaluationDoc>();
    if (!doc) return;
    const { grade } = doc;
    if (!found) {
      if (!grades[grade].good) await openRectification(parts, doc);
      return;
    }
    if (!found.open || found.grade === grade) return;
    const at = parts.clock.now();
    const facts = { grade: grades[grade].words };
    const step = { action: 'regrade', by: { role: 'system' }, at, facts, set: { grade } } as const;
    if (await changeRectification(parts, found, step)) return;
  }
  throw new Error(`Rectification ${_id} changes all the time`);
}
