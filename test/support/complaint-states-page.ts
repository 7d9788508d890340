import type { ComplaintState } from '../../shared/contract/complaints';
import { complaintCategories, complaintStates, complaintTransitions } from '../../shared/domain/complaint';

/** docs/complaint-states.md, drawn from the table. `npx vitest run test/unit/complaint.test.ts -u` rewrites it. */
export function complaintStatesPage(): string {
  const name = (state: ComplaintState | null) => (state === null ? '[*]' : state.replaceAll('-', '_'));
  // What leaves the state as it is would only clutter the picture; the table below has it.
  const arrows = complaintTransitions
    .filter(({ from, to }) => from !== to)
    .map(({ from, action, to, who }) => `  ${name(from)} --> ${name(to)}: ${action} (${who.join(', ')})`);
  const ends = (Object.keys(complaintStates) as ComplaintState[])
    .filter((state) => !complaintStates[state].open)
    .map((state) => `  ${name(state)} --> [*]`);
  const stateRows = Object.entries(complaintStates).map(
    ([state, { words, tone, holder, clock, step, open }]) =>
      `| ${state} | ${words} | ${tone} | ${holder} | ${clock ?? ''} | ${step ?? ''} | ${open ? 'yes' : ''} |`,
  );
  const moves = complaintTransitions.map(
    ({ from, action, to, who, guards, notice, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${who.join(', ')} | ${guards.join(', ')} | ${notice ?? ''} | ${words} |`,
  );
  const categoryRows = Object.entries(complaintCategories).map(
    ([category, { words, weight, desk }]) => `| ${category} | ${words} | ${weight} | ${desk} |`,
  );
  return `# The life of a complaint

Drawn from \`shared/domain/complaint.ts\` by \`test/unit/complaint.test.ts\`, which fails when the two differ;
\`npx vitest run test/unit/complaint.test.ts -u\` draws it anew.

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends].join('\n')}
\`\`\`

## States

| state | said to the citizen | asks of them | who has it | deadline that runs | step in the drawing | open |
|---|---|---|---|---|---|---|
${stateRows.join('\n')}

Deadlines are working days from the day after: \`accept\` 1 from filing; \`reply\` 3, 5 or 15 from acceptance (simple, general, complex), at
most 7 more by the one extension, and anew when it is handled again; \`call-back\` 3 from the answer. All are settings, kept in the complaint
as they were when its clock began. What is overdue goes to the hall's supervisor by itself, and a working day later to the city's.

## Categories

In the order in which they are offered. \`desk\`: \`centre\` goes to the hall's own dispatchers, \`department\` also to those of the department.

| category | said to the citizen | how hard it is | desk |
|---|---|---|---|
${categoryRows.join('\n')}

## Actions

\`who\` are roles: \`citizen\` by session or query code, \`dispatcher\` and \`supervisor\` of the hall, \`handler\` whoever it is assigned to, \`system\`
the clock and the complaint it was joined to. Never whoever it is about. \`guards\` must hold besides: they are named and explained in
\`ComplaintGuard\`. \`notice\` is what the citizen is told, written in the same update; without a name nobody is told, it is looked up.

| from | action | to | who | guards | notice | timeline |
|---|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
