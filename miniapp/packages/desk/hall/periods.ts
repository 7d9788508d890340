/** A stretch of the day in Beijing, `08:30` to `12:00`. */
export interface Period {
  from: string;
  to: string;
}

/** Reads `8:30-12:00 14:00-17:30`, with any of the dashes and marks people type; an empty line is closed. */
export function readPeriods(text: string): Period[] | null {
  const plain = text
    .replace(/[：]/g, ':')
    .replace(/[－–—~～至到]/g, '-')
    .replace(/\s*-\s*/g, '-')
    .trim();
  if (plain === '') return [];
  const found: Period[] = [];
  for (const part of plain.split(/[\s,，、;；]+/)) {
    const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(part);
    if (!match) return null;
    const [, h1 = '', m1 = '', h2 = '', m2 = ''] = match;
    if (Number(h1) > 23 || Number(h2) > 23 || Number(m1) > 59 || Number(m2) > 59) return null;
    const from = `${h1.padStart(2, '0')}:${m1}`;
    const to = `${h2.padStart(2, '0')}:${m2}`;
    const before = found[found.length - 1];
    if (from >= to || (before && before.to > from)) return null;
    found.push({ from, to });
  }
  return found.length <= 4 ? found : null;
}

/** `08:30-12:00 14:00-17:30`, as it can be typed again. */
export function periodsText(periods: readonly Period[]): string {
  return periods.map(({ from, to }) => `${from}-${to}`).join(' ');
}
