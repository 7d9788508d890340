import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** How much work scrypt does: 2^logN blocks of r × 128 bytes, p times. */
export interface ScryptCost {
  logN: number;
  r: number;
  p: number;
}

/** A password as it is kept: with its own salt and the cost it was hashed at. Base64. */
export interface PasswordHash extends ScryptCost {
  salt: string;
  hash: string;
}

export type Derive = (password: string, salt: Buffer, cost: ScryptCost) => Promise<Buffer>;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const scryptOf = promisify<string, Buffer, number, object, Buffer>(scrypt);

const deriveByScrypt: Derive = (password, salt, { logN, r, p }) =>
  scryptOf(password, salt, HASH_BYTES, { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r });

/** Hashes and checks passwords at the cost in force. */
export class Passwords {
  constructor(
    private readonly cost: ScryptCost,
    private readonly derive: Derive = deriveByScrypt,
  ) {}

  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.derive(normal(password), salt, this.cost);
    return { ...this.cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
  }

  /** Does the same work when there is nothing to compare with, so that an unknown number takes as long as a wrong password. */
  async matches(password: string, kept: PasswordHash | null): Promise<boolean> {
    const salt = kept ? Buffer.from(kept.salt, 'base64') : randomBytes(SALT_BYTES);
    const expected = kept ? Buffer.from(kept.hash, 'base64') : randomBytes(HASH_BYTES);
    const found = await this.derive(normal(password), salt, kept ?? this.cost);
    return timingSafeEqual(found, expected);
  }

  /** True when it was hashed at another cost than the one in force. */
  isStale({ logN, r, p }: PasswordHash): boolean {
    return logN !== this.cost.logN || r !== this.cost.r || p !== this.cost.p;
  }
}

/** The same password however the keyboard composed it. */
const normal = (password: string) => password.normalize('NFKC');

/**
 * What makes a password too easy, in a sentence for its owner; null when nothing does.
 * @param known number and name of the account: what others try first
 */
export function weakness(password: string, minLength: number, known: readonly string[]): string | null {
  if ([...password].length < minLength) return `至少 ${minLength} 个字符。`;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u];
  if (kinds.filter((kind) => kind.test(password)).length < 3)
    return '大写字母、小写字母、数字、其他符号，至少用上三种。';
  const lower = password.toLowerCase();
  if (known.some((word) => lower.includes(word.toLowerCase()))) return '不要包含工号或姓名。';
  if (new Set(password).size < 5) return '不要重复同样的几个字符。';
  return null;
}

// No letter or digit that is taken for another when it is read out or copied by hand.
const SPOKEN = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP = 4;

/** A password for one use, to be handed over on paper: 16 characters in groups. About 92 bits. */
export function initialPassword(): string {
  const group = () => Array.from({ length: GROUP }, () => SPOKEN[randomInt(SPOKEN.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
