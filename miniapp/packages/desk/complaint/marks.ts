import type { PersonalMark, StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { personalMarks } from '../../../../shared/domain/personal-marks';

/** The four texts that are published of a complaint. */
export type PublishedField = PersonalMark['field'];
export type PublishedWords = Record<PublishedField, string>;

export const publishedFields: readonly {
  field: PublishedField;
  label: string;
  atLeast: number;
  maxlength: number;
}[] = [
  { field: 'what', label: '发生了什么', atLeast: 5, maxlength: 2_000 },
  { field: 'found', label: '查到了什么', atLeast: 5, maxlength: 2_000 },
  { field: 'done', label: '做了什么', atLeast: 5, maxlength: 2_000 },
  { field: 'basis', label: '依据', atLeast: 2, maxlength: 1_000 },
];

export const markWords: Record<PersonalMark['kind'], string> = {
  name: '姓名',
  phone: '电话',
  'id-number': '证件号',
  plate: '车牌',
  address: '住址',
  other: '其他',
};

const stands: Record<PersonalMark['kind'], string> = {
  name: '某人',
  phone: '（电话）',
  'id-number': '（证件号）',
  plate: '（车牌）',
  address: '（住址）',
  other: '（略）',
};

/** Names and addresses may be those of an office: a person decides. The rest is no matter of opinion and has to go. */
export const mayStay = ({ kind }: Pick<PersonalMark, 'kind'>): boolean =>
  kind === 'name' || kind === 'address';

/** What is found in words that are being typed, by the rules that the server has too (which knows the names besides). */
export function marksOf(words: PublishedWords): PersonalMark[] {
  return publishedFields.flatMap(({ field }) =>
    personalMarks(words[field]).map((mark) => ({ field, ...mark })),
  );
}

/** What stands in the complaint and in its last answer. */
export function originalOf({ what, replies }: Pick<StaffComplaint, 'what' | 'replies'>): PublishedWords {
  const last = replies[replies.length - 1];
  return { what, found: last?.found ?? '', done: last?.done ?? '', basis: last?.basis ?? '' };
}

/** A stretch of a text: marked, or as it is between the marks. */
interface Stretch {
  from: number;
  text: string;
  mark: PersonalMark | null;
}

/** Cuts a text at the marks of its field. Marks that lie over each other or outside of it are left out. */
export function stretchesOf(text: string, field: PublishedField, marks: readonly PersonalMark[]): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  const own = marks.filter((mark) => mark.field === field).sort((a, b) => a.from - b.from);
  for (const mark of own) {
    if (mark.from < at || mark.to <= mark.from || mark.to > text.length) continue;
    if (mark.from > at) found.push({ from: at, text: text.slice(at, mark.from), mark: null });
    found.push({ from: mark.from, text: text.slice(mark.from, mark.to), mark });
    at = mark.to;
  }
  if (at < text.length) found.push({ from: at, text: text.slice(at), mark: null });
  return found;
}

/** The text with what is marked taken out: where a draft begins. */
export function withoutMarks(text: string, field: PublishedField, marks: readonly PersonalMark[]): string {
  return stretchesOf(text, field, marks)
    .map((stretch) => (stretch.mark ? stands[stretch.mark.kind] : stretch.text))
    .join('');
}
