import type { Deps } from '../../deps';
import type { CasesForSystems } from './cases-door';
import type { integrationModels } from './model';

/** What the commands work with. Made once in index.ts. */
export interface IntegrationParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'redis'>,
    ReturnType<typeof integrationModels> {
  cases: CasesForSystems;
}
