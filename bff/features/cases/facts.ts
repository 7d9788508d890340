import type { CaseFacts } from '../../../shared/domain/case-rules';
import type { CaseDoc, CaseMaterialDoc } from './model';

/** What the rules look at of a case. */
export function factsOf(doc: CaseDoc): CaseFacts {
  const opinionsOpen = doc.reviews.filter(({ opinion }) => opinion === null);
  return {
    state: doc.state,
    instant: doc.caseKind === 'instant',
    incomplete: doc.state === 'draft' && doc.materials.some((each) => isWanted(each) && !isThere(each)),
    papersMissing: doc.materials.some((each) => isWanted(each) && !isThere(each)),
    supplementAsked: doc.supplement !== null,
    supplementDueAt: doc.supplement?.dueAt ?? null,
    acceptBy: doc.acceptBy,
    legalBy: doc.legalBy,
    extension: doc.extension,
    opinionsOpen: opinionsOpen.map(({ department }) => department),
    mayFollow: toFollow(doc).length > 0,
    feeOwed: doc.fee?.state === 'owed',
    byParcel: Boolean(doc.result?.deliveryId),
    reviewers: doc.reviews.flatMap(({ staffId }) => staffId ?? []),
  };
}

/** Nothing goes on without it: required, and no e-licence stands for it. What may follow later (容缺) is not. */
export function isWanted({ necessity, waived }: CaseMaterialDoc): boolean {
  return necessity === 'required' && !waived;
}

/**
 * What may follow (容缺) and has not come. What an open request for a supplement names goes with its answer, all at once.
 */
export function toFollow({ state, materials, supplement }: CaseDoc): CaseMaterialDoc[] {
  const asked = state === 'supplement-requested' ? (supplement?.asked ?? []) : [];
  return materials.filter(
    (material) =>
      material.necessity === 'later' &&
      !material.waived &&
      !isThere(material) &&
      !asked.some(({ materialId }) => materialId === material.id),
  );
}

/** Handed over at the window, or sent as files. */
export function isThere({ received, uploads }: CaseMaterialDoc): boolean {
  return received || uploads.length > 0;
}
