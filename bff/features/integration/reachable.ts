import type { CaseState } from '../../../shared/contract/cases';
import { type CaseAction, caseTransitions, transitionOf } from '../../../shared/domain/case';
import { mayBy } from '../../../shared/domain/case-rules';

const known = new Map<string, boolean>();

/** Whether a case in that state can still come to where a department's system may do that. */
export function stillPossible(from: CaseState, action: CaseAction): boolean {
  const key = `${from} ${action}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const seen = new Set<CaseState>([from]);
  for (const state of seen) for (const row of caseTransitions) if (row.from === state) seen.add(row.to);
  const possible = [...seen].some((state) => {
    const row = transitionOf(state, action);
    return row !== null && mayBy(row, 'department', false);
  });
  known.set(key, possible);
  return possible;
}
