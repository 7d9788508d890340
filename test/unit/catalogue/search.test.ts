import fc from 'fast-check';
import { pinyin } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import { type Title, TitleIndex } from '../../../bff/features/catalogue/search/title-index';
import { known } from '../../../bff/sample/items/known';
import { templates } from '../../../bff/sample/items/templates';

const titles: Title[] = templates.map(({ name, department }) => ({
  name,
  department: department.name,
  keywords: known[name]?.keywords ?? [],
  popularity: known[name]?.popularity ?? 1,
}));
const index = new TitleIndex(titles);

/** Names in order of relevance. */
function search(query: string): string[] {
  return [...index.search(query)].sort((a, b) => b[1] - a[1]).map(([id]) => titles[id]?.name ?? '');
}

const spelled = titles.map(({ name }) => ({
  name,
  full: pinyin(name, { toneType: 'none', type: 'array', v: true }).join(''),
  initials: pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', v: true }).join(''),
}));
/** A part of a name of two characters or more. */
const parts = fc
  .constantFrom(...titles.map(({ name }) => name))
  .chain((name) =>
    fc
      .tuple(fc.integer({ min: 0, max: name.length - 2 }), fc.integer({ min: 2, max: 6 }))
      .map(([from, length]) => name.slice(from, from + length)),
  )
  .filter((part) => /^\p{Script=Han}{2,}$/u.test(part));

describe('search', () => {
  it.each([
    ['身份证', '居民身份证换领'],
    ['sfz', '居民身份证换领'],
    ['shenfenzheng', '居民身份证换领'],
    ['换领身份证', '居民身份证换领'],
    ['身份证 补领', '居民身份证补领'],
    ['身份证丢了', '居民身份证补领'],
    ['补办身份证', '居民身份证补领'],
    ['ＳＦＺ', '居民身份证换领'],
    ['驾照', '驾驶证期满换证'],
    ['jiazhao', '驾驶证期满换证'],
    ['准生证', '生育登记'],
    ['房产过户', '不动产转移登记'],
    ['低保', '最低生活保障'],
    ['开饭店', '食品经营许可'],
    ['医保报销', '医疗费手工报销'],
    ['上户口', '出生登记'],
    ['跨省就医', '异地就医备案'],
    ['怎么办理居住证', '居住证申领'],
    ['jhdj', '结婚登记'],
    ['sfz huanling', '居民身份证换领'],
  ])('%s leads to %s first', (query, name) => {
    expect(search(query)[0]).toBe(name);
  });

  it('finds every name that a full scan finds, for any part of a name', () => {
    fc.assert(
      fc.property(parts, (part) => {
        const found = new Set(search(part));
        for (const { name } of titles.filter((title) => title.name.includes(part)))
          expect(found).toContain(name);
      }),
      { numRuns: 300 },
    );
  });

  it('puts names with the whole phrase before those that only share pieces of it', () => {
    fc.assert(
      fc.property(parts, (part) => {
        const direct = [...index.search(part)].map(([id, score]) => ({
          name: titles[id]?.name ?? '',
          score,
        }));
        const whole = direct.filter(({ name }) => name.includes(part)).map(({ score }) => score);
        const pieces = direct
          .filter(({ name }) => !name.includes(part))
          .filter(({ name }) => !(known[name]?.keywords ?? []).some((word) => word.includes(part)))
          .map(({ score }) => score);
        if (whole.length > 0 && pieces.length > 0 && !hasSynonym(part))
          expect(Math.min(...whole)).toBeGreaterThan(Math.max(...pieces));
      }),
      { numRuns: 300 },
    );
  });

  it('finds every name by its pinyin and by its initials', () => {
    for (const { name, full, initials } of spelled) {
      expect(search(full)).toContain(name);
      expect(search(initials)).toContain(name);
    }
  });

  it('finds every name that a full scan of initials finds', () => {
    for (const { initials } of spelled.filter((_, i) => i % 7 === 0)) {
      const asked = initials.slice(0, 3);
      const found = new Set(search(asked));
      const scanned = spelled.filter((title) => title.initials.includes(asked)).map(({ name }) => name);
      expect(scanned.filter((name) => !found.has(name))).toEqual([]);
    }
  });

  it('finds names whose halves are typed in the other order', () => {
    for (const { name } of titles.filter(({ name }) => name.length >= 4)) {
      const half = Math.floor(name.length / 2);
      expect(search(`${name.slice(half)} ${name.slice(0, half)}`).slice(0, 20)).toContain(name);
      expect(search(name.slice(half) + name.slice(0, half)).slice(0, 20)).toContain(name);
    }
  });

  it('does not match letters across the middle of a syllable', () => {
    expect(spelled.filter(({ full }) => full.includes('enfenzheng')).length).toBeGreaterThan(0);
    expect(search('enfenzheng')).toEqual([]);
  });

  it.each(['', '   ', '？？？', '\u{1f600}', 'zzzzzzzz', '龘龘龘', '\ud800', '$where', 'a'.repeat(100)])(
    'finds nothing for %j and does not fall over',
    (query) => {
      expect(search(query)).toEqual([]);
    },
  );

  it('answers anything one can type', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (query) => {
        for (const score of index.search(query).values()) expect(Number.isInteger(score)).toBe(true);
      }),
    );
  });
});

/** Synonyms lift what means the same above what merely contains the phrase; that is their purpose. */
function hasSynonym(part: string): boolean {
  return /报销|养老|营业执照|执照|过期|到期|遗失|补办|申请|年检|过户|低保/.test(part);
}
