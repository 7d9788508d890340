import CODE128 from 'jsbarcode/bin/barcodes/CODE128/CODE128_AUTO';

/** Modules of white that a reader wants on either side. */
const QUIET = 10;
const HEIGHT = 50;

/**
 * A text as a Code 128 barcode, as an image address: one path over the dark bars. Only characters that every WebView takes
 * raw in a data URI are used inside the path.
 * @param text ASCII
 */
export function barcodeUri(text: string): string {
  const bits = new CODE128(text, {}).encode().data;
  const width = bits.length + 2 * QUIET;
  let path = '';
  for (const { index, 0: bar } of bits.matchAll(/1+/g))
    path += `M${index + QUIET},0h${bar.length}v${HEIGHT}h-${bar.length}z`;
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${HEIGHT}' preserveAspectRatio='none' shape-rendering='crispEdges'>` +
    `<path fill='white' d='M0,0h${width}v${HEIGHT}H0z'/><path d='${path}'/></svg>`;
  return `data:image/svg+xml,${svg.replace(/</g, '%3C').replace(/>/g, '%3E').replace(/ /g, '%20')}`;
}
