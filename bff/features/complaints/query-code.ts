import { createHash, timingSafeEqual } from 'node:crypto';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { ComplaintDoc } from './model';

type Ciphered = { cipher: PersonalDataCipher };

/** No 0/O, 1/I/L: it is written down by hand. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 12;

/**
 * The id of a complaint without a name: made of the operation one way, so that a repeated request finds it and nothing in the
 * store leads from it to whoever sent it.
 */
export function namelessId({ cipher }: Ciphered, operationId: string): string {
  return createHash('sha256')
    .update(cipher.blindIndex(operationId, 'complaint.id'))
    .digest('hex')
    .slice(0, 32);
}

/** The query code of a complaint without a name. The same for a repeated request; kept nowhere. */
export function queryCodeFor({ cipher }: Ciphered, operationId: string): string {
  let code = '';
  for (let round = 0; code.length < LENGTH; round += 1) {
    const bytes = createHash('sha512')
      .update(cipher.blindIndex(`${operationId} ${round}`, 'complaint.query-code'))
      .digest();
    // Bytes beyond the last whole alphabet would make some characters likelier.
    const most = 256 - (256 % ALPHABET.length);
    for (const byte of bytes) {
      if (byte < most && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

/** What is kept of it. */
export function queryCodeHash({ cipher }: Ciphered, number: string, code: string): string {
  return cipher.blindIndex(`${number} ${code}`, 'complaint.code');
}

/** Whether it is the code of that complaint. */
export function isCodeOf(
  ciphered: Ciphered,
  doc: Pick<ComplaintDoc, 'number' | 'queryCodeHash'>,
  code: string,
): boolean {
  if (doc.queryCodeHash === undefined) return false;
  const given = Buffer.from(queryCodeHash(ciphered, doc.number, code));
  const kept = Buffer.from(doc.queryCodeHash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
