import { Problem } from '../../problem';
import { beginCase } from './change-case';
import type { Asking } from './find-case';
import type { HandInParts } from './hand-in';
import type { CaseDoc } from './model';
import { blankCase } from './new-case';
import { personOf } from './routes';

/**
 * Begins an application from the phone; one that was begun for the same item and person goes on. The list of the guide is
 * its form, and what the account knows is filled in.
 * @throws Problem NOT_FOUND, ITEM_NOT_ONLINE, MANDATE_ENDED
 */
export async function createDraft(
  parts: HandInParts,
  command: Asking & { itemCode: string; mandateId?: string },
): Promise<CaseDoc> {
  const { caller, operationId, now } = command;
  personOf(caller);
  const acting = await parts.mandates.actFor(caller, command.mandateId);
  const item = await parts.catalogue.caseItem(command.itemCode);
  if (!item) throw new Problem('NOT_FOUND', { next: '返回办事列表重新选择事项。' });
  if (!item.channels.includes('online')) throw new Problem('ITEM_NOT_ONLINE');
  const { personId, mandateId, relation } = acting;
  const begun = () =>
    parts.cases
      .findOne({
        $or: [
          { _id: operationId, personId },
          { personId, itemCode: item.code, mandateId, state: 'draft' },
        ],
      })
      .lean<CaseDoc>();
  const earlier = await begun();
  if (earlier) return earlier;
  const applicantName = await parts.people.fullName(personId);
  if (applicantName === null) throw new Problem('NOT_FOUND');
  const blank = blankCase(parts, {
    id: operationId,
    item,
    personId,
    applicantName,
    accountId: caller.accountId,
    mandateId,
    agentOf: relation,
    channel: 'online',
    appointmentId: null,
    venueId: item.venueId,
    phone: await parts.phoneOf(caller.accountId),
    note: null,
    now,
  });
  const by =
    mandateId === null
      ? { role: 'citizen' as const }
      : { role: 'agent' as const, ...(relation && { agentOf: relation }) };
  try {
    return await beginCase(parts, blank, [{ action: 'create-draft', by, at: now }]);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    const twin = await begun();
    if (!twin) throw error;
    return twin;
  }
}
