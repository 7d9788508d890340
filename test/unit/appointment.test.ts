import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AppointmentState, appointmentState } from '../../shared/contract/booking';
import {
  type AppointmentAction,
  type AppointmentFacts,
  type AppointmentRole,
  appointmentStates,
  appointmentTransitions,
  noShowAt,
  refusalOf,
  suspendedUntil,
  transitionOf,
} from '../../shared/domain/appointment';
import { appointmentStatesPage } from '../support/appointment-states-page';

/** What the rules allow, written down once more and apart from the table. Everything else is refused. */
const allowed = `
held confirm citizen booked
held renew citizen held
held move citizen held
held cancel citizen cancelled
held expire system expired
held replace system expired
held cancel-by-venue venue cancelled-by-venue
booked move citizen booked
booked cancel citizen cancelled
booked cancel-by-venue venue cancelled-by-venue
booked check-in citizen checked-in
booked check-in desk checked-in
booked no-show system no-show
checked-in call desk called
checked-in prioritise desk checked-in
checked-in transfer desk checked-in
checked-in park desk parked
checked-in cancel-by-venue venue cancelled-by-venue
checked-in day-end system unserved
called recall desk called
called serve desk serving
called miss desk missed
called miss system missed
called transfer desk checked-in
called park desk parked
called day-end system unserved
missed requeue desk checked-in
missed day-end system unserved
parked unpark desk checked-in
parked transfer desk checked-in
parked cancel-by-venue venue cancelled-by-venue
parked day-end system unserved
serving finish desk served
serving transfer desk checked-in
serving park desk parked
serving day-end system served
cancelled-by-venue move citizen booked
`
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [AppointmentState, AppointmentAction, AppointmentRole, AppointmentState]);

const states = Object.keys(appointmentStates) as AppointmentState[];
const actions = [...new Set(appointmentTransitions.map(({ action }) => action))];
const roles: AppointmentRole[] = ['citizen', 'desk', 'venue', 'system'];
const combinations = states.flatMap((state) =>
  actions.flatMap((action) => roles.map((role) => [state, action, role] as const)),
);

const start = new Date('2026-11-26T09:00:00+08:00');
const end = new Date('2026-11-26T09:30:00+08:00');
const limits = {
  changeHours: 2,
  checkInBeforeMinutes: 30,
  checkInAfterMinutes: 15,
  callsBeforeMissed: 3,
  recallSeconds: 15,
};
const facts = (state: AppointmentState, heldUntil: Date | null = null): AppointmentFacts => ({
  state,
  start,
  end,
  heldUntil,
  dayEnd: new Date('2026-11-27T00:00:00+08:00'),
});
const minutesFromStart = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

/** A moment at which the clock allows the action, so that only state and role decide. */
function goodMoment(action: AppointmentAction): Date {
  if (action === 'check-in') return minutesFromStart(0);
  if (action === 'day-end') return new Date('2026-11-27T00:00:00+08:00');
  return action === 'no-show' ? minutesFromStart(45) : minutesFromStart(-1_000);
}

describe('the state table', () => {
  it('covers the states of the contract', () => {
    expect(states.sort()).toEqual([...appointmentState.options].sort());
  });

  it.each(combinations)('%s, %s by %s', (state, action, role) => {
    const expected = allowed.find(([s, a, r]) => s === state && a === action && r === role);
    const now = goodMoment(action);
    const heldUntil = state === 'held' ? new Date(now.getTime() + (action === 'expire' ? 0 : 1)) : null;
    const calls = action === 'miss' ? 3 : 0;
    const rebookUntil = state === 'cancelled-by-venue' ? new Date(now.getTime() + 1) : null;
    const refusal = refusalOf({ ...facts(state, heldUntil), calls, rebookUntil }, action, role, now, limits);
    if (expected) {
      expect(refusal).toBeNull();
      expect(transitionOf(state, action)?.to).toBe(expected[3]);
    } else {
      const ranOut =
        state === 'expired' && ['confirm', 'renew', 'move'].includes(action) && role === 'citizen';
      expect(refusal).toBe(ranOut ? 'HOLD_EXPIRED' : 'APPOINTMENT_STATE');
    }
  });

  it('begins with a hold, or with a number for who walked in', () => {
    expect(appointmentTransitions.filter(({ from }) => from === null)).toEqual([
      expect.objectContaining({ action: 'hold', to: 'held', who: ['citizen'] }),
      expect.objectContaining({ action: 'walk-in', to: 'checked-in', who: ['desk'] }),
    ]);
  });

  it('lets whoever sits at the desk take back each of their acts, and nothing else be taken back', () => {
    for (const { action, from, who, undo } of appointmentTransitions)
      expect(undo, `${from} ${action}`).toBe(who.includes('desk'));
  });

  it('never makes a no-show of someone who was there', () => {
    expect(appointmentTransitions.filter(({ to }) => to === 'no-show').map(({ from }) => from)).toEqual([
      'booked',
    ]);
  });

  it('reaches every state, and leaves every one that still has something to come', () => {
    const reached = new Set(appointmentTransitions.map(({ to }) => to));
    expect([...reached].sort()).toEqual([...states].sort());
    for (const state of states) {
      const leaves = appointmentTransitions.some(({ from, to }) => from === state && to !== state);
      // What the hall cancelled is over, but for the right to another time.
      expect(leaves, state).toBe(appointmentStates[state].active || state === 'cancelled-by-venue');
    }
  });

  it('knows one outcome for an action in a state', () => {
    const keys = appointmentTransitions.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lets no one be active without a seat, and gives a seat back whenever it is left', () => {
    for (const { occupies, active } of Object.values(appointmentStates))
      expect(occupies || !active).toBe(true);
    for (const { from, to, seat } of appointmentTransitions) {
      if (from && !appointmentStates[to].occupies) expect(seat, `${from} → ${to}`).not.toBe('kept');
    }
  });

  it('is drawn in docs as it is', async () => {
    const page = join(import.meta.dirname, '../../docs/appointment-states.md');
    await expect(appointmentStatesPage()).toMatchFileSnapshot(page);
  });
});

describe('calls', () => {
  const desk = (given: Partial<AppointmentFacts>, action: AppointmentAction) =>
    refusalOf({ ...facts('called'), ...given }, action, 'desk', start, limits);

  it.each([
    [1, null, 'CALLS_TOO_FEW'],
    [2, null, 'CALLS_TOO_FEW'],
    [3, 'CALLED_THRICE', null],
  ] as const)('%d made', (calls, recall, miss) => {
    expect(desk({ calls }, 'recall')).toBe(recall);
    expect(desk({ calls }, 'miss')).toBe(miss);
  });

  it('are not made again at once: three clicks are one call', () => {
    const ago = (seconds: number) => new Date(start.getTime() - seconds * 1_000);
    expect(desk({ calls: 1, lastCallAt: ago(0) }, 'recall')).toBe('CALLED_JUST_NOW');
    expect(desk({ calls: 2, lastCallAt: ago(14.999) }, 'recall')).toBe('CALLED_JUST_NOW');
    expect(desk({ calls: 2, lastCallAt: ago(15) }, 'recall')).toBeNull();
    expect(desk({ calls: 3, lastCallAt: ago(0) }, 'recall')).toBe('CALLED_THRICE');
    expect(desk({ calls: 1, lastCallAt: ago(0) }, 'serve')).toBeNull();
  });

  it('are missed once without losing the number, not twice', () => {
    expect(desk({ state: 'missed', requeued: false }, 'requeue')).toBeNull();
    expect(desk({ state: 'missed', requeued: true }, 'requeue')).toBe('REQUEUED_BEFORE');
  });
});

describe('the clock', () => {
  const may = (action: AppointmentAction, role: AppointmentRole, given: AppointmentFacts, now: Date) =>
    refusalOf(given, action, role, now, limits);

  it('lets a hold be confirmed and moved until it runs out, not at that moment', () => {
    const until = minutesFromStart(-60);
    for (const action of ['confirm', 'move', 'renew'] as const) {
      expect(may(action, 'citizen', facts('held', until), new Date(until.getTime() - 1))).toBeNull();
      expect(may(action, 'citizen', facts('held', until), until)).toBe('HOLD_EXPIRED');
    }
    expect(may('expire', 'system', facts('held', until), new Date(until.getTime() - 1))).toBe(
      'APPOINTMENT_STATE',
    );
    expect(may('expire', 'system', facts('held', until), until)).toBeNull();
    expect(may('cancel', 'citizen', facts('held', until), until)).toBeNull();
  });

  it('lets a booking be moved and cancelled until two hours before', () => {
    for (const action of ['move', 'cancel'] as const) {
      expect(may(action, 'citizen', facts('booked'), minutesFromStart(-120))).toBeNull();
      expect(may(action, 'citizen', facts('booked'), new Date(start.getTime() - 7_200_000 + 1))).toBe(
        'CUT_OFF_PASSED',
      );
    }
  });

  it('lets another time be chosen while that right lasts, and no longer', () => {
    const rebookUntil = minutesFromStart(60);
    const given = { ...facts('cancelled-by-venue'), rebookUntil };
    expect(may('move', 'citizen', given, rebookUntil)).toBeNull();
    expect(may('move', 'citizen', given, new Date(rebookUntil.getTime() + 1))).toBe('APPOINTMENT_STATE');
    expect(may('move', 'citizen', { ...given, rebookUntil: null }, start)).toBe('APPOINTMENT_STATE');
  });

  it('ends the day at midnight, not before', () => {
    const dayEnd = new Date('2026-11-27T00:00:00+08:00');
    expect(may('day-end', 'system', facts('checked-in'), new Date(dayEnd.getTime() - 1))).toBe(
      'APPOINTMENT_STATE',
    );
    expect(may('day-end', 'system', facts('checked-in'), dayEnd)).toBeNull();
  });

  it('opens check-in from 30 minutes before to 15 after', () => {
    for (const [minutes, refusal] of [
      [-31, 'OUTSIDE_CHECK_IN'],
      [-30, null],
      [15, null],
      [16, 'OUTSIDE_CHECK_IN'],
    ] as const)
      expect(may('check-in', 'citizen', facts('booked'), minutesFromStart(minutes))).toBe(refusal);
  });

  it('calls it a no-show when both the slot and check-in are over', () => {
    expect(noShowAt({ start, end }, limits)).toEqual(end);
    expect(noShowAt({ start, end: minutesFromStart(10) }, limits)).toEqual(minutesFromStart(15));
    expect(may('no-show', 'system', facts('booked'), minutesFromStart(29))).toBe('APPOINTMENT_STATE');
    expect(may('no-show', 'system', facts('booked'), end)).toBeNull();
  });
});

describe('suspension', () => {
  const rules = { noShows: 3, noShowDays: 90, suspensionDays: 30 };
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);

  it.each([
    ['nothing', [], 0, null],
    ['two', [0, 10], 11, null],
    ['three in 90 days', [0, 10, 89], 90, 119],
    ['in any order', [89, 0, 10], 90, 119],
    ['three over 90 days', [0, 10, 90], 91, null],
    ['the last day', [0, 1, 2], 31, 32],
    ['over', [0, 1, 2], 32, null],
    ['a fourth soon after starts counting anew', [0, 1, 2, 33], 34, null],
    ['three more', [0, 1, 2, 33, 34, 35], 36, 65],
    ['the third counts with two of the last 90 days', [0, 50, 95, 100], 101, 130],
  ] as const)('%s', (_, noShows, now, until) => {
    expect(suspendedUntil(noShows.map(day), rules, day(now))).toEqual(until === null ? null : day(until));
  });
});
