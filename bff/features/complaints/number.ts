import { randomInt } from 'node:crypto';
import { dateOf } from '../../../shared/domain/time';
import type { ComplaintNumberModel } from './model';

/** No 0/O, 1/I/L, and no vowels that make words: it is read aloud over the phone. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;

/**
 * Gives a complaint its number, `TS-20261124-7K3Q9F`. Drawn and inserted, never looked up first; the unique `_id` says
 * whether it was free. One given out and then not used is lost.
 */
export async function giveNumber(
  numbers: ComplaintNumberModel,
  complaintId: string,
  now: Date,
): Promise<string> {
  const day = dateOf(now).replaceAll('-', '');
  for (;;) {
    const number = `TS-${day}-${draw()}`;
    try {
      await numbers.create({ _id: number, complaintId });
      return number;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
}

/** As it was given out, from what people type: lower case, without dashes, with spaces. null when it cannot be one. */
export function readNumber(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  const [, day, drawn] = /^(?:TS)?(\d{8})([0-9A-Z]{6})$/.exec(plain) ?? [];
  return day && drawn ? `TS-${day}-${drawn}` : null;
}

function draw(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
