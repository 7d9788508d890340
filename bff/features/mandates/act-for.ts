import { dateOf } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import type { MandateDoc } from './model';
import type { MandateParts } from './parts';
import { relationWords } from './terms';

/** Whose matter it is, and as what one acts in it. */
export interface ActingFor {
  personId: string;
  /** null: for oneself. */
  mandateId: string | null;
  /** As what, in words: `子女`. */
  relation: string | null;
}

/** True while one may act under it. A child that has grown up ends it before the job says so. */
export function stands(doc: MandateDoc, now: Date): boolean {
  return doc.state === 'active' && (doc.endsOn === null || dateOf(now) < doc.endsOn);
}

/**
 * For whom one acts: oneself without a mandate.
 * @throws Problem NOT_FOUND when it is not theirs, MANDATE_ENDED
 */
export async function actFor(
  parts: MandateParts,
  caller: Pick<Caller, 'personId'>,
  mandateId: string | undefined,
): Promise<ActingFor> {
  const { personId } = caller;
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  if (mandateId === undefined) return { personId, mandateId: null, relation: null };
  const doc = await parts.mandates.findOne({ _id: mandateId, agentId: personId }).lean<MandateDoc>();
  if (!doc) throw new Problem('NOT_FOUND', { next: '在“代办”里重新选择为谁办理。' });
  if (!stands(doc, parts.clock.now())) throw new Problem('MANDATE_ENDED');
  return { personId: doc.principalId, mandateId, relation: relationWords[doc.relation] };
}

/** Those one may act for now. */
export async function principalsOf(
  parts: MandateParts,
  personId: string,
): Promise<{ mandateId: string; personId: string; relation: string }[]> {
  const now = parts.clock.now();
  const active = await parts.mandates.find({ agentId: personId, active: true }).lean<MandateDoc[]>();
  return active
    .filter((doc) => stands(doc, now))
    .map(({ _id, principalId, relation }) => ({
      mandateId: _id,
      personId: principalId,
      relation: relationWords[relation],
    }));
}
