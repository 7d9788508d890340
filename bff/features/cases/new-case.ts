import { stoppedClocks } from '../../../shared/domain/case-clock';
import { feeOf } from './fees';
import { type CaseDoc, casePurposes } from './model';
import type { CaseItem } from './needs';
import type { CaseParts } from './parts';

export interface Beginning {
  /** The operation that begins it. */
  id: string;
  item: CaseItem;
  personId: string;
  /** In full; kept with the case as the file that the law wants kept. */
  applicantName: string;
  accountId: string | null;
  mandateId: string | null;
  /** As what someone acts for the person, in words. */
  agentOf: string | null;
  channel: CaseDoc['channel'];
  appointmentId: string | null;
  venueId: string;
  phone: string | null;
  note: string | null;
  now: Date;
}

/** A case before anything happened to it, with what it keeps of its item as the guide has it today. */
export function blankCase({ cipher }: Pick<CaseParts, 'cipher'>, given: Beginning): CaseDoc {
  const { item, now } = given;
  const seal = (text: string | null, purpose: string) => (text === null ? null : cipher.seal(text, purpose));
  return {
    _id: given.id,
    receiptNumber: null,
    personId: given.personId,
    accountId: given.accountId,
    mandateId: given.mandateId,
    agentOf: given.agentOf,
    channel: given.channel,
    appointmentId: given.appointmentId,
    venueId: given.venueId,
    itemCode: item.code,
    itemName: item.name,
    caseKind: item.caseKind,
    department: item.department,
    jointDepartments: item.jointDepartments,
    limits: { promised: item.promised, legal: item.legal },
    materials: item.materials.map((material) => ({
      ...material,
      waived: material.waivedBy !== null,
      uploads: [],
      received: false,
    })),
    specialStepChoices: item.specialSteps.map(({ name, basis, timeWords, counted }) => ({
      name,
      basis,
      timeWords,
      counted,
    })),
    basis: item.basis,
    remedies: item.remedies,
    phones: { enquiry: item.enquiryPhone, supervision: item.supervisionPhone },
    applicant: { name: cipher.seal(given.applicantName, casePurposes.applicantName) },
    form: { phone: seal(given.phone, casePurposes.phone), note: seal(given.note, casePurposes.note) },
    state: 'draft',
    clocks: stoppedClocks,
    acceptBy: null,
    promisedBy: null,
    legalBy: null,
    deliverBy: null,
    provisional: [],
    dueBy: null,
    handler: null,
    reviews: [item.department, ...item.jointDepartments].map((department) => ({
      department,
      opinion: null,
      note: null,
      staffId: null,
      by: null,
      at: null,
    })),
    specialSteps: [],
    supplement: null,
    extension: null,
    declined: null,
    decision: null,
    result: null,
    fee: feeOf(item),
    createdAt: now,
    handedInAt: null,
    changedAt: now,
    updatedAt: now,
    told: [],
    timeline: [],
    version: 1,
    operations: [given.id],
  };
}
