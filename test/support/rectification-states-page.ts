import type { RectificationState } from '../../shared/contract/evaluations';
import { rectificationStates, rectificationTransitions } from '../../shared/domain/evaluation';

/** docs/rectification-states.md, drawn from the table. `npx vitest run test/unit/evaluation.test.ts -u` rewrites it. */
export function rectificationStatesPage(): string {
  const name = (state: RectificationState | null) => (state === null ? '[*]' : state.replaceAll('-', '_'));
  // What leaves the state as it is would only clutter the picture; the table below has it.
  const arrows = rectificationTransitions
    .filter(({ from, to }) => from !== to)
    .map(({ from, action, to, who }) => `  ${name(from)} --> ${name(to)}: ${action} (${who.join(', ')})`);
  const ends = (Object.keys(rectificationStates) as RectificationState[])
    .filter((state) => !rectificationStates[state].open)
    .map((state) => `  ${name(state)} --> [*]`);
  const stateRows = Object.entries(rectificationStates).map(
    ([state, { words, open }]) => `| ${state} | ${words} | ${open ? 'yes' : ''} |`,
  );
  const moves = rectificationTransitions.map(
    ({ from, action, to, who, notice, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${who.join(', ')} | ${notice ?? ''} | ${words} |`,
  );
  return `# The life of a rectification

What a bad grade (不满意, 非常不满意) opens. Drawn from \`shared/domain/evaluation.ts\` by \`test/unit/evaluation.test.ts\`, which
fails when the two differ; \`npx vitest run test/unit/evaluation.test.ts -u\` draws it anew.

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends].join('\n')}
\`\`\`

## States

| state | said to the citizen | open |
|---|---|---|
${stateRows.join('\n')}

## Actions

\`handler\` is a reviewer or dispatcher of the hall and the department, \`supervisor\` heads them; the officer who was rated is
neither, and finds nothing. Whoever appealed does not decide about it. The rating is its id, so there is one however often
it is opened. The clock is 15 working days (\`RECTIFICATION_DAYS\`) after the day of the rating, counted anew when holidays are
announced; overdue it escalates by itself, once. A grade that is changed within its 24 hours is noted and ends nothing. Only in
\`rectified\` is a supervisor shown whom to call back, and that is written into the audit log. \`notice\` is what the one who rated
is told, written in the same update.

| from | action | to | who | notice | timeline |
|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
