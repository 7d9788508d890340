import type { EvaluationRates } from '../../../shared/contract/published';
import type { RatesAsked, RatingOf } from '../evaluations';
import type { Safety } from '../safety';

/** What complaints ask of the other features, and no more. */
export interface ComplaintNeeds {
  safety: Safety;
  /** Joined late: evaluations know what can be rated of the complaints. */
  evaluations: {
    ratingOf(kind: 'complaint', id: string, personId: string | null, now: Date): Promise<RatingOf>;
    rates(asked: RatesAsked): Promise<EvaluationRates>;
  };
  /** Joined late: figures of the questions stand beside those of the complaints. */
  questions: {
    figures(from: Date, to: Date): Promise<{ asked: number; answered: number; answeredInTime: number }>;
  };
}
