import type { NoticeFacts } from '../../../shared/domain/notices';
import type { OwedNotice } from '../../work/outbox';
import { ERASED, type QuestionDoc, SAMPLE_PERSON } from './model';
import type { QuestionParts } from './parts';
import { phoneOf } from './present-question';

/** What the asker is told. @param doc as it is after the change */
export async function noticesTo(
  parts: QuestionParts,
  doc: QuestionDoc,
  kind: 'question-answered' | 'question-closed',
  at: Date,
  facts: NoticeFacts = {},
): Promise<OwedNotice[]> {
  const { _id, personId, venueId, department, itemName } = doc;
  if (personId === SAMPLE_PERSON || personId.startsWith(ERASED)) return [];
  return [
    {
      key: `question:${_id}:${doc.version}:${kind}`,
      kind,
      to: { personId },
      subject: { kind: 'question', id: _id },
      place: { venueId, ...(department !== null && { department }) },
      facts: {
        ...(itemName !== null && { itemName }),
        phone: await phoneOf(parts, doc),
        ...facts,
      },
      at,
    },
  ];
}
