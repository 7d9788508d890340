import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryState, deliveryState } from '../../shared/contract/delivery';
import { staffDeliveryAction } from '../../shared/contract/staff-delivery';
import {
  type DeliveryAction,
  type DeliveryRole,
  deliveryStates,
  deliveryTransitionOf,
  deliveryTransitions,
} from '../../shared/domain/delivery';
import {
  type DeliveryActor,
  type DeliveryFacts,
  type DeliveryRefusal,
  deliveryRefusalOf,
} from '../../shared/domain/delivery-rules';
import { deliveryStatesPage } from '../support/delivery-states-page';

/** What the rules allow, written down once more and apart from the table: states, actions, roles, state afterwards. */
const allowed = `
- open system awaiting-address
awaiting-address give-address citizen,agent,system to-order
awaiting-address give-address-to-pay citizen,agent,system awaiting-payment
awaiting-payment paid system to-order
awaiting-payment unpaid system cancelled
awaiting-payment,to-order,order-failed,ordered change-address citizen,agent awaiting-address
awaiting-address,awaiting-payment,to-order,order-failed,ordered,returned cancel citizen,agent cancelled
to-order order-placed system ordered
to-order order-refused system order-failed
order-failed retry-order window,supervisor to-order
order-failed,ordered,to-order switch-carrier window,supervisor to-order
awaiting-address,awaiting-payment,to-order,order-failed,ordered,returned switch-to-window window,supervisor,system cancelled
ordered check window,supervisor checking
checking uncheck window,supervisor ordered
ordered hand-over window,supervisor handed-over
checking confirm-hand-over window,supervisor handed-over
ordered,checking,handed-over pick-up carrier picked-up
ordered,checking,handed-over,picked-up,out-for-delivery transit carrier in-transit
ordered,checking,handed-over,picked-up,in-transit out-for-delivery carrier out-for-delivery
ordered,checking,handed-over,picked-up,in-transit,out-for-delivery signed carrier signed
ordered,checking,handed-over,picked-up,in-transit,out-for-delivery send-back carrier returning
ordered,checking,handed-over courier-cancelled carrier order-failed
returning,handed-over,picked-up,in-transit,out-for-delivery receive-return window,supervisor returned
returned resend citizen,agent,window,supervisor resent
returned,returning,order-failed,ordered,to-order collect window,supervisor collected
handed-over,picked-up,in-transit,out-for-delivery,returning sign window,supervisor signed
handed-over,picked-up,in-transit,out-for-delivery,returning report-lost window,supervisor lost
handed-over,picked-up,in-transit,out-for-delivery,returning,returned,signed report-damaged window,supervisor damaged
lost,damaged reissue window,supervisor reissued
`;

const expected = new Map<string, DeliveryState>();
for (const line of allowed.trim().split('\n')) {
  const [froms = '', action = '', roles = '', to = ''] = line.split(' ');
  for (const from of froms.split(','))
    for (const role of roles.split(','))
      expected.set(`${from === '-' ? 'null' : from} ${action} ${role}`, to as DeliveryState);
}

const states = [null, ...(Object.keys(deliveryStates) as DeliveryState[])];
const actions = [...new Set(deliveryTransitions.map(({ action }) => action))];
const roles: DeliveryRole[] = ['citizen', 'agent', 'window', 'supervisor', 'carrier', 'system'];
const ends = (Object.keys(deliveryStates) as DeliveryState[]).filter((state) => !deliveryStates[state].open);

/** Facts under which no guard of the action stands in the way. */
const favourable = (state: DeliveryState | null, action: DeliveryAction): DeliveryFacts => ({
  state,
  valuable: action === 'check',
  checker: 'another',
  moving: false,
});
const actorOf = (role: DeliveryRole): DeliveryActor => ({ role, staffId: 'me', scanned: true });

describe('every state, action and role', () => {
  it('there are as many as there should be', () => {
    expect(Object.keys(deliveryStates).sort()).toEqual([...deliveryState.options].sort());
    expect(states.length * actions.length * roles.length).toBe(20 * 29 * 6);
  });

  it.each(states)('from %s', (state) => {
    for (const action of actions)
      for (const role of roles) {
        const to = expected.get(`${state} ${action} ${role}`);
        const refusal = deliveryRefusalOf(favourable(state, action), action, actorOf(role));
        expect(refusal, `${state} ${action} ${role}`).toBe(to === undefined ? 'DELIVERY_STATE' : null);
        if (to !== undefined) expect(deliveryTransitionOf(state, action)?.to).toBe(to);
      }
  });
});

describe('guards', () => {
  const rows: [DeliveryState, DeliveryAction, DeliveryRole, Partial<DeliveryFacts>, DeliveryRefusal][] = [
    ['ordered', 'hand-over', 'window', { valuable: true }, 'DELIVERY_TWO_PEOPLE'],
    ['ordered', 'check', 'window', { valuable: false }, 'DELIVERY_STATE'],
    ['checking', 'confirm-hand-over', 'supervisor', { checker: 'me' }, 'DELIVERY_SAME_OFFICER'],
    ['ordered', 'cancel', 'citizen', { moving: true }, 'DELIVERY_STATE'],
    ['ordered', 'change-address', 'agent', { moving: true }, 'DELIVERY_STATE'],
    ['ordered', 'switch-carrier', 'window', { moving: true }, 'DELIVERY_STATE'],
    ['ordered', 'switch-to-window', 'window', { moving: true }, 'DELIVERY_STATE'],
  ];
  it.each(rows)('%s %s %s is refused when %o: %s', (state, action, role, facts, refusal) => {
    expect(deliveryRefusalOf({ ...favourable(state, action), ...facts }, action, actorOf(role))).toBe(
      refusal,
    );
    expect(deliveryRefusalOf(favourable(state, action), action, actorOf(role))).toBeNull();
  });

  it.each(['check', 'hand-over', 'confirm-hand-over'] as const)('%s wants what was scanned', (action) => {
    const state = action === 'confirm-hand-over' ? 'checking' : 'ordered';
    const actor = { ...actorOf('window'), scanned: false };
    expect(deliveryRefusalOf(favourable(state, action), action, actor)).toBe('DELIVERY_SCAN_MISMATCH');
  });
});

describe('the table', () => {
  it('has one row for a state and an action', () => {
    const keys = deliveryTransitions.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leads from every open state to an end', () => {
    for (const start of Object.keys(deliveryStates) as DeliveryState[]) {
      const seen = new Set([start]);
      for (const at of seen) for (const { from, to } of deliveryTransitions) if (from === at) seen.add(to);
      if (deliveryStates[start].open)
        expect(
          ends.some((end) => seen.has(end)),
          start,
        ).toBe(true);
    }
  });

  it('gives staff exactly the actions that the contract names', () => {
    const theirs = deliveryTransitions
      .filter(({ who }) => who.includes('window'))
      .map(({ action }) => action);
    expect([...new Set(theirs)].sort()).toEqual([...staffDeliveryAction.options].sort());
  });

  it('asks nothing rude', () => {
    for (const { words } of deliveryTransitions) expect(words).not.toMatch(/非法|错误|(?<!申)请|抱歉/);
  });

  it('ends only by the courier’s word or a hand, and stays ended, whatever anybody tries', () => {
    const tries = fc.array(
      fc.record({
        action: fc.constantFrom(...actions),
        role: fc.constantFrom(...roles),
        staffId: fc.constantFrom('a', 'b'),
        scanned: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(tries, fc.boolean(), (given, valuable) => {
        let state: DeliveryState | null = null;
        let checker: string | null = null;
        for (const { action, ...actor } of given) {
          const facts: DeliveryFacts = { state, valuable, checker, moving: false };
          if (deliveryRefusalOf(facts, action, actor)) continue;
          const to: DeliveryState | null = deliveryTransitionOf(state, action)?.to ?? null;
          if (to === 'signed' || to === 'collected')
            expect(['carrier', 'window', 'supervisor']).toContain(actor.role);
          // Only damage that is found afterwards opens what was signed for.
          if (state !== null && !deliveryStates[state].open)
            expect([state, action]).toEqual(['signed', 'report-damaged']);
          if (to === 'handed-over' && valuable) expect(checker).not.toBe(actor.staffId);
          if (action === 'check') checker = actor.staffId;
          if (action === 'uncheck') checker = null;
          state = to;
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('docs/delivery-states.md is drawn from the table', async () => {
  const page = join(import.meta.dirname, '../../docs/delivery-states.md');
  await expect(deliveryStatesPage()).toMatchFileSnapshot(page);
});
