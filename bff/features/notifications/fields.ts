import { dateOf, timeOf } from '../../../shared/domain/time';

/**
 * The field types of WeChat's subscribe messages and what each takes. A value is made to fit here, because one that does
 * not fit is refused as a whole message (47003).
 */
export const fieldTypes = [
  'thing',
  'number',
  'letter',
  'symbol',
  'character_string',
  'time',
  'date',
  'amount',
  'phone_number',
  'car_number',
  'name',
  'phrase',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** The type of a field by its key: `thing1` → `thing`; null when the platform has no such type. */
export function typeOfField(key: string): FieldType | null {
  const name = key.replace(/\d+$/, '');
  return fieldTypes.find((type) => type === name) ?? null;
}

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * Shortens at the end of a word, with … in place of what is gone. What people see as one character is never cut in two.
 * @param max UTF-16 code units, ≥ 1; counted so because a phone may count an emoji as two
 */
export function shorten(text: string, max: number, mark = '…'): string {
  const one = text.replace(/\s+/gu, ' ').trim();
  if (one.length <= max) return one;
  const room = max - mark.length;
  const byWords = fill(words.segment(one), room);
  // A first word that does not fit is cut between characters.
  const kept = byWords === '' ? fill(graphemes.segment(one), room) : byWords;
  return kept.replace(/[\s，、；：。,;:（(“《]+$/u, '') + mark;
}

function fill(segments: Iterable<{ segment: string }>, room: number): string {
  let kept = '';
  for (const { segment } of segments) {
    if (kept.length + segment.length > room) break;
    kept += segment;
  }
  // A word break may fall inside what is seen as one character only when that is no word at all.
  return kept;
}

/** What stands in a field that would be empty: WeChat takes no empty value. */
const nothing: Record<FieldType, string> = {
  thing: '见小程序',
  number: '0',
  letter: 'A',
  symbol: '-',
  character_string: '-',
  time: '00:00',
  date: '2026年1月1日',
  amount: '¥0',
  phone_number: '12345',
  car_number: '云C00000',
  name: '市民',
  phrase: '有更新',
};

/** A value made to fit a field of that type. @param value text, or an instant for `time` and `date` (ISO text too) */
export function fitField(type: FieldType, value: string | number | Date | undefined): string {
  return fitted(type, value) || nothing[type];
}

function fitted(type: FieldType, value: string | number | Date | undefined): string {
  if (value === undefined || (value instanceof Date && Number.isNaN(value.getTime()))) return '';
  if (type === 'time' || type === 'date') return moment(type, value);
  const text = (value instanceof Date ? value.toISOString() : String(value)).normalize('NFC');
  switch (type) {
    case 'thing':
      return shorten(text.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, ' '), 20);
    case 'number':
      return /^-?\d{1,20}(\.\d{1,9})?$/.test(text.trim())
        ? text.trim()
        : text.replace(/[^0-9]/g, '').slice(0, 32);
    case 'letter':
      return text.replace(/[^A-Za-z]/g, '').slice(0, 32);
    case 'symbol':
      return text.replace(/[^!-/:-@[-`{-~]/g, '').slice(0, 5);
    case 'character_string':
      return text.replace(/[^!-~]/g, '').slice(0, 32);
    case 'amount':
      return amount(text);
    case 'phone_number':
      return text.replace(/[^0-9+-]/g, '').slice(0, 17);
    case 'car_number':
      return carNumber(text);
    case 'name':
      return /\p{Script=Han}/u.test(text)
        ? bounded(text.replace(/[^\p{Script=Han}·]/gu, ''), 10)
        : text
            .replace(/[^A-Za-z ]/g, '')
            .trim()
            .slice(0, 20)
            .trim();
    case 'phrase':
      return bounded(text.replace(/[^\p{Script=Han}]/gu, ''), 5);
  }
}

/** Shortened at a word's end without a mark, where a mark is not taken. */
function bounded(text: string, max: number): string {
  return text.length <= max ? text : shorten(text, max, '');
}

function amount(text: string): string {
  const match = /^\s*([¥￥$€£]?)\s*(\d{1,10})(\.\d{1,2})?/.exec(text);
  if (!match) return '';
  const [, sign = '', whole = '', part = ''] = match;
  return `${sign || '¥'}${whole}${whole.length + part.length > 10 ? '' : part}`;
}

/** A Chinese character may stand first and last, the rest are letters and digits. */
function carNumber(text: string): string {
  const [, first = '', middle = '', last = ''] =
    /^(\p{Script=Han}?)([A-Za-z0-9]+)(\p{Script=Han}?)$/u.exec(text.replace(/[\s·]/g, '')) ?? [];
  const room = 8 - first.length - last.length;
  return middle.length <= room ? first + middle + last : '';
}

/** Beyond it no calendar day can be named. Milliseconds. */
const FARTHEST = 8e15;

/** `2026年11月26日 09:00`, `2026年11月26日`. */
function moment(type: 'time' | 'date', value: string | number | Date): string {
  const instant = new Date(value);
  if (!(Math.abs(instant.getTime()) < FARTHEST)) return '';
  const [year = '', month = '', day = ''] = dateOf(instant).split('-');
  if (!/^\d{4}$/.test(year)) return '';
  const words = `${year}年${Number(month)}月${Number(day)}日`;
  return type === 'date' ? words : `${words} ${timeOf(instant)}`;
}
