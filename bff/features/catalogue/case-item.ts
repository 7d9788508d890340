import type { Guide } from '../../../shared/contract';
import type { CatalogueItem } from './directory';
import type { Charge, ItemDoc, Limit } from './model';

/** What a case takes from its item when it begins, so that it stays what it was when the catalogue changes. */
export interface CaseItem
  extends Pick<CatalogueItem, 'code' | 'name' | 'department' | 'venueId' | 'caseKind' | 'channels'>,
    Pick<Guide, 'jointDepartments' | 'materials' | 'specialSteps' | 'basis' | 'remedies'> {
  /** What is owed once the case is accepted. */
  charges: Charge[];
  promised: Limit;
  legal: Limit;
  enquiryPhone: string;
  supervisionPhone: string;
}

export function caseItemOf(item: CatalogueItem, { guide, legal, ...doc }: ItemDoc): CaseItem {
  return {
    code: item.code,
    name: item.name,
    department: item.department,
    venueId: item.venueId,
    caseKind: item.caseKind,
    channels: item.channels,
    charges: doc.payableOnline ? (doc.charges ?? []) : [],
    promised: item.promised,
    legal,
    jointDepartments: guide.jointDepartments,
    materials: guide.materials,
    specialSteps: guide.specialSteps,
    basis: guide.basis,
    remedies: guide.remedies,
    enquiryPhone: doc.enquiryPhone,
    supervisionPhone: doc.supervisionPhone,
  };
}
