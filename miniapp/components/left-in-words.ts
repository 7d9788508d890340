/** `4 分 05 秒`; whole seconds, rounded up so that zero means over. */
export function leftInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} 秒`;
  return `${minutes} 分 ${String(seconds % 60).padStart(2, '0')} 秒`;
}
