import { awaitsOf } from './change-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

const MOST_TURNS = 10;

/** The fee was paid or settled otherwise: what waited for it goes on. Repeatable. */
export async function feeSettled(parts: CaseParts, caseId: string): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.cases.findOne({ _id: caseId, 'fee.state': 'owed' }).lean<CaseDoc>();
    if (!doc?.fee) return;
    const fee = { ...doc.fee, state: 'settled' as const };
    const awaits = awaitsOf({ ...doc, fee });
    // By the version, so that a step taken at the same moment sees that nothing is owed.
    const changed = await parts.cases.updateOne(
      { _id: caseId, version: doc.version },
      { $set: { fee, ...(awaits && { awaits }) }, $inc: { version: 1 } },
    );
    if (changed.modifiedCount === 1) return;
  }
  throw new Error('A case changed all the time');
}
