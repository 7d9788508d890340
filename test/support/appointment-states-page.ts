import type { AppointmentState } from '../../shared/contract/booking';
import { appointmentStates, appointmentTransitions } from '../../shared/domain/appointment';

/** docs/appointment-states.md, drawn from the table. `npx vitest run -u test/unit/appointment.test.ts` rewrites it. */
export function appointmentStatesPage(): string {
  const name = (state: AppointmentState | null) => (state === null ? '[*]' : state.replaceAll('-', '_'));
  const arrows = appointmentTransitions.map(
    ({ from, action, to, who }) => `  ${name(from)} --> ${name(to)}: ${action} (${who.join(', ')})`,
  );
  const ends = (Object.keys(appointmentStates) as AppointmentState[])
    .filter((state) => !appointmentStates[state].active)
    .map((state) => `  ${name(state)} --> [*]`);
  const stateRows = Object.entries(appointmentStates).map(
    ([state, { words, tone, occupies, active }]) =>
      `| ${state} | ${words} | ${tone} | ${occupies ? 'yes' : ''} | ${active ? 'yes' : ''} |`,
  );
  const moves = appointmentTransitions.map(
    ({ from, action, to, who, window, seat, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${who.join(', ')} | ${window} | ${seat} | ${words} |`,
  );
  return `# The life of an appointment

Drawn from \`shared/domain/appointment.ts\` by \`test/unit/appointment.test.ts\`, which fails when the two differ;
\`npx vitest run -u test/unit/appointment.test.ts\` draws it anew. Checking in, calling and serving stand in the table
for the desk that comes later; no endpoint does them yet.

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends].join('\n')}
\`\`\`

## States

| state | said to the citizen | asks of them | has a seat | counts as the one booking |
|---|---|---|---|---|
${stateRows.join('\n')}

## Actions

\`window\` is when the clock allows it: \`hold\` until the hold runs out, \`cut-off\` until two hours before,
\`check-in\` from 30 minutes before to 15 after the start, \`hold-over\` and \`check-in-over\` afterwards. Hours and
minutes are settings (\`BOOKING_…\`). A seat given back \`later\` waits \`BOOKING_FREED_SEAT_SECONDS\`.

| from | action | to | who | window | seat | timeline |
|---|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
