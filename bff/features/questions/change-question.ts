import { type OwedNotice, owing } from '../../work/outbox';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';

export interface QuestionChange {
  set: Partial<QuestionDoc>;
  unset?: readonly ('publishedAt' | 'overdueDue')[];
  notices?: readonly OwedNotice[];
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
}

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;

/**
 * The way a question changes: one update whose filter names the state and version it leaves.
 * @returns null when it is no longer as given: someone else was first
 */
export async function changeQuestion(
  parts: Pick<QuestionParts, 'questions'>,
  before: QuestionDoc,
  { set, unset = [], notices = [], operationId }: QuestionChange,
): Promise<QuestionDoc | null> {
  const { $push, $min } = owing(notices);
  return parts.questions
    .findOneAndUpdate(
      { _id: before._id, state: before.state, version: before.version },
      {
        $set: { ...set, version: before.version + 1 },
        ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, ''])) }),
        ...($min && { $min }),
        ...((operationId || $push) && {
          $push: {
            ...$push,
            ...(operationId && { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } }),
          },
        }),
      },
      { returnDocument: 'after' },
    )
    .lean<QuestionDoc>();
}
