import { changeCase } from './change-case';
import { type CaseDoc, casePurposes } from './model';
import { outcomeWords } from './notices';
import type { CaseParts } from './parts';

/** A case whose electronic result is to be issued, and what stands on it. */
export interface ElectronicCase {
  caseId: string;
  personId: string;
  number: string;
  itemName: string;
  department: string;
  venueId: string;
  /** In the clear, to be sealed elsewhere or drawn and forgotten. */
  holder: string;
  outcome: string;
  decidedAt: Date;
}

/** Cases that are ready and whose citizen gets the result on the phone, the oldest first. */
export async function electronicToIssue(parts: CaseParts, most: number): Promise<ElectronicCase[]> {
  const docs = await parts.cases
    .find({ awaits: 'electronic' })
    .sort({ changedAt: 1 })
    .limit(most)
    .lean<CaseDoc[]>();
  return docs.map((doc) => ({
    caseId: doc._id,
    personId: doc.personId,
    number: doc.number ?? '',
    itemName: doc.itemName,
    department: doc.department,
    venueId: doc.venueId,
    holder: parts.cipher.open(doc.applicant.name, casePurposes.applicantName),
    outcome: doc.decision ? outcomeWords[doc.decision.outcome] : '',
    decidedAt: doc.decision?.at ?? doc.changedAt,
  }));
}

/** Completes a case whose result was issued on the phone. Repeatable: one that is over stays as it is. */
export async function issuedElectronically(parts: CaseParts, caseId: string): Promise<void> {
  for (;;) {
    const doc = await parts.cases.findOne({ _id: caseId, awaits: 'electronic' }).lean<CaseDoc>();
    if (!doc) return;
    const now = parts.clock.now();
    const step = { action: 'issue-electronic', by: { role: 'system' }, at: now } as const;
    if (await changeCase(parts, doc, { steps: [step], now })) return;
  }
}
