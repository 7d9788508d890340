import { type CaseDoc, casePurposes } from './model';
import type { CaseParts } from './parts';

/** The phone that was given at the counter with a case, in the clear; null when none was, or it was erased. */
export async function counterPhone({ cases, cipher }: CaseParts, caseId: string): Promise<string | null> {
  const doc = await cases.findById(caseId, { channel: 1, 'form.phone': 1 }).lean<CaseDoc>();
  if (doc?.channel !== 'window' || doc.form.phone === null) return null;
  return cipher.open(doc.form.phone, casePurposes.phone);
}
