/** `2026年11月` of `2026-11`, `2026年` of `2026`. */
export function monthWords(period: string): string {
  const [year, month] = period.split('-');
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}
