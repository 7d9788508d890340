import { randomInt } from 'node:crypto';

/** No 0/O, 1/I/L, and no vowels that make words: it is read off paper and over the phone. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const LENGTH = 4;

/** The code of a result, `7K3Q-9FXM-2BCD-FGHJ`: 76 bits, so that nobody finds one by trying. */
export function drawCode(): string {
  const group = () => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** As it was given out, from what people type: lower case, without dashes. null when it cannot be one. */
export function readCode(typed: string): string | null {
  const plain = typed.toUpperCase().replaceAll('-', '');
  if (!new RegExp(`^[${ALPHABET}]{${GROUPS * LENGTH}}$`).test(plain)) return null;
  return plain.match(/.{4}/g)?.join('-') ?? null;
}
