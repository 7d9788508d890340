import type { CaseAction } from '../../../shared/domain/case';
import type { CaseActor } from '../../../shared/domain/case-rules';
import { type CaseFacts, refusalOf } from '../../../shared/domain/case-rules';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { factsOf } from './facts';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { isDue, settle } from './sweep';

/** More collisions than a case can have. */
const MOST_TURNS = 10;

/** A citizen who asks for something, and under which operation. */
export interface Asking {
  caller: Caller;
  operationId: string;
  now: Date;
}

/** A case as it stands after what was due; null when there is none. */
export async function currentCase(
  parts: CaseParts,
  find: () => Promise<CaseDoc | null>,
  now: Date,
): Promise<CaseDoc | null> {
  let found = await find();
  // One moment at a time: deemed acceptance may be followed by a warning that is due as well.
  for (let turn = 0; found && isDue(found, now) && turn < MOST_TURNS; turn += 1) {
    await settle(parts, found, now);
    found = await find();
  }
  return found;
}

/**
 * A case of the caller's own, or one they act in under a mandate that stands.
 * @throws Problem NOT_FOUND, also when it is another citizen's
 */
export async function findCase(
  parts: CaseParts,
  id: string,
  { caller, now }: { caller: Caller; now: Date },
): Promise<CaseDoc> {
  const found = await currentCase(parts, () => parts.cases.findById(id).lean<CaseDoc>(), now);
  if (!found || !(await isTheirs(parts, found, caller)))
    throw new Problem('NOT_FOUND', { next: '在“我的事”里查看您的全部办件。' });
  return found;
}

async function isTheirs(parts: CaseParts, doc: CaseDoc, { personId }: Caller): Promise<boolean> {
  if (personId === null) return false;
  if (doc.personId === personId) return true;
  if (doc.mandateId === null) return false;
  const principals = await parts.mandates.principalsOf(personId);
  return principals.some(({ mandateId }) => mandateId === doc.mandateId);
}

/**
 * Does something to the citizen's case as it is now, again when someone else changed it in between. What was already
 * done under this operation is answered, not repeated.
 * @param change gives null when the case was no longer as given
 */
export async function withLatest(
  parts: CaseParts,
  command: Asking & { id: string },
  change: (doc: CaseDoc) => Promise<CaseDoc | null>,
): Promise<CaseDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findCase(parts, command.id, command);
    if (doc.operations.includes(command.operationId)) return doc;
    const changed = await change(doc);
    if (changed) return changed;
  }
  throw new Problem('CASE_STATE');
}

/** @throws Problem saying why that may not be done now */
export function refuse(
  doc: CaseDoc,
  action: CaseAction,
  actor: CaseActor,
  now: Date,
  also: Partial<CaseFacts> = {},
): void {
  const refusal = refusalOf({ ...factsOf(doc), ...also }, action, actor, now);
  if (refusal) throw new Problem(refusal);
}

/** As whom a citizen acts in a case: themselves, or an agent when it is another's. */
export function citizenBy(doc: Pick<CaseDoc, 'personId' | 'agentOf'>, { personId }: Caller) {
  return doc.personId === personId
    ? ({ role: 'citizen' } as const)
    : ({ role: 'agent', ...(doc.agentOf && { agentOf: doc.agentOf }) } as const);
}
