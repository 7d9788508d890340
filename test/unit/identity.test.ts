import fc from 'fast-check';
import { stdnum } from 'stdnum';
import { describe, expect, it } from 'vitest';
import {
  checkCharacter,
  idNumberFault,
  isMobile,
  nameFault,
  normalizeIdNumber,
  normalizeName,
} from '../../shared/domain/identity';
import { maskIdNumber, maskName, maskPhone } from '../../shared/domain/mask';

const today = '2026-11-24';
const fault = (typed: string, on = today) => idNumberFault(normalizeIdNumber(typed), on);
const complete = (first17: string) => first17 + checkCharacter(first17);
const oracle = (value: string) => stdnum.CN?.ric?.validate(value).isValid === true;

const provinces = ['11', '23', '37', '46', '53', '54', '65', '71', '81', '82', '83'];
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-11-24'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const wellFormed = fc
  .tuple(
    fc.constantFrom(...provinces),
    fc.integer({ min: 0, max: 9999 }),
    day,
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([province, county, born, order]) =>
    complete(`${province}${String(county).padStart(4, '0')}${born}${String(order).padStart(3, '0')}`),
  );

describe('ID numbers', () => {
  it('accepts every well-formed number, as the oracle does', () => {
    fc.assert(
      fc.property(wellFormed, (idNumber) => {
        expect(oracle(idNumber)).toBe(true);
        expect(fault(idNumber)).toBeNull();
      }),
    );
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(17), fc.integer({ min: 1, max: 9 }), (idNumber, at, by) => {
        const digit = idNumber[at] === 'X' ? 10 : Number(idNumber[at]);
        const changed = idNumber.slice(0, at) + ((digit + by) % 10) + idNumber.slice(at + 1);
        fc.pre(changed !== idNumber);
        expect(fault(changed)).not.toBeNull();
      }),
    );
  });

  it('accepts nothing that the oracle refuses', () => {
    const nearly = fc.oneof(
      fc.stringMatching(/^\d{17}[\dX]$/),
      fc.stringMatching(/^(11|53|81)\d{4}(18|19|20)\d{6}\d{3}$/).map(complete),
      fc.string({ minLength: 15, maxLength: 20 }),
    );
    fc.assert(
      fc.property(nearly, (value) => {
        const normal = normalizeIdNumber(value);
        if (idNumberFault(normal, today) === null) expect(oracle(normal)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['prefix 99, which the oracle lets through', complete('99000019900101123'), 'region'],
    ['an unknown province', complete('00000019900101123'), 'region'],
    ['a day that is none', complete('53060219900230123'), 'birth'],
    ['a month that is none', complete('53060219901301123'), 'birth'],
    ['a leap day of a common year', complete('53060219000229123'), 'birth'],
    ['a day to come', complete('53060220261125123'), 'birth'],
    ['15 digits', '530602900101123', 'old'],
    ['17 characters', '53060219900101123', 'length'],
    ['a letter inside', '5306021990010112X1', 'characters'],
    ['another check character', `${'530602199001011230'.slice(0, 17)}A`, 'characters'],
  ])('refuses %s', (_what, idNumber, expected) => {
    expect(fault(idNumber)).toBe(expected);
  });

  it.each([
    ['born today', complete('53060220261124123')],
    ['a leap day', complete('53060220000229123')],
    ['an old prefix of 水富', complete('53063019900101123')],
    ['a permanent residence card', complete('91112419810803002')],
  ])('accepts %s', (_what, idNumber) => {
    expect(fault(idNumber)).toBeNull();
  });

  it('takes a lower-case x, spaces and wide digits as they are meant', () => {
    const ending = [...Array(1_000).keys()]
      .map((order) => complete(`53060219900101${String(order).padStart(3, '0')}`))
      .find((idNumber) => idNumber.endsWith('X'));
    expect(ending).toMatch(/^\d{17}X$/);
    const typed = ` ${ending?.slice(0, 6)} ${ending?.slice(6, 17)}x`;
    expect(normalizeIdNumber(typed)).toBe(ending);
    expect(normalizeIdNumber('５３０６０２ｘ')).toBe('530602X');
  });
});

describe('names and mobile numbers', () => {
  it.each(['王芳', '欧阳明月', '阿卜杜拉·买买提', '𠮷田', '〇一'])('accepts %s', (name) => {
    expect(nameFault(normalizeName(name))).toBeNull();
  });

  it.each([
    ['王', 'length'],
    ['一'.repeat(31), 'length'],
    ['王芳1', 'characters'],
    ['·王芳', 'characters'],
    ['王··芳', 'characters'],
    ['Wang Fang', 'characters'],
    ['<b>王</b>', 'characters'],
  ])('refuses %s', (name, expected) => {
    expect(nameFault(normalizeName(name))).toBe(expected);
  });

  it('accepts Latin letters with a permanent residence card only', () => {
    expect(nameFault('SMITH, JOHN', '911124198108030024')).toBeNull();
    expect(nameFault('SMITH, JOHN', '530602199001011234')).toBe('characters');
  });

  it('makes one name of its spellings', () => {
    expect(normalizeName(' 阿卜杜拉 • 买买提 ')).toBe('阿卜杜拉·买买提');
    expect(normalizeName('王　芳')).toBe('王芳');
  });

  it('knows mobile numbers', () => {
    expect(isMobile('13800138000')).toBe(true);
    for (const other of ['12800138000', '1380013800', '138001380001', '+8613800138000'])
      expect(isMobile(other)).toBe(false);
  });
});

describe('masks', () => {
  it('shows what the owner recognises and no more', () => {
    expect(maskName('王小芳')).toBe('王**');
    expect(maskName('𠮷田')).toBe('𠮷*');
    expect(maskPhone('13800135678')).toBe('138****5678');
    expect(maskPhone('+852 91234567')).toMatch(/^\*+67$/);
    expect(maskIdNumber('530602199001011234')).toBe('530*************34');
  });
});
