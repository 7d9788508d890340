import { type Asking, citizenBy, findCase, refuse } from './find-case';
import { type HandInParts, refuseEndedAgent } from './hand-in';

/**
 * Throws a draft away, with its files. What was handed in is withdrawn instead.
 * @throws Problem NOT_FOUND, CASE_STATE, MANDATE_ENDED
 */
export async function discardDraft(parts: HandInParts, command: Asking & { id: string }): Promise<void> {
  const { id, caller, now } = command;
  await refuseEndedAgent(parts, id, caller);
  const doc = await findCase(parts, id, command);
  // Whoever may fill it in may throw it away.
  refuse(doc, 'save-draft', { role: citizenBy(doc, caller).role }, now);
  const gone = await parts.cases.deleteOne({ _id: id, state: 'draft' });
  if (gone.deletedCount === 0) return discardDraft(parts, command);
  // Its files are due by themselves, should this be cut off here.
  await parts.files.removeOf(id);
}
