import type { StaffRole } from '../../../shared/domain/staff';
import type { Catalogue } from '../catalogue';
import type { RatingOf } from '../evaluations';
import type { Safety } from '../safety';
import type { People } from '../session';
import type { Venues } from '../venues';

/** What questions ask of the other features, and no more. */
export interface QuestionNeeds {
  safety: Safety;
  venues: Pick<Venues, 'venue' | 'all' | 'calendar'>;
  catalogue: Pick<Catalogue, 'findItem' | 'caseItem' | 'joinAnswers' | 'onChange'>;
  people: Pick<People, 'maskedName' | 'maskedNames' | 'fullName'>;
  staff: {
    staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
  };
  /** Joined late: evaluations know what can be rated of the questions. */
  evaluations: {
    ratingOf(kind: 'question', id: string, personId: string | null, now: Date): Promise<RatingOf>;
  };
}
