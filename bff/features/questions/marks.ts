import { type FoundMark, personalMarks } from '../../../shared/domain/personal-marks';
import { Problem } from '../../problem';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';

const kindWords: Record<FoundMark['kind'], string> = {
  name: '姓名',
  phone: '电话',
  'id-number': '证件号',
  plate: '车牌',
  address: '住址',
};

/**
 * Refuses words for everybody that hold what tells who somebody is.
 * @throws Problem PUBLICATION_MARKS with the fields that hold something, and what
 */
export async function refuseMarks(
  parts: QuestionParts,
  doc: QuestionDoc,
  { words, publishAs }: { words: string; publishAs: string },
): Promise<void> {
  const fields: Record<string, string> = {};
  for (const [field, text] of Object.entries({ words, publishAs })) {
    const kinds = new Set((await marksIn(parts, doc, text)).map(({ kind }) => kindWords[kind]));
    if (kinds.size > 0) fields[`body.${field}`] = `里面像有${[...kinds].join('、')}，公开以前改掉。`;
  }
  if (Object.keys(fields).length > 0) throw new Problem('PUBLICATION_MARKS', { fields });
}

/** Whether a text holds nothing that tells who somebody is. */
export async function saysNothingPersonal(
  parts: QuestionParts,
  doc: QuestionDoc,
  text: string,
): Promise<boolean> {
  return (await marksIn(parts, doc, text)).length === 0;
}

/** What tells who somebody is, the office's own phones and address aside: those are published anyway. */
async function marksIn(parts: QuestionParts, doc: QuestionDoc, text: string): Promise<FoundMark[]> {
  const asker = await parts.people.fullName(doc.personId);
  const venue = parts.venues.venue(doc.venueId);
  const item = doc.itemCode === null ? null : await parts.catalogue.caseItem(doc.itemCode);
  const phones = [venue?.phone, item?.enquiryPhone, item?.supervisionPhone].map((phone) =>
    digits(phone ?? ''),
  );
  return personalMarks(text, asker === null ? [] : [asker]).filter(({ from, to, kind }) => {
    const found = text.slice(from, to);
    if (kind === 'phone') return !phones.includes(digits(found));
    return kind !== 'address' || !venue?.address.text.includes(found.trim());
  });
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
