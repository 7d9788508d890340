import { randomUUID } from 'node:crypto';
import { caseStates, transitionOf } from '../../../shared/domain/case';
import { dateOf, toIso } from '../../../shared/domain/time';
import { changeCase } from './change-case';
import { type CaseDoc, casePurposes } from './model';
import type { CaseParts } from './parts';
import { timelineFor } from './timeline';

/** Years for which the file of a case is kept after it was handed in. */
const FILE_YEARS = 10;

/**
 * What cases hold about a person, for export and erasure (PIPL §45, §47). The file of a case that was handed in is a record of
 * the office: 档案法 §14 wants it kept whole, with the applicant's name, whatever the applicant later asks.
 */
export function caseData(parts: CaseParts) {
  return {
    name: 'cases',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const now = parts.clock.now();
      const cases = await parts.cases.find({ personId }).sort({ updatedAt: -1 }).lean<CaseDoc[]>();
      const open = (value: string | null, purpose: string) => value && parts.cipher.open(value, purpose);
      return cases.map((doc) => ({
        number: doc.number ?? null,
        item: doc.itemName,
        state: doc.state,
        applicant: open(doc.applicant.name, casePurposes.applicantName),
        phone: open(doc.form.phone, casePurposes.phone),
        note: open(doc.form.note, casePurposes.note),
        materials: doc.materials.map(({ name, uploads, received }) => ({
          name,
          files: uploads.length,
          received,
        })),
        decision: doc.decision && { outcome: doc.decision.outcome, at: toIso(doc.decision.at) },
        timeline: timelineFor(doc, 'self', now),
      }));
    },
    erase: (personId: string | null, accountIds: string[]) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: CaseParts, personId: string | null, accountIds: string[]) {
  const nobody = `erased-${randomUUID()}`;
  // What they did for others stays with those others.
  await parts.cases.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: nobody } });
  if (personId === null) return { erased: [], kept: [] };
  const drafts = await parts.cases.deleteMany({ personId, state: 'draft' });
  const withdrawn = await withdrawAll(parts, personId);
  const files = await parts.cases.updateMany(
    { personId },
    {
      $set: { personId: nobody, operations: [], 'form.phone': null, 'form.note': null },
      // Nobody is left to be told.
      $pull: { outbox: { 'to.personId': personId } },
    },
  );
  const { deletedCount: draftCount } = drafts;
  return {
    erased: [
      ...(draftCount > 0 ? [`${draftCount} 份没有提交的申请`] : []),
      ...(withdrawn > 0 ? [`${withdrawn} 个还没决定的办件已撤回`] : []),
      ...(files.modifiedCount > 0 ? ['办件里的手机号和备注，办件与您账号的关联'] : []),
    ],
    kept:
      files.modifiedCount > 0
        ? [
            {
              what: '已经提交的办件档案（申请人姓名、材料和办理记录）',
              why: '《档案法》要求机关保存办理公务的记录',
              until: `${Number(dateOf(parts.clock.now()).slice(0, 4)) + FILE_YEARS}年年底`,
            },
          ]
        : [],
  };
}

/** Whoever leaves altogether no longer waits for anything that is not decided. */
async function withdrawAll(parts: CaseParts, personId: string): Promise<number> {
  let count = 0;
  for (;;) {
    const open = await parts.cases.find({ personId, open: true }).lean<CaseDoc[]>();
    const undecided = open.filter(({ state }) => caseStates[state].open && transitionOf(state, 'withdraw'));
    if (undecided.length === 0) return count;
    for (const doc of undecided) {
      const now = parts.clock.now();
      const step = { action: 'withdraw', by: { role: 'citizen' }, at: now, why: '本人删除了账号' } as const;
      if (await changeCase(parts, doc, { steps: [step], now })) count += 1;
    }
  }
}
