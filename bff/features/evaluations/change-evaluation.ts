import { EVALUATION_CHANGE_MS } from '../../../shared/domain/evaluation';
import { Problem } from '../../problem';
import { addFlag, fromHall } from './flags';
import type { EvaluationDoc } from './model';
import type { EvaluationParts } from './parts';
import { followUpNow, type Rater, type Said, saidAs } from './rate-service';

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;

/**
 * A change of mind within 24 hours of the first word. The last one counts; what was conspicuous stays so.
 * @throws Problem NOT_FOUND, also when it is another's, EVALUATION_CLOSED, EVALUATION_TAG
 */
export async function changeEvaluation(
  parts: EvaluationParts,
  { id, ...said }: Said & { id: string },
  { personId, address, operationId, now }: Rater,
): Promise<EvaluationDoc> {
  const before = await parts.evaluations.findOne({ _id: id, personId }).lean<EvaluationDoc>();
  if (!before) throw new Problem('NOT_FOUND');
  if (before.operations.includes(operationId)) return before;
  if (now >= changeableUntil(before)) throw new Problem('EVALUATION_CLOSED');
  const changed = await parts.evaluations
    .findOneAndUpdate(
      { _id: id, personId, operations: { $ne: operationId } },
      {
        $set: { ...saidAs(parts, said), owedSince: now },
        $unset: { risky: 1 },
        $inc: { rounds: 1, version: 1 },
        $push: { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } },
      },
      { returnDocument: 'after' },
    )
    .lean<EvaluationDoc>();
  // The same operation came in twice, and the other one was first.
  if (!changed)
    return (await parts.evaluations.findOne({ _id: id, personId }).lean<EvaluationDoc>()) ?? before;
  if (fromHall(parts, changed.venueId, address)) await addFlag(parts, [id], 'hall-network');
  await parts.reached('evaluation:given');
  await followUpNow(parts, changed);
  return changed;
}

/** The first moment at which it cannot be changed any more. */
export function changeableUntil({ givenAt }: Pick<EvaluationDoc, 'givenAt'>): Date {
  return new Date(givenAt.getTime() + EVALUATION_CHANGE_MS);
}
