import { Problem } from '../../problem';
import { giveNumber } from './case-number';
import { changeCase } from './change-case';
import { isThere, isWanted } from './facts';
import { type Asking, citizenBy, refuse, withLatest } from './find-case';
import { fileIdsOf, type HandInParts, refuseEndedAgent } from './hand-in';
import type { CaseDoc } from './model';
import { personOf } from './routes';

/**
 * Hands a draft in: once, however often it is sent. What is required must be there, what may follow later (容缺) need not;
 * from then on the files are the office's papers.
 * @throws Problem NOT_FOUND, CASE_STATE, CASE_INCOMPLETE with a sentence for everything that is missing, MANDATE_ENDED
 */
export async function submitCase(parts: HandInParts, command: Asking & { id: string }): Promise<CaseDoc> {
  const { id, caller, now } = command;
  await refuseEndedAgent(parts, id, caller);
  return withLatest(parts, command, async (doc) => {
    const by = citizenBy(doc, caller);
    refuse(doc, 'submit', { role: by.role }, now, { incomplete: false });
    await refuseIncomplete(parts, doc);
    const ids = fileIdsOf(doc);
    await parts.files.claim({ ids, caseId: id, personId: personOf(caller), handedIn: true, now });
    const number = await giveNumber(parts.numbers, id, now);
    return changeCase(parts, doc, {
      steps: [{ action: 'submit', by, at: now, set: { number, accountId: caller.accountId } }],
      now,
      operationId: command.operationId,
    });
  });
}

/** Files of a draft that lay about for too long are gone by then. */
async function refuseIncomplete(parts: HandInParts, doc: CaseDoc): Promise<void> {
  const there = new Set((await parts.files.filesOf(fileIdsOf(doc))).map(({ id }) => id));
  const fields: Record<string, string> = {};
  if (doc.form.phone === null) fields['form.phone'] = '填一个能联系到您的手机号。';
  for (const material of doc.materials) {
    const gone = material.uploads.some(({ id }) => !there.has(id));
    if (gone) fields[`materials.${material.id}`] = `“${material.name}”的文件已经过期，重新传一次。`;
    else if (isWanted(material) && !isThere(material))
      fields[`materials.${material.id}`] = `还没有交“${material.name}”。`;
  }
  if (Object.keys(fields).length > 0) throw new Problem('CASE_INCOMPLETE', { fields });
}
