import type { Caller } from '../../http/route';
import { findCase } from './find-case';
import type { CaseParts } from './parts';

/** A case as far as somebody complains of how it was handled. */
export interface CaseComplainedOf {
  caseId: string;
  /** null while it is a draft. */
  number: string | null;
  itemCode: string;
  itemName: string;
  department: string;
  venueId: string;
  /** Officers who worked on it. */
  staffIds: string[];
}

/** A case of the caller's own, or one they act in. @throws Problem NOT_FOUND */
export async function caseComplainedOf(
  parts: CaseParts,
  id: string,
  asked: { caller: Caller; now: Date },
): Promise<CaseComplainedOf> {
  const doc = await findCase(parts, id, asked);
  const worked = [
    doc.handler?.staffId,
    ...doc.reviews.map(({ staffId }) => staffId),
    ...doc.timeline.map(({ by }) => by.staffId),
  ];
  return {
    caseId: doc._id,
    number: doc.number ?? null,
    itemCode: doc.itemCode,
    itemName: doc.itemName,
    department: doc.department,
    venueId: doc.venueId,
    staffIds: [...new Set(worked.filter((staffId) => typeof staffId === 'string'))],
  };
}
