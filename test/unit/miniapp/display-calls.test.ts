import { describe, expect, it } from 'vitest';
import { CallWatch } from '../../../miniapp/packages/display/hall/calls';
import { callWords } from '../../../miniapp/packages/display/hall/voice';
import type { CalledNumber } from '../../../shared/contract/live';

const call = (ticket: string, calls = 1, window = '3 号窗口', at = '09:00:00'): CalledNumber => ({
  ticket,
  window,
  calls,
  queueId: 'q1',
  queueName: '公安',
  at: `2026-11-25T${at}+08:00`,
});
const tickets = (calls: CalledNumber[]) => calls.map(({ ticket }) => ticket);

describe('what a hall display calls out', () => {
  it('is not what stood there when it was switched on', () => {
    expect(new CallWatch().look([call('A001'), call('A002')])).toEqual([]);
  });

  it('is each new number once, the earliest first', () => {
    const watch = new CallWatch();
    watch.look([]);
    const now = [call('A002', 1, '1 号窗口', '09:00:05'), call('A001', 1, '2 号窗口', '09:00:01')];
    expect(tickets(watch.look(now))).toEqual(['A001', 'A002']);
    expect(watch.look(now)).toEqual([]);
  });

  it('is a number again when it is called again or to another window', () => {
    const watch = new CallWatch();
    watch.look([call('A001')]);
    expect(tickets(watch.look([call('A001', 2)]))).toEqual(['A001']);
    expect(tickets(watch.look([call('A001', 2, '5 号窗口')]))).toEqual(['A001']);
  });

  it('is a number that comes back after it was gone', () => {
    const watch = new CallWatch();
    watch.look([call('A001')]);
    watch.look([]);
    expect(tickets(watch.look([call('A001')]))).toEqual(['A001']);
  });

  it('is said figure by figure', () => {
    expect(callWords({ ticket: 'A012', window: '3 号窗口' })).toBe('A 零 一 二 号，到 3 号窗口');
  });
});
