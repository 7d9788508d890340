import type { RatingOf } from '../evaluations';
import type { Safety } from '../safety';

/** What questions ask of the other features, and no more. */
export interface QuestionNeeds {
  safety: Safety;
  /** Joined late: evaluations know what can be rated of the questions. */
  evaluations: {
    ratingOf(kind: 'question', id: string, personId: string | null, now: Date): Promise<RatingOf>;
  };
}
