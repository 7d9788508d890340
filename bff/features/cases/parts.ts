import type { Deps } from '../../deps';
import type { CaseModel, CaseNumberModel } from './model';
import type { CaseNeeds } from './needs';

/** What the commands work with. Made once in index.ts. */
export interface CaseParts extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher'>, CaseNeeds {
  cases: CaseModel;
  numbers: CaseNumberModel;
}
