import { Problem } from '../../problem';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';

/** Telephone and ID numbers. */
const numbers = /(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?![\dXx])/;

/**
 * Refuses words for everybody that hold what tells who somebody is.
 * @throws Problem PUBLICATION_MARKS with the fields that hold something
 */
export async function refuseMarks(
  parts: QuestionParts,
  doc: QuestionDoc,
  { words, publishAs }: { words: string; publishAs: string },
): Promise<void> {
  const fields: Record<string, string> = {};
  if (!(await saysNothingPersonal(parts, doc, publishAs)))
    fields['body.publishAs'] = '公开的问题里有个人信息。';
  if (!(await saysNothingPersonal(parts, doc, words))) fields['body.words'] = '公开的答复里有个人信息。';
  if (Object.keys(fields).length > 0) throw new Problem('PUBLICATION_MARKS', { fields });
}

/** Whether a text holds nothing that tells who somebody is. */
export async function saysNothingPersonal(
  _parts: QuestionParts,
  _doc: QuestionDoc,
  text: string,
): Promise<boolean> {
  return !numbers.test(text);
}
