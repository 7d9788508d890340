import type { Matter } from '../../../shared/contract/matters';
import { caseStates } from '../../../shared/domain/case';
import { toIso } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import type { MatterProvider } from '../matters';
import { listCases, orderOf } from './list-cases';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { presentRow } from './presenter';

/** Cases as matters of a citizen, those they act in for others among them. */
export function caseMatters(parts: CaseParts): MatterProvider {
  return {
    list: async (caller, state, now) => {
      if (caller.personId === null) return [];
      const cases = await listCases(parts, caller.personId, state, now);
      return cases.map((doc) => ({ order: orderOf(doc), matter: matterOf(parts, doc, caller, now) }));
    },
  };
}

function matterOf(parts: CaseParts, doc: CaseDoc, caller: Caller, now: Date): Matter {
  const row = presentRow(parts, doc, caller, now);
  return {
    kind: 'case',
    id: row.id,
    reference: row.number,
    title: row.itemName,
    stateWords: row.stateWords,
    tone: row.tone,
    holder: row.waitingOn,
    nextStep: row.nextStep,
    byWords: row.byWords,
    by: doc.dueBy && toIso(doc.dueBy),
    action: row.action,
    forWhom: row.forWhom,
    open: caseStates[doc.state].open,
  };
}
