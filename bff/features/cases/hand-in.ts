import type { CaseUpload } from '../../../shared/contract/cases';
import type { Limiter } from '../../http/limits';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import type { CaseDoc, CaseMaterialDoc } from './model';
import type { CaseParts } from './parts';

/** What handing in from the phone asks of other features. */
export interface HandInNeeds {
  uploads: {
    /** Makes files papers of a case. @throws Problem NOT_FOUND when one is not the person's, or not there (any more) */
    claim(files: {
      ids: readonly string[];
      caseId: string;
      personId: string;
      /** Until then they are deleted with the draft; kept when it was handed in. */
      handedIn: boolean;
      now: Date;
    }): Promise<void>;
    /** Lets go of the files of a case but those named. */
    release(given: { caseId: string; keep: readonly string[]; now: Date }): Promise<void>;
    /** Deletes the files of a case for good. */
    removeOf(caseId: string): Promise<void>;
    /** Those that are there, among the ones named. */
    filesOf(ids: readonly string[]): Promise<CaseUpload[]>;
  };
  people: {
    /** The phone that WeChat vouched for in this account; null when there is none. */
    phoneOf(accountId: string): Promise<string | null>;
  };
}

/** What the commands of handing in work with. */
export interface HandInParts extends CaseParts {
  files: HandInNeeds['uploads'];
  phoneOf: HandInNeeds['people']['phoneOf'];
  lookups: { number: Limiter; address: Limiter };
}

/** Files for a material, as the phone sends them. */
export interface GivenFiles {
  /** Of the material. */
  id: string;
  uploads: readonly string[];
}

/**
 * Tells somebody whose mandate has ended so: they know the case, and may do nothing in it any more. Whoever never acted in
 * it is left to be answered like everyone else.
 * @throws Problem MANDATE_ENDED
 */
export async function refuseEndedAgent(parts: CaseParts, id: string, caller: Caller): Promise<void> {
  const doc = await parts.cases.findById(id, { personId: 1, mandateId: 1 }).lean<CaseDoc>();
  if (!doc || doc.mandateId === null || doc.personId === caller.personId) return;
  try {
    await parts.mandates.actFor(caller, doc.mandateId);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'NOT_FOUND') throw error;
  }
}

/** Every file of a case. */
export function fileIdsOf({ materials }: { materials: readonly CaseMaterialDoc[] }): string[] {
  return materials.flatMap(({ uploads }) => uploads.map(({ id }) => id));
}

/** The files that the phone sent, by material; each file once. They belong to the case by then. */
export async function filesByMaterial(
  { files }: HandInParts,
  given: readonly GivenFiles[],
): Promise<Map<string, CaseUpload[]>> {
  const result = new Map<string, CaseUpload[]>();
  for (const { id, uploads } of given) {
    const found = await files.filesOf([...new Set(uploads)]);
    result.set(id, [...(result.get(id) ?? []), ...found]);
  }
  return result;
}
