import type { CaseState } from '../../shared/contract/cases';
import { caseStates, caseTransitions, instantCourse } from '../../shared/domain/case';

/** docs/case-states.md, drawn from the table. `npx vitest run test/unit/case.test.ts -u` rewrites it. */
export function caseStatesPage(): string {
  const name = (state: CaseState | null) => (state === null ? '[*]' : state.replaceAll('-', '_'));
  // What leaves the state as it is would only clutter the picture; the table below has it.
  const arrows = caseTransitions
    .filter(({ from, to }) => from !== to)
    .map(({ from, action, to, who }) => `  ${name(from)} --> ${name(to)}: ${action} (${who.join(', ')})`);
  const ends = (Object.keys(caseStates) as CaseState[])
    .filter((state) => !caseStates[state].open)
    .map((state) => `  ${name(state)} --> [*]`);
  const stateRows = Object.entries(caseStates).map(
    ([state, { words, tone, open, runs }]) =>
      `| ${state} | ${words} | ${tone} | ${open ? 'yes' : ''} | ${runs ?? ''} |`,
  );
  const moves = caseTransitions.map(
    ({ from, action, to, who, instantWho, guards, clock, notice, shown, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${[...who, ...instantWho.map((role) => `${role}*`)].join(', ')} | ${guards.join(', ')} | ${clock === 'none' ? '' : clock} | ${notice ?? ''} | ${words ?? ''}${shown === 'staff' ? ' (staff only)' : ''} |`,
  );
  return `# The life of a case

Drawn from \`shared/domain/case.ts\` by \`test/unit/case.test.ts\`, which fails when the two differ;
\`npx vitest run test/unit/case.test.ts -u\` draws it anew.

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends].join('\n')}
\`\`\`

## States

| state | said to the citizen | asks of them | open | deadline that runs |
|---|---|---|---|---|
${stateRows.join('\n')}

## Actions

\`who\` are roles: \`citizen\` and \`agent\` from the phone, \`window\`, \`reviewer\`, \`approver\` and \`dispatcher\` of the staff,
\`department\` a registered outside system, \`system\` the clock. With a star: also when the item is done in one visit (即办件),
which passes ${instantCourse.join(', ')} in one update, each recorded. A draft that is thrown away is deleted and has no state.

\`guards\` must hold besides: they are named and explained in \`CaseGuard\`. \`clock\` is what happens to the clocks
(\`CaseClockEffect\`): five working days to accept, decline or ask once for what is missing, after which the case counts
as accepted from the day the papers came (行政许可法 §32); the promised and the legal limit from the day after acceptance, in
working days (§42, §82), without special steps that do not count (§45), ten working days longer once when another person
approves (§42); ten working days for the result (§44). \`notice\` is what the citizen is told, written in the same update.

| from | action | to | who | guards | clock | notice | timeline |
|---|---|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
