import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

const BATCH = 200;

const whyDropped: Partial<Record<CaseDoc['state'], string>> = {
  withdrawn: '办件已撤回',
  declined: '不予受理',
  closed: '办件已关闭',
};

/** Tells payments what a case owes, or that it does not any more. Repeatable. */
export async function tellPayments(parts: CaseParts, doc: CaseDoc): Promise<void> {
  const { fee, feeStep } = doc;
  if (!fee || !feeStep) return;
  if (feeStep === 'drop') {
    const reason = whyDropped[doc.state] ?? '没有批准';
    await parts.payments.drop('case-fee', doc._id, 'withdrawn', reason);
  } else
    await parts.payments.owe({
      kind: 'case-fee',
      subjectId: doc._id,
      caseId: doc._id,
      deliveryId: null,
      personId: doc.personId,
      accountId: doc.accountId,
      mandateId: doc.mandateId,
      venueId: doc.venueId,
      department: doc.department,
      title: fee.lines.map(({ name }) => name).join('、'),
      about: [doc.itemName, doc.number].filter(Boolean).join(' '),
      lines: fee.lines,
      exemptions: fee.exemptions,
      payBy: null,
      at: parts.clock.now(),
    });
  await parts.cases.updateOne({ _id: doc._id, feeStep }, { $unset: { feeStep: 1 } });
}

/** The same at once after a step, so that who took it sees the order; what fails is done by the job. */
export async function tellPaymentsNow(parts: CaseParts, doc: CaseDoc): Promise<void> {
  if (!doc.feeStep) return;
  try {
    await tellPayments(parts, doc);
  } catch (error) {
    parts.log.warn({ err: error, caseId: doc._id }, 'payments will be told of a fee later');
  }
}

/** The same of every case in which it is owed to them: after a death, or when their store was away. */
export async function tellPaymentsDue(parts: CaseParts): Promise<void> {
  const due = await parts.cases
    .find({ feeStep: { $exists: true } })
    .limit(BATCH)
    .lean<CaseDoc[]>();
  for (const doc of due) await tellPayments(parts, doc);
}
