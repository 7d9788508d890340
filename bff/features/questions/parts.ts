import type { Deps } from '../../deps';
import type { QuestionModel } from './model';
import type { QuestionNeeds } from './needs';
import type { PublishedAnswers } from './published-answers';

/** What the commands work with. Made once in index.ts. */
export interface QuestionParts extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher'>, QuestionNeeds {
  questions: QuestionModel;
  answers: PublishedAnswers;
}

/** How many tries against others who change the same thing. */
export const MOST_TURNS = 10;

export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11_000;
}
