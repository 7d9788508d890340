import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, smsParams } from '../../bff/features/notifications/field-values';
import { fieldTypes, fitField, shorten } from '../../bff/features/notifications/fields';
import { noticeTable } from '../../bff/features/notifications/kinds';
import { backOff } from '../../bff/features/notifications/outcome';
import { afterQuiet, tooSoonToWait } from '../../bff/features/notifications/quiet-hours';
import { fieldTakes } from '../../bff/sandbox/subscribe-fields';
import { type FieldSource, noticeTemplates, smsTemplates } from '../../shared/domain/notice-templates';
import { type NoticeFacts, noticeKinds } from '../../shared/domain/notices';
import { at } from '../../shared/domain/time';

const graphemes = (text: string) => [...new Intl.Segmenter('zh').segment(text)].map(({ segment }) => segment);

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('昭', '通', '市', ' ', '，', 'A', '1', '👨‍👩‍👧‍👦', 'é', '\n', '🇨🇳', '。'),
    maxLength: 60,
  }),
);

const facts: fc.Arbitrary<NoticeFacts> = fc.record(
  {
    itemName: anyText,
    reference: anyText,
    when: fc.oneof(fc.constant('2026-11-26T09:00:00+08:00'), anyText),
    by: fc.oneof(fc.constant('2026-12-03T17:30:00+08:00'), anyText),
    venueName: anyText,
    window: anyText,
    ticket: anyText,
    reason: anyText,
    materials: anyText,
    outcome: anyText,
    handler: anyText,
    phone: anyText,
    ahead: fc.nat(999),
  },
  { requiredKeys: [] },
);

describe('a value in a field', () => {
  it.each(fieldTypes)('of type %s is what WeChat takes, whatever it was made of', (type) => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.double(), fc.date({ noInvalidDate: false })), (value) => {
        const fitted = fitField(type, value);
        expect(fieldTakes(`${type}1`, fitted), `${type}: ${JSON.stringify(fitted)}`).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('stays as it is where it fits', () => {
    for (const [type, value] of [
      ['thing', '居民身份证换领'],
      ['phrase', '已受理'],
      ['character_string', 'ZTC-20261124-ABCDEF'],
      ['name', '欧阳春晓'],
      ['phone_number', '0870-1234567'],
      ['car_number', '云C12345'],
      ['amount', '¥20'],
      ['number', '3'],
    ] as const)
      expect(fitField(type, value)).toBe(value);
    expect(fitField('time', '2026-11-26T09:00:00+08:00')).toBe('2026年11月26日 09:00');
    expect(fitField('date', '2026-12-03T17:30:00+08:00')).toBe('2026年12月3日');
  });

  it('is shortened at the end of a word, and no character is cut in two', () => {
    expect(shorten('昭通市公安局昭阳分局户籍管理窗口办理居民身份证', 20)).toBe(
      '昭通市公安局昭阳分局户籍管理窗口办理…',
    );
    expect(shorten('Zhaotong government services centre', 20)).toBe('Zhaotong government…');
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, max) => {
        const short = shorten(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        const whole = graphemes(text.replace(/\s+/gu, ' ').trim());
        const kept =
          short.endsWith('…') && short !== whole.join('') ? graphemes(short.slice(0, -1)) : graphemes(short);
        expect(whole.slice(0, kept.length)).toEqual(kept);
      }),
      { numRuns: 600 },
    );
  });
});

describe('a message', () => {
  it('of every kind has words, and fields that WeChat takes, whatever is known of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...noticeKinds), facts, (kind, given) => {
        const row = noticeTable[kind];
        const parts = [{ kind, facts: given, at: '2026-11-24T02:00:00.000Z' }];
        expect(row.title.length).toBeGreaterThan(0);
        expect(typeof row.body(given)).toBe('string');
        if (row.wechat) {
          const fields = fieldsOf(noticeTemplates[row.wechat].fields, parts);
          for (const [key, value] of Object.entries(fields))
            expect(fieldTakes(key, value), `${key}: ${JSON.stringify(value)}`).toBe(true);
        }
        if (row.sms) {
          const params = smsParams(smsTemplates[row.sms], parts);
          expect(params).toHaveLength(smsTemplates[row.sms].length);
          for (const param of params) expect(param.length > 0 && param.length <= 20).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('can be given other fields by the settings', () => {
    const fields: Record<string, FieldSource> = { thing9: 'when', date2: 'when' };
    const parts = [
      {
        kind: 'appointment-booked' as const,
        facts: { when: '2026-11-26T09:00:00+08:00' },
        at: '2026-11-24T02:00:00.000Z',
      },
    ];
    expect(fieldsOf(fields, parts)).toEqual({ thing9: '11月26日 周四 上午 9:00', date2: '2026年11月26日' });
  });

  it('says nothing that citizens are not to be told', () => {
    for (const kind of noticeKinds) {
      const row = noticeTable[kind];
      const said = [row.title, row.state, row.body({}), row.note({})].join('').replaceAll('申请', '');
      expect(said).not.toMatch(/非法|错误|请|抱歉/);
      expect(row.state).toMatch(/^\p{Script=Han}{1,5}$/u);
    }
  });
});

describe('the night', () => {
  it.each([
    ['2026-11-24', '21:59', '2026-11-24', '21:59'],
    ['2026-11-24', '22:00', '2026-11-25', '07:30'],
    ['2026-11-24', '23:59', '2026-11-25', '07:30'],
    ['2026-11-25', '00:00', '2026-11-25', '07:30'],
    ['2026-11-25', '07:29', '2026-11-25', '07:30'],
    ['2026-11-25', '07:30', '2026-11-25', '07:30'],
    ['2026-12-31', '22:30', '2027-01-01', '07:30'],
  ])('%s %s waits until %s %s', (date, time, untilDate, untilTime) => {
    expect(afterQuiet(at(date, time))).toEqual(at(untilDate, untilTime));
  });

  it('does not wait with what happens early in the morning', () => {
    expect(tooSoonToWait(at('2026-11-24', '23:00'), at('2026-11-25', '08:30'))).toBe(true);
    expect(tooSoonToWait(at('2026-11-24', '23:00'), at('2026-11-25', '15:00'))).toBe(false);
  });

  it('never is longer than nine and a half hours', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (instant) => {
          const wait = afterQuiet(instant).getTime() - instant.getTime();
          expect(wait >= 0 && wait <= 9.5 * 3_600_000).toBe(true);
          expect(afterQuiet(afterQuiet(instant))).toEqual(afterQuiet(instant));
        },
      ),
    );
  });
});

describe('waiting before trying again', () => {
  it('doubles what it may be at most, up to an hour, and is never the same for all', () => {
    for (let attempts = 0; attempts < 40; attempts += 1) {
      const waits = Array.from({ length: 50 }, () => backOff(attempts));
      expect(Math.max(...waits)).toBeLessThanOrEqual(Math.min(3_600_000, 30_000 * 2 ** attempts) + 1_000);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
      expect(new Set(waits).size).toBeGreaterThan(10);
    }
  });
});
