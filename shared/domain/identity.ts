/**
 * What can be known of an ID number, a name and a mobile number without asking anyone. Both sides use it: the
 * page to say what to mend before anything is sent, the BFF because a page can be bypassed.
 */

export type IdNumberFault = 'length' | 'old' | 'characters' | 'region' | 'birth' | 'check';

/** How to mend an ID number, in the citizen's words. */
export const idNumberWords: Record<IdNumberFault, string> = {
  length: '身份证号是 18 位，数一数有没有多填或漏填。',
  old: '这是 15 位的旧号码，已经停用。填现在身份证上的 18 位号码。',
  characters: '身份证号前 17 位是数字，最后一位是数字或 X。',
  region: '身份证号的前 6 位和地区对不上，对照身份证再看一遍。',
  birth: '身份证号的第 7 到 14 位是出生日期，对照身份证再看一遍。',
  check: '身份证号有一位填得不对，对照身份证再看一遍。',
};

export type NameFault = 'length' | 'characters';

/** How to mend a name, in the citizen's words. */
export const nameWords: Record<NameFault, string> = {
  length: '姓名是 2 到 30 个字，和身份证上一样。',
  characters: '姓名只填汉字，民族姓名中间用“·”隔开；外国人永久居留身份证填证件上的字母姓名。',
};

/** Provinces of GB/T 2260, and 81, 82, 83 for residents from 香港, 澳门 and 台湾. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of GB 11643 (ISO 7064 MOD 11-2). @param first17 17 digits */
export function checkCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

/** As it is stored: without spaces, full-width digits made narrow, x upper case. */
export function normalizeIdNumber(typed: string): string {
  return narrow(typed).replace(/\s/g, '').toUpperCase();
}

/**
 * What is wrong with an ID number by GB 11643; null when nothing is. That it is well-formed says nothing about
 * whether it was given to anybody.
 * @param idNumber as `normalizeIdNumber` leaves it
 * @param today the day in Asia/Shanghai, `YYYY-MM-DD`: nobody is born after it
 */
export function idNumberFault(idNumber: string, today: string): IdNumberFault | null {
  if (/^\d{15}$/.test(idNumber)) return 'old';
  if (idNumber.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(idNumber)) return 'characters';
  if (!knownRegion(idNumber)) return 'region';
  if (!realDay(idNumber.slice(6, 14), today)) return 'birth';
  if (checkCharacter(idNumber.slice(0, 17)) !== idNumber[17]) return 'check';
  return null;
}

/** The typed dots of other keyboards become `·`; spaces around and between Han characters go. */
export function normalizeName(typed: string): string {
  const dotted = typed
    .normalize('NFC')
    .trim()
    .replace(/\s*[•・‧∙．·]\s*/g, '·');
  // No look-behind: iPhones before iOS 16.4 cannot even read a script that has one.
  return dotted.replace(/(\p{Script=Han})\s+(?=\p{Script=Han})/gu, '$1');
}

/**
 * What is wrong with a name; null when nothing is.
 * @param name as `normalizeName` leaves it
 * @param idNumber permanent residence cards (prefix 9) carry names in Latin letters
 */
export function nameFault(name: string, idNumber = ''): NameFault | null {
  const length = [...name].length;
  if (length < 2 || length > 30) return 'length';
  if (/^\p{Script=Han}+(·\p{Script=Han}+)*$/u.test(name)) return null;
  if (idNumber.startsWith('9') && /^[A-Za-z]+([ ,.'-]{1,2}[A-Za-z]+)*$/.test(name)) return null;
  return 'characters';
}

/** A mainland mobile number, 11 digits. */
export function isMobile(number: string): boolean {
  return /^1[3-9]\d{9}$/.test(number);
}

function knownRegion(idNumber: string): boolean {
  // 外国人永久居留身份证: 9, then the province that took the application. Its list is not public in full, so
  // only what no province code can begin with is refused.
  if (idNumber.startsWith('9')) return /^9[1-8]/.test(idNumber);
  return provinces.has(idNumber.slice(0, 2));
}

function realDay(digits: string, today: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)];
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return false;
  return year >= '1850' && text <= today;
}

function narrow(text: string): string {
  return text.replace(/[０-９Ｘｘ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
