import type { SafetyVerdict } from '../safety';
import { addFlag } from './flags';
import type { EvaluationParts } from './parts';

/**
 * What content security said of the words of a rating. Whatever did not pass is looked at by a supervisor, also what could not
 * be asked; risky words are read by
 * others only once one let them stand. The rating itself counts all the same. Repeatable.
 */
export async function hearVerdict(
  parts: Pick<EvaluationParts, 'evaluations'>,
  id: string,
  verdict: SafetyVerdict,
): Promise<void> {
  if (verdict === 'pass') return;
  if (verdict === 'risky') {
    // Other words than those that were let stand: a person looks once more.
    await parts.evaluations.updateOne(
      { _id: id, risky: { $ne: true }, flagState: 'kept' },
      { $set: { risky: true, flagState: 'open' }, $addToSet: { flags: 'risky-words' }, $inc: { version: 1 } },
    );
    await parts.evaluations.updateOne({ _id: id }, { $set: { risky: true } });
  }
  await addFlag(parts, [id], 'risky-words');
}
