import { createHmac, timingSafeEqual } from 'node:crypto';

/** 128 bits: nobody arrives by guessing. */
const MAC_BYTES = 16;

/**
 * The text in the ticket's QR code. It names the appointment and the change it is valid for, and only we can
 * make it: after a move the old picture no longer opens anything.
 * @param key base64, settings.ticketKey
 */
export function checkInCode(key: string, id: string, version: number): string {
  const claim = `ZT1.${id}.${version}`;
  return `${claim}.${mac(key, claim)}`;
}

/** @returns what the code says; null unless we made it. Whether that version still holds is for the caller. */
export function readCheckInCode(key: string, code: string): { id: string; version: number } | null {
  const [, claim, id, version, given] =
    /^(ZT1\.([A-Za-z0-9_-]{1,64})\.(\d{1,9}))\.([\w-]{22})$/.exec(code) ?? [];
  if (!claim || !id || !version || !given) return null;
  // As text: two spellings of the same bytes would be two codes.
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(key, claim)))) return null;
  return { id, version: Number(version) };
}

function mac(key: string, claim: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`check-in\n${claim}`)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url');
}
