import { Problem } from '../../problem';
import { changeCase } from './change-case';
import { type Asking, citizenBy, refuse, withLatest } from './find-case';
import { fileIdsOf, filesByMaterial, type GivenFiles, type HandInParts, refuseEndedAgent } from './hand-in';
import { type CaseDoc, casePurposes } from './model';
import { personOf } from './routes';

export interface SaveDraft extends Asking {
  id: string;
  form: { phone: string | null; note: string | null };
  /** Of each material that is named: all its files. What is not named stays as it is. */
  materials: readonly GivenFiles[];
  /** The version on the screen; checked when given, so that two phones do not write over each other unseen. */
  version?: number;
}

/**
 * Keeps what was filled in so far. Files become the draft's own; those taken out of it are let go.
 * @throws Problem NOT_FOUND, CASE_STATE, CASE_CHANGED, MANDATE_ENDED, VALIDATION_FAILED
 */
export async function saveDraft(parts: HandInParts, command: SaveDraft): Promise<CaseDoc> {
  const { id, caller, now, form } = command;
  await refuseEndedAgent(parts, id, caller);
  const saved = await withLatest(parts, command, async (doc) => {
    const by = citizenBy(doc, caller);
    refuse(doc, 'save-draft', { role: by.role }, now);
    if (command.version !== undefined && command.version !== doc.version) throw new Problem('CASE_CHANGED');
    refuseUnlisted(doc, command.materials);
    const ids = command.materials.flatMap(({ uploads }) => [...uploads]);
    await parts.files.claim({ ids, caseId: id, personId: personOf(caller), handedIn: false, now });
    const files = await filesByMaterial(parts, command.materials);
    const seal = (text: string | null, purpose: string) =>
      text === null ? null : parts.cipher.seal(text, purpose);
    return changeCase(parts, doc, {
      steps: [
        {
          action: 'save-draft',
          by,
          at: now,
          set: {
            form: {
              phone: seal(form.phone, casePurposes.phone),
              note: seal(form.note, casePurposes.note),
            },
            materials: doc.materials.map((material) => ({
              ...material,
              uploads: files.get(material.id) ?? material.uploads,
            })),
          },
        },
      ],
      now,
      operationId: command.operationId,
    });
  });
  await parts.files.release({ caseId: id, keep: fileIdsOf(saved), now });
  return saved;
}

function refuseUnlisted(doc: CaseDoc, given: readonly GivenFiles[]): void {
  const listed = new Set(doc.materials.map(({ id }) => id));
  const fields = Object.fromEntries(
    given.flatMap(({ id }, index) =>
      listed.has(id) ? [] : [[`body.materials.${index}.id`, '这份材料不在这个事项的清单里。']],
    ),
  );
  if (Object.keys(fields).length > 0) throw new Problem('VALIDATION_FAILED', { fields });
}
