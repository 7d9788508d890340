import { randomInt } from 'node:crypto';
import { dateOf } from '../../../shared/domain/time';

/** No 0/O, 1/I/L, and no vowels that make words: it is read aloud over the phone. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;

/** Draws a number for a complaint, `TS-20261124-7K3Q9F`. Whether it is free says the unique index when it is inserted. */
export function drawNumber(now: Date): string {
  return `TS-${dateOf(now).replaceAll('-', '')}-${draw()}`;
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
