/** `占评了的 93.3%`; nothing where nothing can be divided. */
export function shareWords(share: number | null, of: string): string {
  if (share === null) return '';
  const percent = Math.round(share * 1000) / 10;
  return `${of} ${percent}%`;
}
