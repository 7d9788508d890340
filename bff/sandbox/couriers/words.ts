/** `11月27日`, in Chinese time. @param ms milliseconds */
export function dateWords(ms: number): string {
  const [, month, day] = chinese(ms).slice(0, 10).split('-');
  return `${Number(month)}月${Number(day)}日`;
}

/** `2026-11-24 08:00:00`, as 快递100 writes it. @param ms milliseconds */
export function timeWords(ms: number): string {
  return chinese(ms).slice(0, 19).replace('T', ' ');
}

const chinese = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString();
