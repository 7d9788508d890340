import { createHmac } from 'node:crypto';

const MINUTE_MS = 60_000;
const DIGITS = 6;

/** The six digits that a hall shows in that minute. @param key base64, settings.ticketKey */
export function hallCode(key: string, venueId: string, now: Date): { code: string; until: Date } {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  return { code: codeOf(key, venueId, minute), until: new Date((minute + 1) * MINUTE_MS) };
}

/** Whether it is the code of this minute or of the one before: who types slowly is not refused. */
export function isHallCode(key: string, venueId: string, code: string, now: Date): boolean {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  return [minute, minute - 1].some((each) => codeOf(key, venueId, each) === code);
}

function codeOf(key: string, venueId: string, minute: number): string {
  const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(`hall\n${venueId}\n${minute}`).digest();
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}
