import { addWorkingDays } from '../../../shared/domain/calendar';
import { at, type CalendarDate } from '../../../shared/domain/time';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';

/** Until when a question asked on a day is answered: working days from the day after it (QUESTION_ANSWER_DAYS). */
export function deadlineOf(
  { settings, venues }: Pick<QuestionParts, 'settings' | 'venues'>,
  askedOn: CalendarDate,
): { dueBy: Date; provisional: boolean } {
  const { date, provisional } = addWorkingDays(venues.calendar, askedOn, settings.questions.answerDays);
  return { dueBy: at(date, '24:00'), provisional };
}

/**
 * Counts the deadlines of what is not answered anew, after holidays were announced or changed. May be repeated and cut off:
 * what is right is left alone.
 */
export async function recomputeDeadlines(parts: QuestionParts): Promise<void> {
  const open = parts.questions.find({ state: 'asked' }).lean<QuestionDoc>().cursor();
  for await (const doc of open) {
    const { dueBy, provisional } = deadlineOf(parts, doc.askedOn);
    if (dueBy.getTime() === doc.dueBy.getTime() && provisional === doc.provisional) continue;
    // The version stays: no word on anybody's screen is taken back by it.
    await parts.questions.updateOne(
      { _id: doc._id, state: 'asked', dueBy: doc.dueBy },
      { $set: { dueBy, provisional, ...(doc.overdueDue && { overdueDue: dueBy }) } },
    );
  }
}
