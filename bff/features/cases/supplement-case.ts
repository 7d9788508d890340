import type { CaseUpload } from '../../../shared/contract/cases';
import { Problem } from '../../problem';
import { changeCase } from './change-case';
import { type Asking, citizenBy, refuse, withLatest } from './find-case';
import { filesByMaterial, type GivenFiles, type HandInParts, refuseEndedAgent } from './hand-in';
import { type CaseDoc, type CaseMaterialDoc, casePurposes, type SupplementDoc } from './model';
import { personOf } from './routes';
import { supplement } from './steps';

export interface SupplementCase extends Asking {
  id: string;
  materials: readonly GivenFiles[];
  note?: string;
}

/**
 * Sends what was asked for, all of it at once and nothing else. Files join those that were there: who examines it sees
 * both.
 * @throws Problem NOT_FOUND, CASE_STATE, CASE_INCOMPLETE with a sentence for everything that is missing, MANDATE_ENDED,
 * VALIDATION_FAILED
 */
export async function supplementCase(parts: HandInParts, command: SupplementCase): Promise<CaseDoc> {
  const { id, caller, now, note } = command;
  await refuseEndedAgent(parts, id, caller);
  return withLatest(parts, command, async (doc) => {
    const by = citizenBy(doc, caller);
    refuse(doc, 'supplement', { role: by.role }, now, { incomplete: false });
    if (!doc.supplement) throw new Problem('CASE_STATE');
    refuseUnasked(doc.supplement, command.materials);
    refuseMissing(doc.supplement, command.materials);
    const ids = command.materials.flatMap(({ uploads }) => [...uploads]);
    await parts.files.claim({ ids, caseId: id, personId: personOf(caller), handedIn: true, now });
    const found = await filesByMaterial(parts, command.materials);
    const step = supplement(doc, { by, at: now }, joined(doc, doc.supplement, found));
    return changeCase(parts, doc, {
      steps: [{ ...step, set: { ...step.set, ...(note !== undefined && noted(parts, doc, note)) } }],
      now,
      operationId: command.operationId,
    });
  });
}

/** How a material that was asked for is called in the request: by its id, or by its place when it is not on the list. */
const idOf = ({ materialId }: SupplementDoc['asked'][number], index: number) =>
  materialId ?? `extra-${index}`;

function refuseUnasked({ asked }: SupplementDoc, given: readonly GivenFiles[]): void {
  const known = new Set(asked.map(idOf));
  const fields = Object.fromEntries(
    given.flatMap(({ id }, index) =>
      known.has(id) ? [] : [[`body.materials.${index}.id`, '没有要求补这份材料。']],
    ),
  );
  if (Object.keys(fields).length > 0) throw new Problem('VALIDATION_FAILED', { fields });
}

function refuseMissing({ asked }: SupplementDoc, given: readonly GivenFiles[]): void {
  const sent = new Set(given.flatMap(({ id, uploads }) => (uploads.length > 0 ? [id] : [])));
  const fields = Object.fromEntries(
    asked.flatMap((each, index) =>
      sent.has(idOf(each, index)) ? [] : [[`materials.${idOf(each, index)}`, `还没有补“${each.name}”。`]],
    ),
  );
  if (Object.keys(fields).length > 0) throw new Problem('CASE_INCOMPLETE', { fields });
}

function joined(doc: CaseDoc, { asked }: SupplementDoc, found: Map<string, CaseUpload[]>): CaseMaterialDoc[] {
  const listed = doc.materials.map((material) => ({
    ...material,
    uploads: [...material.uploads, ...(found.get(material.id) ?? [])],
  }));
  const extra = asked.flatMap((each, index): CaseMaterialDoc[] =>
    each.materialId === null
      ? [
          {
            id: idOf(each, index),
            name: each.name,
            form: 'electronic',
            copies: 1,
            necessity: 'required',
            source: '申请人',
            note: each.why,
            waivedBy: null,
            waived: false,
            uploads: found.get(idOf(each, index)) ?? [],
            received: false,
          },
        ]
      : [],
  );
  return [...listed, ...extra];
}

/** What the citizen says with it joins what they said before; it stays sealed. */
function noted({ cipher }: HandInParts, { form }: CaseDoc, note: string): Pick<CaseDoc, 'form'> {
  const before = form.note === null ? [] : [cipher.open(form.note, casePurposes.note)];
  return { form: { ...form, note: cipher.seal([...before, `补正：${note}`].join(' '), casePurposes.note) } };
}
