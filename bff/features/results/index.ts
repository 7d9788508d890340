import type { resultsContract } from '../../../shared/contract/results';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { issueResults } from './issue-result';
import { resultModel } from './model';
import type { ResultNeeds } from './parts';
import { resultData } from './person-data';
import { resultRoutes } from './routes';

export interface Results {
  routes: Routes<typeof resultsContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
}

const EVERY_MS = 3_000;

/** Electronic results: a PDF with a code that anyone can check. */
export function createResults(deps: Deps & ResultNeeds): Results {
  const { settings, clock, log, cipher, reached, mongo, work, cases, uploads, venues } = deps;
  const results = resultModel(mongo);
  const parts = { settings, clock, log, cipher, reached, cases, uploads, venues, results };
  // Drawing is long beside the pause between two runs: one at a time in a process.
  let underWay: Promise<void> | null = null;
  const issue = () => {
    underWay ??= issueResults(parts).finally(() => {
      underWay = null;
    });
    return underWay;
  };
  work.add({ name: 'issue-results', every: EVERY_MS, run: issue });
  return { routes: resultRoutes(parts), models: [results], dataHolder: resultData(parts) };
}
