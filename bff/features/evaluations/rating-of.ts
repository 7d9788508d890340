import type { ServiceKind } from '../../../shared/contract/evaluations';
import { isRateable, serviceOfPerson } from './find-service';
import { serviceKey } from './gather-services';
import type { EvaluationParts } from './parts';

/** How a service stands with whoever could rate it. */
export interface RatingOf {
  evaluationId: string | null;
  canEvaluate: boolean;
}

/** Whether a service was rated by that person, or can be now. Of another's service nothing is said. */
export async function ratingOf(
  parts: EvaluationParts,
  asked: { kind: ServiceKind; id: string; personId: string | null; now: Date },
): Promise<RatingOf> {
  const { kind, id, personId, now } = asked;
  if (personId === null) return { evaluationId: null, canEvaluate: false };
  const given = await parts.evaluations
    .findOne({ service: serviceKey(kind, id), personId }, { _id: 1 })
    .lean<{ _id: string }>();
  if (given) return { evaluationId: given._id, canEvaluate: false };
  const standing = await serviceOfPerson(parts, kind, id, personId);
  const over = standing !== null && standing !== 'not-over';
  return { evaluationId: null, canEvaluate: over && isRateable(parts, standing.service, now) };
}
