import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import type { EvaluationDoc } from './model';
import type { EvaluationParts } from './parts';
import { mayHandle } from './scope';

const OPERATIONS_KEPT = 8;

/**
 * A supervisor looked at what was conspicuous: it counts, or it is set aside; why is kept, and nothing is deleted. Nobody
 * decides about a rating of themselves.
 * @throws Problem NOT_FOUND, EVALUATION_FLAG_STATE when nothing is to be decided, or it changed since it was read
 */
export async function decideFlag(
  parts: EvaluationParts,
  command: {
    id: string;
    staff: StaffCaller;
    version?: number;
    decision: 'kept' | 'set-aside';
    why: string;
    operationId: string;
    now: Date;
  },
): Promise<EvaluationDoc> {
  const { id, staff, version, decision, why, operationId, now } = command;
  const before = await parts.evaluations.findById(id).lean<EvaluationDoc>();
  if (!before || !mayHandle(staff, before)) throw new Problem('NOT_FOUND');
  if (before.operations.includes(operationId)) return before;
  if (before.flagState !== 'open' || (version !== undefined && version !== before.version))
    throw new Problem('EVALUATION_FLAG_STATE');
  const flagBy = { staffId: staff.staffId, name: staff.name, number: staff.number, at: now, why };
  const changed = await parts.evaluations
    .findOneAndUpdate(
      { _id: id, flagState: 'open', version: before.version },
      {
        $set: { flagState: decision, flagBy },
        $inc: { version: 1 },
        $push: { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } },
      },
      { returnDocument: 'after' },
    )
    .lean<EvaluationDoc>();
  if (changed) return changed;
  throw new Problem('EVALUATION_FLAG_STATE');
}
