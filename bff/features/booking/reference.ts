import { randomInt } from 'node:crypto';
import { dateOf } from '../../../shared/domain/time';
import type { ReferenceModel } from './model';

/** No 0/O, 1/I/L, and no vowels that make words: it is read aloud at counters and over the phone. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const SHORT = 4;
/** After so many taken ones the next gets a character more: the day's short ones are running out. */
const TRIES_PER_LENGTH = 4;

/**
 * Gives out a reference such as `ZT-1126-7K3Q`: the day it was given and a random part. Drawn and inserted,
 * never looked up first; the unique `_id` says whether it was free. One given out and then not used is lost.
 */
export async function giveReference(references: ReferenceModel, appointmentId: string, now: Date) {
  const day = dateOf(now).slice(5).replace('-', '');
  for (let attempt = 0; ; attempt += 1) {
    const reference = `ZT-${day}-${draw(SHORT + Math.floor(attempt / TRIES_PER_LENGTH))}`;
    try {
      await references.create({ _id: reference, appointmentId });
      return reference;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
}

function draw(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
