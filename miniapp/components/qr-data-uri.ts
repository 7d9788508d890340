import { encode } from 'uqr';

/**
 * One path over the dark cells of a code, as an image address. Only characters that every WebView takes raw in a
 * data URI are used inside the path; the few others are escaped.
 */
export function qrDataUri(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  let path = '';
  data.forEach((row, y) => {
    let x = 0;
    while (x < size) {
      if (!row[x]) {
        x += 1;
        continue;
      }
      const start = x;
      while (x < size && row[x]) x += 1;
      path += `M${start},${y}h${x - start}v1H${start}z`;
    }
  });
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${size} ${size}' shape-rendering='crispEdges'>` +
    `<path fill='white' d='M0,0h${size}v${size}H0z'/><path d='${path}'/></svg>`;
  return `data:image/svg+xml,${svg.replace(/</g, '%3C').replace(/>/g, '%3E').replace(/ /g, '%20')}`;
}
