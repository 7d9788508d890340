import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyReader, type KeyReader } from '../../../miniapp/packages/desk/queue/keys';

let shortcuts: string[];
let scans: string[];
let reader: KeyReader;

beforeEach(() => {
  vi.useFakeTimers();
  shortcuts = [];
  scans = [];
  reader = createKeyReader({
    onShortcut: (key) => shortcuts.push(key),
    onScan: (text) => scans.push(text),
  });
});
afterEach(() => {
  reader.stop();
  vi.useRealTimers();
});

/** Keys that come as far apart as a machine or a hand sends them. @returns which of them were taken */
function type(text: string, apart: number, end?: 'Enter'): boolean[] {
  const taken = [...text].map((key) => {
    const kept = reader.press(key);
    vi.advanceTimersByTime(apart);
    return kept;
  });
  if (end) taken.push(reader.press(end));
  vi.advanceTimersByTime(1_000);
  return taken;
}

describe('the keyboard of a desk', () => {
  it('takes a letter by itself as a shortcut, large or small', () => {
    type('n', 500);
    type('R', 500);
    expect(shortcuts).toEqual(['N', 'R']);
    expect(scans).toEqual([]);
  });

  it('takes what a scanner sends as one text and presses nothing with it', () => {
    const code = 'ZT1.bNRMSFU_01-9.3.abcdefghijklmnopqrstuv';
    const taken = type(code, 8, 'Enter');
    expect(scans).toEqual([code]);
    expect(shortcuts).toEqual([]);
    // The first key cannot be known for a scanner's; all others, Enter too, are kept from the page.
    expect(taken.slice(1)).toEqual(Array(code.length).fill(true));
  });

  it('reads two codes one after the other', () => {
    type('ZT-1126-7K3Q', 5, 'Enter');
    type('ZT-1126-9M2F', 5, 'Enter');
    expect(scans).toEqual(['ZT-1126-7K3Q', 'ZT-1126-9M2F']);
  });

  it('leaves Enter and the space bar to the button that has the focus', () => {
    expect(reader.press('Enter')).toBe(false);
    expect(reader.press(' ')).toBe(false);
    expect(reader.press('Tab')).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(shortcuts).toEqual([]);
    expect(scans).toEqual([]);
  });

  it('takes letters typed one after the other by hand as so many shortcuts, never as a code', () => {
    type('NSFN', 200, 'Enter');
    expect(shortcuts).toEqual(['N', 'S', 'F', 'N']);
    expect(scans).toEqual([]);
  });

  it('makes nothing of a slip of the hand', () => {
    type('nm', 10);
    expect(shortcuts).toEqual([]);
    expect(scans).toEqual([]);
    type('nm', 10, 'Enter');
    expect(scans).toEqual([]);
  });
});
