/** `1,234.50`: 分 as 元 for a column of figures, exact. @param fen whole 分, may be negative */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = String(Math.abs(fen) % 100).padStart(2, '0');
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${grouped}.${cents}`;
}

/** What a person typed as 元, in 分; null when it is not an amount above nothing with at most two decimals. */
export function fenOf(typed: string): number | null {
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(typed.trim().replace(/元$/, '').trim());
  if (!found) return null;
  const fen = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
  return fen > 0 ? fen : null;
}
