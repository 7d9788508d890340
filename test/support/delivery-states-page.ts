import type { DeliveryState } from '../../shared/contract/delivery';
import { deliveryStates, deliveryTransitions } from '../../shared/domain/delivery';

/** docs/delivery-states.md, drawn from the table. `npx vitest run test/unit/delivery.test.ts -u` rewrites it. */
export function deliveryStatesPage(): string {
  const name = (state: DeliveryState | null) => (state === null ? '[*]' : state.replaceAll('-', '_'));
  const arrows = deliveryTransitions.map(
    ({ from, action, to, who }) => `  ${name(from)} --> ${name(to)}: ${action} (${who.join(', ')})`,
  );
  const ends = (Object.keys(deliveryStates) as DeliveryState[])
    .filter((state) => !deliveryStates[state].open)
    .map((state) => `  ${name(state)} --> [*]`);
  const stateRows = Object.entries(deliveryStates).map(
    ([state, { words, tone, holder, open, tracked }]) =>
      `| ${state} | ${words} | ${tone} | ${holder} | ${open ? 'yes' : ''} | ${tracked ? 'yes' : ''} |`,
  );
  const moves = deliveryTransitions.map(
    ({ from, action, to, who, guards, notice, words }) =>
      `| ${from ?? ''} | ${action} | ${to} | ${who.join(', ')} | ${guards.join(', ')} | ${notice ?? ''} | ${words} |`,
  );
  return `# The life of a parcel

Drawn from \`shared/domain/delivery.ts\` by \`test/unit/delivery.test.ts\`, which fails when the two differ;
\`npx vitest run test/unit/delivery.test.ts -u\` draws it anew.

\`\`\`mermaid
stateDiagram-v2
${[...arrows, ...ends].join('\n')}
\`\`\`

## States

| state | said to the citizen | asks of them | who has it | open | followed |
|---|---|---|---|---|---|
${stateRows.join('\n')}

## Actions

\`who\` are roles: \`citizen\` and \`agent\` from the phone, \`window\` and \`supervisor\` of the hall, \`carrier\` the courier's word, \`system\`
the clock, payments and the case. \`guards\` must hold besides: they are named and explained in \`DeliveryGuard\`. \`notice\` is what the
citizen is told, written in the same update. A parcel that is \`signed\` or \`collected\` completes its case; one that is \`cancelled\` leaves
the result at the window; sending again and making anew are another parcel, one attempt later.

| from | action | to | who | guards | notice | timeline |
|---|---|---|---|---|---|---|
${moves.join('\n')}
`;
}
