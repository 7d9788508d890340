import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCipher } from '../../bff/crypto/cipher';
import type { Settings } from '../../bff/settings';

type Config = Settings['personalData'];
const key = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const config = (given: Partial<Config> = {}): Config => ({
  cipher: 'aes-256-gcm',
  keys: [{ id: 'k1', key: key('a') }],
  indexKey: key('i'),
  ...given,
});
const purpose = 'person.name';

describe.each(['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const)('%s', (algorithm) => {
  const cipher = createCipher(config({ cipher: algorithm }));

  it('gives back exactly what was sealed, and never says the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
        const sealed = cipher.seal(plain, purpose);
        expect(cipher.open(sealed, purpose)).toBe(plain);
        expect(cipher.seal(plain, purpose)).not.toBe(sealed);
      }),
    );
  });

  it('refuses a value in which any character was changed', () => {
    const sealed = cipher.seal('王小芳', purpose);
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(() => cipher.open(changed, purpose), `character ${at}`).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => cipher.open(sealed.slice(0, length), purpose)).toThrow();
    expect(() => cipher.open(`${sealed}A`, purpose)).toThrow();
  });

  it('refuses a value that was moved to another field', () => {
    expect(() => cipher.open(cipher.seal('王小芳', 'person.name'), 'account.phone')).toThrow();
  });

  it('opens what older keys sealed, seals with the first, and says what is stale', () => {
    const old = cipher.seal('王小芳', purpose);
    const rotated = createCipher(
      config({ cipher: algorithm, keys: [{ id: 'k2', key: key('b') }, ...config().keys] }),
    );
    expect(rotated.open(old, purpose)).toBe('王小芳');
    expect(rotated.isStale(old)).toBe(true);
    expect(rotated.isStale(rotated.seal('王小芳', purpose))).toBe(false);
    const retired = createCipher(config({ cipher: algorithm, keys: [{ id: 'k2', key: key('b') }] }));
    expect(() => retired.open(old, purpose)).toThrow(/k1/);
  });

  it('does not open with another key under the same id', () => {
    const other = createCipher(config({ cipher: algorithm, keys: [{ id: 'k1', key: key('z') }] }));
    expect(() => other.open(cipher.seal('王小芳', purpose), purpose)).toThrow();
  });

  it('never says in its errors what was inside', () => {
    const sealed = cipher.seal('530602199001011234', purpose);
    expect(() => cipher.open(sealed, 'elsewhere')).toThrow(expect.not.stringContaining('530602'));
  });
});

describe('changing the algorithm', () => {
  it('opens what the other one sealed and calls it stale', () => {
    const aes = createCipher(config());
    const sm = createCipher(config({ cipher: 'sm4-ctr-hmac-sm3' }));
    const sealed = aes.seal('王小芳', purpose);
    expect(sm.open(sealed, purpose)).toBe('王小芳');
    expect(sm.isStale(sealed)).toBe(true);
    expect(() => sm.open(sealed.replace('.gcm.', '.sm4.'), purpose)).toThrow();
  });

  it('writes SM4-CTR under HMAC-SM3 that OpenSSL alone can check', () => {
    const sealed = createCipher(config({ cipher: 'sm4-ctr-hmac-sm3' })).seal('王小芳', purpose);
    const [version, algorithm, keyId, data = ''] = sealed.split('.');
    expect([version, algorithm, keyId]).toEqual(['v1', 'sm4', 'k1']);
    const bytes = Buffer.from(data, 'base64url');
    const info = `zhaotong/personal-data/v1/sm4/${purpose}`;
    const keys = Buffer.from(hkdfSync('sm3', Buffer.alloc(32, 'a'), '', info, 48));
    const bound = Buffer.from(`v1.sm4.k1.${purpose}`);
    const length = Buffer.from([0, 0, 0, bound.length]);
    const mac = createHmac('sm3', keys.subarray(16))
      .update(Buffer.concat([length, bound, bytes.subarray(0, -32)]))
      .digest();
    expect(bytes.subarray(-32).equals(mac)).toBe(true);
    const decipher = createDecipheriv('sm4-ctr', keys.subarray(0, 16), bytes.subarray(0, 16));
    expect(decipher.update(bytes.subarray(16, -32)).toString('utf8')).toBe('王小芳');
  });
});

describe('the blind index', () => {
  it('finds the same value again, across keys and algorithms, per purpose and index key', () => {
    const one = createCipher(config());
    const index = one.blindIndex('530602199001011234', 'person.id-number');
    expect(index).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const rotated = createCipher(config({ cipher: 'sm4-ctr-hmac-sm3', keys: [{ id: 'k2', key: key('b') }] }));
    expect(rotated.blindIndex('530602199001011234', 'person.id-number')).toBe(index);
    expect(one.blindIndex('530602199001011234', 'account.openid')).not.toBe(index);
    expect(one.blindIndex('530602199001011235', 'person.id-number')).not.toBe(index);
    const elsewhere = createCipher(config({ indexKey: key('j') }));
    expect(elsewhere.blindIndex('530602199001011234', 'person.id-number')).not.toBe(index);
  });
});
