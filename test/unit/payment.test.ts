import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventKind, type LedgerEvent, refundsWanted, standingOf } from '../../shared/domain/payment';

const at = new Date('2026-11-24T09:00:00+08:00');

/** A ledger from short rows, in their order. */
function ledger(...rows: (Partial<LedgerEvent> & { kind: EventKind })[]): LedgerEvent[] {
  return rows.map((row, index) => ({
    key: `${row.kind} ${index}`,
    seq: index + 1,
    fen: 2_000,
    at,
    outTradeNo: null,
    outRefundNo: null,
    number: null,
    transactionId: null,
    cause: null,
    words: null,
    by: null,
    ...row,
  }));
}
const owed = { kind: 'owed' } as const;
const paid = (number: string, fen = 2_000) =>
  ({ kind: 'paid', number, outTradeNo: `no-${number}`, fen }) as const;
const refund = (kind: EventKind, outRefundNo: string, transactionId: string, fen = 2_000) => ({
  kind,
  outRefundNo,
  transactionId,
  fen,
});
const closed = (cause: 'expired' | 'withdrawn' | 'cancelled') => ({ kind: 'closed', cause }) as const;

describe('how an order stands', () => {
  it.each([
    ['owed', ledger(owed)],
    ['paid', ledger(owed, paid('A'))],
    ['closed', ledger(owed, closed('expired'))],
    ['paid-at-window', ledger(owed, { kind: 'paid-at-window', number: '000123' })],
    ['exempt', ledger(owed, { kind: 'exempt', words: '首次申领' })],
    ['refunding', ledger(owed, paid('A'), refund('refund-asked', 'R', 'A'))],
    ['paid', ledger(owed, paid('A'), refund('refund-reserved', 'R', 'A'))],
    ['paid', ledger(owed, paid('A'), refund('refund-asked', 'R', 'A'), refund('refund-failed', 'R', 'A'))],
    ['refunded', ledger(owed, paid('A'), refund('refund-asked', 'R', 'A'), refund('refund-done', 'R', 'A'))],
    [
      'part-refunded',
      ledger(owed, paid('A'), refund('refund-asked', 'R', 'A', 500), refund('refund-done', 'R', 'A', 500)),
    ],
    // The second payment on its way back does not make the first one less paid.
    ['paid', ledger(owed, paid('A'), paid('B'), refund('refund-asked', 'R', 'B'))],
    [
      'paid',
      ledger(owed, paid('A'), paid('B'), refund('refund-asked', 'R', 'B'), refund('refund-done', 'R', 'B')),
    ],
    ['refunding', ledger(owed, closed('withdrawn'), paid('A'))],
    ['refunding', ledger(owed, paid('A'), closed('withdrawn'))],
  ] as const)('%s', (state, events) => {
    expect(standingOf(events).state).toBe(state);
  });

  it('is released only by what was paid or settled while it was owed', () => {
    expect(standingOf(ledger(owed)).settled).toBe(false);
    expect(standingOf(ledger(owed, paid('A'))).settled).toBe(true);
    expect(standingOf(ledger(owed, { kind: 'exempt' })).settled).toBe(true);
    expect(standingOf(ledger(owed, closed('expired'), paid('A'))).settled).toBe(false);
  });
});

describe('what goes back by itself', () => {
  const wanted = (...rows: Parameters<typeof ledger>) =>
    refundsWanted(ledger(...rows)).map(({ transactionId, fen, cause }) => [transactionId, fen, cause]);

  it('is the second payment, the late one, and all of it when the thing is not wanted', () => {
    expect(wanted(owed, paid('A'))).toEqual([]);
    expect(wanted(owed, paid('A'), paid('B'))).toEqual([['B', 2_000, 'twice']]);
    expect(wanted(owed, closed('expired'), paid('A'))).toEqual([['A', 2_000, 'late']]);
    expect(wanted(owed, { kind: 'exempt' }, paid('A'))).toEqual([['A', 2_000, 'late']]);
    expect(wanted(owed, paid('A'), closed('withdrawn'))).toEqual([['A', 2_000, 'withdrawn']]);
    expect(wanted(owed, paid('A'), paid('B'), closed('cancelled'))).toEqual([
      ['A', 2_000, 'cancelled'],
      ['B', 2_000, 'twice'],
    ]);
  });

  it('is only what is left of it, and asked for once', () => {
    expect(wanted(owed, paid('A'), refund('refund-done', 'R', 'A', 500), closed('withdrawn'))).toEqual([
      ['A', 1_500, 'withdrawn'],
    ]);
    const failed = { ...refund('refund-asked', 'R', 'B'), cause: 'twice' as const };
    expect(wanted(owed, paid('A'), paid('B'), failed, refund('refund-failed', 'R', 'B'))).toEqual([]);
  });
});

describe('any ledger', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), which: fc.nat(3) }),
    fc.record({
      kind: fc.constant('refund' as const),
      which: fc.nat(5),
      fen: fc.integer({ min: 1, max: 2_000 }),
    }),
    fc.record({ kind: fc.constantFrom('done' as const, 'failed' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constantFrom('closed' as const, 'exempt' as const) }),
  );

  it('loses no fen: paid = kept for ever or refundable or on its way, whatever the order it is read in', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const events: LedgerEvent[] = ledger(owed);
        const add = (row: Partial<LedgerEvent> & { kind: EventKind }) => {
          const [made] = ledger(row);
          if (made) events.push({ ...made, seq: events.length + 1, key: String(events.length) });
        };
        for (const each of steps) {
          const { payments } = standingOf(events);
          if (each.kind === 'pay') {
            const number = `T${each.which}`;
            if (!payments.some(({ transactionId }) => transactionId === number)) add(paid(number));
          } else if (each.kind === 'refund') {
            const from = payments.find(({ fen, refundFen }) => fen - refundFen >= each.fen);
            const known = events.some(({ outRefundNo }) => outRefundNo === `R${each.which}`);
            if (from && !known) add(refund('refund-asked', `R${each.which}`, from.transactionId, each.fen));
          } else if (each.kind === 'done' || each.kind === 'failed') {
            const asked = events.find(({ outRefundNo }) => outRefundNo === `R${each.which}`);
            if (asked) add({ ...asked, kind: `refund-${each.kind}` });
          } else if (each.kind === 'closed') add(closed('withdrawn'));
          else add({ kind: 'exempt' });
        }
        const stand = standingOf(events);
        const held = stand.payments.reduce((total, { fen, refundFen }) => total + fen - refundFen, 0);
        expect(stand.refundableFen).toBe(held);
        expect(stand.refundedFen).toBeLessThanOrEqual(stand.paidFen);
        expect(stand.paidFen - stand.refundedFen).toBeGreaterThanOrEqual(stand.refundableFen);
        expect(standingOf([...events].reverse())).toEqual(stand);
        for (const { fen } of refundsWanted(events)) expect(fen).toBeGreaterThan(0);
      }),
    );
  });
});
