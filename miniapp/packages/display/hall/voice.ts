/** Whether this machine can speak. */
export const canSpeak = typeof window !== 'undefined' && 'speechSynthesis' in window;

const digits: Record<string, string> = {
  '0': '零',
  '1': '一',
  '2': '二',
  '3': '三',
  '4': '四',
  '5': '五',
  '6': '六',
  '7': '七',
  '8': '八',
  '9': '九',
};

/** `A012` figure by figure, with pauses, as it is called out in a hall. */
export function spokenTicket(ticket: string): string {
  return [...ticket].map((sign) => digits[sign] ?? sign).join(' ');
}

/** What is called out. */
export function callWords({ ticket, window: where }: { ticket: string; window: string }): string {
  return `${spokenTicket(ticket)} 号，到 ${where}`;
}

/**
 * Says a sentence after what is still being said. Browsers let a page speak only once somebody has touched it.
 */
export function speak(text: string): void {
  if (!canSpeak) return;
  const said = new SpeechSynthesisUtterance(text);
  said.lang = 'zh-CN';
  said.rate = 0.85;
  window.speechSynthesis.speak(said);
}
