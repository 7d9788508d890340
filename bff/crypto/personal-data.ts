/** The one door for personal data at rest: encrypted with integrity, looked up by a keyed hash. */
export interface PersonalDataCipher {
  /** @param purpose binds the ciphertext to its field, e.g. `person.name` (additional authenticated data) */
  seal(plain: string, purpose: string): string;
  /** @throws when it was changed, moved to another field, or its key is unknown */
  open(sealed: string, purpose: string): string;
  /** Keyed hash for exact look-up and unique indexes. @returns 43 characters base64url */
  blindIndex(plain: string, purpose: string): string;
  /** True when it was sealed with an older key or another algorithm than the one in force. */
  isStale(sealed: string): boolean;
}
