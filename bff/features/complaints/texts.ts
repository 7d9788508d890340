import type { ComplaintReply } from '../../../shared/contract/complaints';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import { type ComplaintDoc, complaintPurposes } from './model';

/** What people wrote stands sealed in the document, as JSON; here it is opened and sealed. */
interface Texts {
  words: { what: string; wanted: string; around: string };
  /** In the order of `supplements`. */
  supplementWords: string[];
  replies: ComplaintReply[];
  /** By index in the timeline. */
  whys: Record<string, string>;
  called: { at: string; by: string; reached: boolean; satisfied: boolean | null; words: string };
  /** `refused`: why it is not published. */
  draft: { what: string; found: string; done: string; basis: string; by: string; refused?: string };
}
export type ComplaintDraft = Texts['draft'];

type Ciphered = { cipher: PersonalDataCipher };

export function sealText<F extends keyof Texts>({ cipher }: Ciphered, field: F, plain: Texts[F]): string {
  return cipher.seal(JSON.stringify(plain), complaintPurposes[field]);
}

/** What is in a sealed field; null when nothing is. @throws SealBroken */
export function textOf<F extends keyof Texts>(
  { cipher }: Ciphered,
  doc: Pick<ComplaintDoc, F>,
  field: F,
): Texts[F] | null {
  const value = doc[field] as string | null;
  return value === null ? null : (JSON.parse(cipher.open(value, complaintPurposes[field])) as Texts[F]);
}
