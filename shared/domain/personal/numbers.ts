import { checkCharacter } from '../identity';
import type { FoundMark } from '../personal-marks';

/** What people put between the digits of a number so that it reads better, or is not found. */
const GAP = '[\\s.·_-]{0,2}[\\u200b-\\u200d\\u2060]?';
const digits = (count: number) => `(?:${GAP}\\d){${count}}`;

// No look-behind here: old iPhones cannot read a script that has one. What stands before is group 1.
const idNumber = new RegExp(`(^|\\D)(\\d${digits(16)}${GAP}[\\dXx])(?![\\dXx])`, 'g');
const oldIdNumber = /(^|\D)(\d{15})(?!\d)/g;
const mobile = new RegExp(`(^|\\D)((?:\\+?86|0086)?${GAP}1${GAP}[3-9]${digits(9)})(?!\\d)`, 'g');
const landLine =
  /(^|\D)(\(?0\d{2,3}\)?[\s-]{0,2}[2-8]\d{2,3}[\s-]?\d{4}(?:\s?(?:-|转|转接|分机)\s?\d{1,6})?)(?!\d)/g;
/** Without its area's number it is known by the word before it. */
const localPhone = /(电话|座机|话机|手机|致电|拨打|号码|联系)([^\d\n]{0,6})([2-8]\d{2,3}[\s-]?\d{4})(?!\d)/g;

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** 5 places; 6 of new energy; the last may say whose it is (挂 学 警 港 澳). I and O are in none. */
const plate = new RegExp(
  `[${PROVINCES}]\\s?[A-HJ-NP-Z]\\s?[·.\\s-]?\\s?(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![A-Z0-9])`,
  'gi',
);

/**
 * ID numbers of 18 and 15 places. One whose check character is wrong was mistyped and still tells who it is, as long as there is
 * a date of birth in it.
 */
export function idNumbers(text: string): FoundMark[] {
  const plain = spokenDigits(text);
  const whole = all(idNumber, plain, 'id-number').filter(({ from, to }) => {
    const given = plain
      .slice(from, to)
      .replace(/[^\dXx]/g, '')
      .toUpperCase();
    return checkCharacter(given.slice(0, 17)) === given[17] || isDay(given.slice(6, 14));
  });
  const old = all(oldIdNumber, plain, 'id-number').filter(({ from }) =>
    isDay(`19${plain.slice(from + 6, from + 12)}`),
  );
  return [...whole, ...old];
}

/** Mobile phones, also written in Chinese digits, and land lines. */
export function phones(text: string): FoundMark[] {
  const local: FoundMark[] = [...text.matchAll(localPhone)].map((match) => {
    const to = match.index + match[0].length;
    return { from: to - (match[3]?.length ?? 0), to, kind: 'phone' };
  });
  return [...all(mobile, spokenDigits(text), 'phone'), ...all(landLine, text, 'phone'), ...local];
}

/** Number plates. */
export function plates(text: string): FoundMark[] {
  return [...text.matchAll(plate)]
    .filter(([matched]) => /\d/.test(matched.slice(2)))
    .map((match) => ({ from: match.index, to: match.index + match[0].length, kind: 'plate' }));
}

/** What group 2 of an expression matched, everywhere; what stands before may belong to the match before. */
function all(expression: RegExp, text: string, kind: FoundMark['kind']): FoundMark[] {
  const marks: FoundMark[] = [];
  const search = new RegExp(expression);
  for (let match = search.exec(text); match; match = search.exec(text)) {
    const [whole, before = ''] = match;
    const lead = before.length + (/^[^\d(+]*/.exec(whole.slice(before.length))?.[0].length ?? 0);
    marks.push({ from: match.index + lead, to: match.index + whole.length, kind });
    // Its last digit is what stands before the next.
    search.lastIndex = match.index + whole.length;
  }
  return marks;
}

const spoken = '零一二三四五六七八九';

/** Digits written as they are spoken, made digits; numbers with 十 or 百 in them are none. */
function spokenDigits(text: string): string {
  return text
    .replace(/[零一二三四五六七八九]/g, (digit) => String(spoken.indexOf(digit)))
    .replace(/[〇○]/g, '0')
    .replace(/幺/g, '1');
}

/** `19900521` */
function isDay(eight: string): boolean {
  const [year, month, day] = [eight.slice(0, 4), Number(eight.slice(4, 6)), Number(eight.slice(6, 8))];
  return /^(18|19|20)\d\d$/.test(year) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
