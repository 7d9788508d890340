import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Clock from '../../../miniapp/platform/clock';

let clock: typeof Clock;

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
  clock = await import('../../../miniapp/platform/clock');
  return () => vi.useRealTimers();
});

describe('the server’s clock on the phone', () => {
  it('is the phone’s own until the server spoke', () => {
    expect(clock.serverNow()).toBe(1_000_000);
  });

  it('is taken from the middle of the request', () => {
    clock.noteServerTime(5_000_000, 999_800, 1_000_000);
    expect(clock.serverNow()).toBe(5_000_100);
  });

  it('keeps the sharper of two measurements', () => {
    clock.noteServerTime(5_000_000, 999_990, 1_000_000);
    clock.noteServerTime(4_999_000, 996_000, 1_000_000);
    expect(clock.serverNow()).toBe(5_000_005);
  });

  it('believes a rough one that cannot be reconciled with the last: a clock was set', () => {
    clock.noteServerTime(5_000_000, 999_990, 1_000_000);
    clock.noteServerTime(6_000_000, 996_000, 1_000_000);
    expect(clock.serverNow()).toBe(6_002_000);
  });

  it('takes a rougher one when the last is old', () => {
    clock.noteServerTime(5_000_000, 999_990, 1_000_000);
    vi.setSystemTime(1_400_000);
    clock.noteServerTime(6_000_000, 1_396_000, 1_400_000);
    expect(clock.serverNow()).toBe(6_002_000);
  });

  it('passes over what is no time', () => {
    clock.noteServerTime(Number.NaN, 999_000, 1_000_000);
    expect(clock.serverNow()).toBe(1_000_000);
  });
});
