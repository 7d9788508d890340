import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Settings } from '../settings';
import type { PersonalDataCipher } from './personal-data';

/** Thrown when a sealed value cannot be opened. Says why, never what was inside. */
export class SealBroken extends Error {
  constructor(why: string) {
    super(`A sealed value cannot be opened: ${why}`);
    this.name = 'SealBroken';
  }
}

interface Algorithm {
  seal(key: Buffer, plain: Buffer, bound: Buffer): Buffer;
  /** @throws when a bit of anything differs */
  open(key: Buffer, sealed: Buffer, bound: Buffer): Buffer;
  /** Bytes of key material. */
  keyLength: number;
  digest: 'sha256' | 'sm3';
}

const TAG = 16;
const GCM_NONCE = 12;

/** AES-256-GCM: nonce ‖ ciphertext ‖ tag. */
const aesGcm: Algorithm = {
  keyLength: 32,
  digest: 'sha256',
  seal(key, plain, bound) {
    const nonce = randomBytes(GCM_NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(bound);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(key, sealed, bound) {
    if (sealed.length < GCM_NONCE + TAG) throw new SealBroken('too short');
    const nonce = sealed.subarray(0, GCM_NONCE);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
    decipher.setAAD(bound).setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([decipher.update(sealed.subarray(GCM_NONCE, -TAG)), decipher.final()]);
  },
};

const SM4_KEY = 16;
const SM4_IV = 16;
const SM3_MAC = 32;

/** SM4-CTR, then HMAC-SM3 over everything (Node's OpenSSL has no sm4-gcm): iv ‖ ciphertext ‖ mac. */
const sm4: Algorithm = {
  keyLength: SM4_KEY + 32,
  digest: 'sm3',
  seal(key, plain, bound) {
    const iv = randomBytes(SM4_IV);
    const cipher = createCipheriv('sm4-ctr', key.subarray(0, SM4_KEY), iv);
    const body = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, sm3Mac(key, body, bound)]);
  },
  open(key, sealed, bound) {
    if (sealed.length < SM4_IV + SM3_MAC) throw new SealBroken('too short');
    const body = sealed.subarray(0, -SM3_MAC);
    // The seal is proved before anything is decrypted.
    if (!timingSafeEqual(sm3Mac(key, body, bound), sealed.subarray(-SM3_MAC))) {
      throw new SealBroken('changed, or moved from another field');
    }
    const decipher = createDecipheriv('sm4-ctr', key.subarray(0, SM4_KEY), body.subarray(0, SM4_IV));
    return Buffer.concat([decipher.update(body.subarray(SM4_IV)), decipher.final()]);
  },
};

function sm3Mac(key: Buffer, body: Buffer, bound: Buffer): Buffer {
  // The length in front keeps what is bound and what is sealed from running into each other.
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bound.length);
  return createHmac('sm3', key.subarray(SM4_KEY)).update(length).update(bound).update(body).digest();
}

/** What things are sealed with. */
export const algorithms = { gcm: aesGcm, sm4 } as const;
export type AlgorithmName = keyof typeof algorithms;

/** The short name of a cipher of the settings. */
export const algorithmOf: Record<Settings['personalData']['cipher'], AlgorithmName> = {
  'aes-256-gcm': 'gcm',
  'sm4-ctr-hmac-sm3': 'sm4',
};

/**
 * The cipher of the settings. What it seals reads `v1.<algorithm>.<key id>.<base64url>`, so that any value
 * says how to open it: keys and algorithms can change while old values stay readable.
 *
 * Each field has keys of its own, derived by HKDF from the ring's key; the header and the purpose are
 * authenticated too, so that a value neither opens in another field nor under another header.
 */
export function createCipher(settings: Settings['personalData']): PersonalDataCipher {
  const ring = new Map(settings.keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
  const sealing = settings.keys[0];
  if (!sealing) throw new TypeError('the key ring is empty');
  const indexKey = Buffer.from(settings.indexKey, 'base64');
  const current: AlgorithmName = algorithmOf[settings.cipher];
  const inForce = `v1.${current}.${sealing.id}.`;
  const derived = new Map<string, Buffer>();

  const derive = (from: Buffer, digest: string, info: string, length: number, cacheAs: string): Buffer => {
    const kept = derived.get(cacheAs);
    if (kept) return kept;
    const key = Buffer.from(hkdfSync(digest, from, '', info, length));
    derived.set(cacheAs, key);
    return key;
  };
  const fieldKey = (algorithm: AlgorithmName, keyId: string, purpose: string): Buffer => {
    const from = ring.get(keyId);
    if (!from) throw new SealBroken(`its key ${keyId} is not in the ring`);
    const { digest, keyLength } = algorithms[algorithm];
    const info = `zhaotong/personal-data/v1/${algorithm}/${purpose}`;
    return derive(from, digest, info, keyLength, `${keyId}/${info}`);
  };

  return {
    seal(plain, purpose) {
      const key = fieldKey(current, sealing.id, purpose);
      const bytes = algorithms[current].seal(key, Buffer.from(plain, 'utf8'), Buffer.from(inForce + purpose));
      return inForce + bytes.toString('base64url');
    },
    open(sealed, purpose) {
      const { algorithm, keyId, header, bytes } = read(sealed);
      const key = fieldKey(algorithm, keyId, purpose);
      try {
        return algorithms[algorithm].open(key, bytes, Buffer.from(header + purpose)).toString('utf8');
      } catch (error) {
        throw error instanceof SealBroken ? error : new SealBroken('changed, or moved from another field');
      }
    },
    blindIndex(plain, purpose) {
      const info = `zhaotong/blind-index/v1/${purpose}`;
      const key = derive(indexKey, 'sha256', info, 32, info);
      return createHmac('sha256', key).update(plain, 'utf8').digest('base64url');
    },
    isStale: (sealed) => !sealed.startsWith(inForce),
  };
}

function read(sealed: string) {
  const match = /^(v1\.(gcm|sm4)\.([A-Za-z0-9]{1,16})\.)([A-Za-z0-9_-]+)$/.exec(sealed);
  const [, header = '', algorithm = '', keyId = '', text = ''] = match ?? [];
  if (algorithm !== 'gcm' && algorithm !== 'sm4')
    throw new SealBroken('not in the form v1.<algorithm>.<key>.<data>');
  const bytes = Buffer.from(text, 'base64url');
  // One value, one text: spare bits at the end may not be used to say the same differently.
  if (bytes.toString('base64url') !== text) throw new SealBroken('not in canonical base64url');
  return { algorithm, keyId, header, bytes } as const;
}
