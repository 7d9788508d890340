import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInCode, readCheckInCode } from '../../bff/features/booking/check-in-code';

const key = randomBytes(32).toString('base64');
const other = randomBytes(32).toString('base64');
const ids = fc.stringMatching(/^[0-9a-f]{32}$/);
const versions = fc.integer({ min: 1, max: 99_999 });

describe('the check-in code', () => {
  it('says which appointment and version, to us', () => {
    fc.assert(
      fc.property(ids, versions, (id, version) => {
        const code = checkInCode(key, id, version);
        expect(readCheckInCode(key, code)).toEqual({ id, version });
        expect(code.length).toBeLessThan(80);
      }),
    );
  });

  it('is nothing with any character changed, nor under another key', () => {
    fc.assert(
      fc.property(ids, versions, fc.nat(), fc.constantFrom(...'0aZ._-é'), (id, version, where, character) => {
        const code = checkInCode(key, id, version);
        const at = where % code.length;
        const forged = code.slice(0, at) + character + code.slice(at + 1);
        if (forged !== code) expect(readCheckInCode(key, forged)).toBeNull();
        expect(readCheckInCode(other, code)).toBeNull();
      }),
    );
  });

  it('has one spelling', () => {
    const code = checkInCode(key, 'a'.repeat(32), 1);
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
      (last) => readCheckInCode(key, code.slice(0, -1) + last) !== null,
    );
    expect(spellings).toEqual([code.at(-1)]);
  });

  it('is nothing when it is something else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readCheckInCode(key, text)).toBeNull();
      }),
    );
    for (const text of ['', 'ZT1...', 'ZT1.a.1.', `ZT1.a.1.${'A'.repeat(22)}`, `ZT1.a.1.${'A'.repeat(21)}=`])
      expect(readCheckInCode(key, text)).toBeNull();
  });
});
