import { Problem } from '../../problem';
import { changeCase } from './change-case';
import { toFollow } from './facts';
import { type Asking, citizenBy, refuse, withLatest } from './find-case';
import { filesByMaterial, type GivenFiles, type HandInParts, refuseEndedAgent } from './hand-in';
import type { CaseDoc } from './model';
import { personOf } from './routes';
import { addLater } from './steps';

/**
 * Sends materials that may follow (容缺), as many of them as there are by now.
 * @throws Problem NOT_FOUND, CASE_STATE when nothing may follow (any more), MANDATE_ENDED, VALIDATION_FAILED
 */
export async function addLaterMaterials(
  parts: HandInParts,
  command: Asking & { id: string; materials: readonly GivenFiles[] },
): Promise<CaseDoc> {
  const { id, caller, now, materials: given } = command;
  await refuseEndedAgent(parts, id, caller);
  return withLatest(parts, command, async (doc) => {
    const by = citizenBy(doc, caller);
    refuse(doc, 'add-later', { role: by.role }, now);
    refuseOthers(doc, given);
    const ids = given.flatMap(({ uploads }) => [...uploads]);
    await parts.files.claim({ ids, caseId: id, personId: personOf(caller), handedIn: true, now });
    const found = await filesByMaterial(parts, given);
    const materials = doc.materials.map((material) => {
      const more = found.get(material.id);
      return more ? { ...material, uploads: [...material.uploads, ...more] } : material;
    });
    const names = doc.materials.flatMap((material) => (found.has(material.id) ? [material.name] : []));
    return changeCase(parts, doc, {
      steps: [addLater({ by, at: now }, materials, names)],
      now,
      operationId: command.operationId,
    });
  });
}

function refuseOthers(doc: CaseDoc, given: readonly GivenFiles[]): void {
  const open = new Set(toFollow(doc).map(({ id }) => id));
  const fields = Object.fromEntries(
    given.flatMap(({ id }, index) =>
      open.has(id) ? [] : [[`body.materials.${index}.id`, '这份材料不用后补，或者已经交了。']],
    ),
  );
  if (Object.keys(fields).length > 0) throw new Problem('VALIDATION_FAILED', { fields });
}
