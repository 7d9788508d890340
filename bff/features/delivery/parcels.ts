import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import type { Chooser } from './choose';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

/**
 * A parcel of the caller's own, or of a case they act in.
 * @throws Problem NOT_FOUND, also when it is another citizen's
 */
export async function findParcel(
  parts: DeliveryParts,
  id: string,
  { personId }: Pick<Caller, 'personId'>,
): Promise<{ doc: DeliveryDoc; by: Chooser }> {
  const doc = await parts.deliveries.findById(id).lean<DeliveryDoc>();
  const by = doc && personId !== null ? await actorIn(parts, doc, personId) : null;
  if (!doc || !by) throw new Problem('NOT_FOUND', { next: '在“我的事”里查看您的全部快递。' });
  return { doc, by };
}

async function actorIn(parts: DeliveryParts, doc: DeliveryDoc, personId: string): Promise<Chooser | null> {
  if (doc.personId === personId) return { role: 'citizen' };
  if (doc.mandateId === null) return null;
  const principals = await parts.mandates.principalsOf(personId);
  const under = principals.find(({ mandateId }) => mandateId === doc.mandateId);
  return under ? { role: 'agent', agentOf: under.relation } : null;
}

export interface ParcelAsked {
  id: string;
  caller: Caller;
  operationId: string;
  now: Date;
}

const MOST_TURNS = 10;

/**
 * Does something to the citizen's parcel as it is now, again when someone else changed it in between. What was already done
 * under this operation is answered, not repeated.
 * @param change gives null when the parcel was no longer as given
 * @throws Problem NOT_FOUND, MANDATE_ENDED, DELIVERY_STATE and what `change` throws
 */
export async function withLatest(
  parts: DeliveryParts,
  { id, caller, operationId }: ParcelAsked,
  change: (doc: DeliveryDoc, by: Chooser) => Promise<DeliveryDoc | null>,
): Promise<DeliveryDoc> {
  const found = await parts.deliveries.findById(id, { caseId: 1 }).lean<Pick<DeliveryDoc, 'caseId'>>();
  if (found) await parts.cases.refuseEndedAgent(found.caseId, caller);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { doc, by } = await findParcel(parts, id, caller);
    if (doc.operations.includes(operationId)) return doc;
    const changed = await change(doc, by);
    if (changed) return changed;
  }
  throw new Problem('DELIVERY_STATE');
}
