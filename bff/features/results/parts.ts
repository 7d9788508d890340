import type { Deps } from '../../deps';
import type { Uploads } from '../uploads';
import type { ResultModel } from './model';

/** A case whose electronic result is to be issued: what stands on the paper. */
export interface IssuableCase {
  caseId: string;
  personId: string;
  number: string;
  itemName: string;
  department: string;
  venueId: string;
  /** In the clear. */
  holder: string;
  outcome: string;
  decidedAt: Date;
}

/** What results ask of other features. */
export interface ResultNeeds {
  cases: {
    /** Cases that are ready and whose citizen gets the result on the phone, the oldest first. */
    electronicToIssue(most: number): Promise<IssuableCase[]>;
    /** The result lies on the phone: the case is completed. Repeatable. */
    issuedElectronically(caseId: string): Promise<void>;
    /** Whether that person may see the case now. */
    mayRead(caseId: string, viewer: { personId: string }): Promise<boolean>;
  };
  uploads: Pick<Uploads, 'deposit' | 'linkFor'>;
  venues: { venue(id: string): { name: string; sample: boolean } | null };
}

export interface ResultParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'reached'>,
    ResultNeeds {
  results: ResultModel;
}
