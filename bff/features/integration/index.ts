import type { integrationContract, integrationStaffContract } from '../../../shared/contract/integration';
import type { Deps } from '../../deps';
import type { AuthenticateSystem } from '../../http/access';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import { systemAuthenticator } from './authenticate-system';
import type { CasesForSystems } from './cases-door';
import { forgetOld } from './forget';
import { integrationModels } from './model';
import type { IntegrationParts } from './parts';
import { retryKept } from './retry-kept';
import { integrationRoutes } from './routes';

export type { CasesForSystems } from './cases-door';

/** What other parts may ask of it. */
export interface Integration {
  routes: Routes<typeof integrationContract & typeof integrationStaffContract>;
  models: AnyModel[];
  /** Finds out which system signed a call. */
  authenticateSystem: AuthenticateSystem;
}

const RETRY_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 3_600_000;

/** Progress of cases from the systems of departments, by signed calls. */
export function createIntegration(
  deps: Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'redis' | 'mongo' | 'work'> & {
    cases: CasesForSystems;
  },
): Integration {
  const models = integrationModels(deps.mongo);
  const parts: IntegrationParts = { ...deps, ...models };
  deps.work.add({
    name: 'integration-kept',
    every: RETRY_EVERY_MS,
    run: async () => {
      await retryKept(parts);
    },
  });
  deps.work.add({ name: 'forget-old-calls', every: FORGET_EVERY_MS, run: () => forgetOld(parts) });
  return {
    routes: integrationRoutes(parts),
    models: Object.values(models),
    authenticateSystem: systemAuthenticator(parts),
  };
}
