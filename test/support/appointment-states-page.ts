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
    ({ from, action, to, who, window, seat, undo, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${who.join(', ')} | ${window} | ${seat} | ${undo ? 'yes' : ''} | ${words} |`,
  );
  return `# The life of an appointment

Drawn from \`shared/domain/appointment.ts\` by \`test/unit/appointment.test.ts\`, which fails when the two differ;
\`npx vitest run -u test/unit/appointment.test.ts\` draws it anew. The order in which people are called is in
[calling-order.md](calling-order.md).

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
minutes are settings (\`BOOKING_…\`). \`calls-left\` and \`called-out\` are before and after the third call (\`QUEUE_CALLS\`);
between two calls of a number lie at least \`QUEUE_RECALL_SECONDS\`;
\`first-requeue\` is once a number, \`rebook\` until \`BOOKING_REBOOK_HOURS\` after the hall cancelled, \`day-over\` from
midnight. A seat given back \`later\` waits \`BOOKING_FREED_SEAT_SECONDS\`. Whoever of the desk did what can be undone may
take it back for \`QUEUE_UNDO_SECONDS\`: everything is as it was before, and what the act would have told is not sent.
A number for somebody who walked in has no seat; one sent to another queue has none any more.

| from | action | to | who | window | seat | undo | timeline |
|---|---|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
