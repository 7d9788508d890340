import type { Grade, ServiceKind } from '../../../shared/contract/evaluations';
import { type EvaluationFlag, grades } from '../../../shared/domain/evaluation';
import { dateOf } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import { isRateable, serviceOfPerson } from './find-service';
import { fromHall } from './flags';
import { followUp } from './follow-up';
import { serviceKey } from './gather-services';
import { type EvaluationDoc, evaluationPurposes, isDuplicate, servedOf } from './model';
import type { EvaluationParts } from './parts';

/** Who rates, from where. The address is looked at and not kept. */
export interface Rater {
  personId: string;
  accountId: string;
  address: string;
  operationId: string;
  now: Date;
}

/** What a rating says. */
export interface Said {
  grade: Grade;
  tags: readonly string[];
  words: string;
}

/**
 * Rates a service of the caller's own, once. What follows from it is owed in the document and done at once where that is
 * possible: a failure of it never fails the rating.
 * @throws Problem NOT_FOUND, SERVICE_NOT_OVER before its end and when the time to rate it is over, EVALUATION_EXISTS,
 * EVALUATION_TAG
 */
export async function rateService(
  parts: EvaluationParts,
  { kind, id, windowId, ...said }: Said & { kind: ServiceKind; id: string; windowId?: string },
  rater: Rater,
): Promise<EvaluationDoc> {
  const { personId, accountId, address, operationId, now } = rater;
  const repeated = await parts.evaluations.findById(operationId).lean<EvaluationDoc>();
  if (repeated) return repeated;
  const standing = await serviceOfPerson(parts, kind, id, personId);
  if (standing === null) throw new Problem('NOT_FOUND');
  const key = serviceKey(kind, id);
  if (await parts.evaluations.exists({ service: key })) throw new Problem('EVALUATION_EXISTS');
  if (standing === 'not-over' || !isRateable(parts, standing.service, now))
    throw new Problem('SERVICE_NOT_OVER');
  const { service } = standing;
  const flags: EvaluationFlag[] = [
    ...(fromHall(parts, service.venueId, address) ? ['hall-network' as const] : []),
    ...(windowId !== undefined && windowId !== service.windowId ? ['other-window' as const] : []),
  ];
  const doc: EvaluationDoc = {
    _id: operationId,
    service: key,
    serviceId: id,
    ...servedOf(service),
    personId,
    accountId,
    givenAt: now,
    on: dateOf(now),
    ...saidAs(parts, said),
    rounds: 1,
    flags,
    flagState: flags.length > 0 ? 'open' : 'none',
    flagBy: null,
    owedSince: now,
    version: 1,
    operations: [operationId],
  };
  try {
    await parts.evaluations.create(doc);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const same = await parts.evaluations.findById(operationId).lean<EvaluationDoc>();
    if (same) return same;
    throw new Problem('EVALUATION_EXISTS');
  }
  await parts.reached('evaluation:given');
  await followUpNow(parts, doc);
  return doc;
}

/** What is stored of what was said. @throws Problem EVALUATION_TAG when a tag is not one of that grade */
export function saidAs({ cipher }: Pick<EvaluationParts, 'cipher'>, { grade, tags, words }: Said) {
  const own = [...new Set(tags)];
  if (own.some((tag) => !grades[grade].tags.includes(tag))) throw new Problem('EVALUATION_TAG');
  return { grade, tags: own, words: words === '' ? null : cipher.seal(words, evaluationPurposes.words) };
}

/** Does what follows; what cannot be done now is left to the job. */
export async function followUpNow(parts: EvaluationParts, doc: EvaluationDoc): Promise<void> {
  try {
    await followUp(parts, doc);
  } catch (error) {
    parts.log.warn({ err: error, evaluationId: doc._id }, 'what follows from a rating is done later');
  }
}
