import { resultsContract } from '../../../shared/contract/results';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { AnyModel } from '../../stores/indexes';

/** Electronic results. */
export interface Results {
  routes: Routes<typeof resultsContract>;
  models: AnyModel[];
}

export function createResults(_deps: Deps): Results {
  const routes = Object.fromEntries(
    Object.keys(resultsContract).map((name) => [
      name,
      async () => {
        throw new Problem('NOT_FOUND');
      },
    ]),
  ) as unknown as Routes<typeof resultsContract>;
  return { routes, models: [] };
}
