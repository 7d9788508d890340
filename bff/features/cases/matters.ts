import type { Matter } from '../../../shared/contract/matters';
import { caseStates } from '../../../shared/domain/case';
import { toIso } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import type { MatterProvider } from '../matters';
import { listCases, orderOf } from './list-cases';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { type Parcels, parcelsFor, presentRow } from './presenter';

/** Cases as matters of a citizen, those they act in for others among them. */
export function caseMatters(parts: CaseParts): MatterProvider {
  return {
    list: async (caller, state, now) => {
      if (caller.personId === null) return [];
      const cases = await listCases(parts, caller.personId, state, now);
      const parcels = await parcelsFor(parts, cases);
      return cases.map((doc) => ({
        order: orderOf(doc, parcels),
        matter: matterOf(parts, doc, caller, now, parcels),
      }));
    },
  };
}

function matterOf(parts: CaseParts, doc: CaseDoc, caller: Caller, now: Date, parcels: Parcels): Matter {
  const row = presentRow(parts, doc, caller, now, parcels.get(doc._id));
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
