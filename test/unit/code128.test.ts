import { expect, it } from 'vitest';
import { barcodeUri } from '../../miniapp/packages/desk/parcel/code128';

/** The modules that an image address draws: `1` dark, `0` light. */
function modulesOf(uri: string): string {
  const svg = decodeURIComponent(uri.slice('data:image/svg+xml,'.length));
  const width = Number(/viewBox='0 0 (\d+) /.exec(svg)?.[1]);
  const modules = Array.from({ length: width }, () => '0');
  const bars = /<path d='([^']*)'/.exec(svg)?.[1] ?? '';
  for (const [, at, wide] of bars.matchAll(/M(\d+),0h(\d+)v/g))
    modules.fill('1', Number(at), Number(at) + Number(wide));
  return modules.join('');
}

const quiet = '0'.repeat(10);
const stop = '1100011101011';
const letterA = '10100011000';
const letterB = '10001011000';

it('draws a text as Code 128 says, with white on either side', () => {
  // Start in set A or B, the letter, the check character (103 + 33 ≡ 33, 104 + 33 ≡ 34 mod 103), stop.
  const known = [`11010000100${letterA}${letterA}`, `11010010000${letterA}${letterB}`].map(
    (bars) => quiet + bars + stop + quiet,
  );
  expect(known).toContain(modulesOf(barcodeUri('A')));
});

it('packs digits two to a symbol, and keeps every waybill apart', () => {
  // Start, six pairs, check, stop: eleven modules each, thirteen for the stop.
  expect(modulesOf(barcodeUri('123456789012'))).toHaveLength(20 + 8 * 11 + 13);
  expect(barcodeUri('EX7F5CE9B2EFBB')).not.toBe(barcodeUri('EX7F5CE9B2EFB8'));
});
