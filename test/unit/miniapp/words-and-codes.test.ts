import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { leftInWords } from '../../../miniapp/components/left-in-words';
import { qrDataUri } from '../../../miniapp/components/qr-data-uri';

describe('time left in words', () => {
  it.each([
    [300_000, '5 分 00 秒'],
    [299_001, '5 分 00 秒'],
    [245_000, '4 分 05 秒'],
    [60_000, '1 分 00 秒'],
    [59_999, '1 分 00 秒'],
    [59_000, '59 秒'],
    [1, '1 秒'],
    [0, '0 秒'],
    [-5_000, '0 秒'],
  ])('%i ms → %s', (left, words) => {
    expect(leftInWords(left)).toBe(words);
  });
});

/** Draws the path back into cells: the second path's `M x,y h n`. */
function cellsOf(uri: string, size: number): boolean[][] {
  const cells = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of uri.matchAll(/M(\d+),(\d+)h(\d+)v1H\d+z/g)) {
    for (let i = 0; i < Number(width); i += 1) (cells[Number(y)] as boolean[])[Number(x) + i] = true;
  }
  return cells;
}

describe('a QR code as an image address', () => {
  it('draws exactly the dark cells, for any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 120 }), (text) => {
        const { data, size } = encode(text, { ecc: 'M', border: 2 });
        expect(cellsOf(qrDataUri(text), size)).toEqual(data);
      }),
      { numRuns: 30 },
    );
  });

  it('is small, and has no character that an address may not hold', () => {
    const uri = qrDataUri('ZT1.20261126.0900.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_');
    expect(uri.length).toBeLessThan(12_000);
    expect(uri).toMatch(/^data:image\/svg\+xml,[\w%.,:='/-]+$/);
    expect(decodeURIComponent(uri.split(',').slice(1).join(','))).toContain(
      "<svg xmlns='http://www.w3.org/2000/svg'",
    );
  });
});
