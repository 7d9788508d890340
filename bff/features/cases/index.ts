import type { casesContract } from '../../../shared/contract/cases';
import type { staffCasesContract } from '../../../shared/contract/staff-cases';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { MatterProvider } from '../matters';
import {
  applyFromSystem,
  type CaseStanding,
  type SystemOutcome,
  type SystemStep,
  standingOf,
} from './apply-from-system';
import { caseMatters } from './matters';
import { createModels } from './model';
import type { CaseNeeds } from './needs';
import type { CaseParts } from './parts';
import { caseData } from './person-data';
import { recomputeDeadlines } from './recompute-deadlines';
import { caseRoutes } from './routes';
import { staffCaseRoutes } from './staff-routes';
import { settleDue } from './sweep';

export type { CaseNeeds } from './needs';

/** What others may ask of cases. */
export interface Cases {
  routes: Routes<typeof casesContract>;
  staffRoutes: Routes<typeof staffCasesContract>;
  models: AnyModel[];
  matters: MatterProvider;
  dataHolder: ReturnType<typeof caseData>;
  /** The cases that have one of these numbers and were handed in, by number. */
  standingOf(numbers: readonly string[]): Promise<Map<string, CaseStanding>>;
  /** Lets an outside system take a step, once for ever by system and event id. */
  applyFromSystem(step: SystemStep): Promise<SystemOutcome>;
  /** After holidays were announced or changed. @returns how many cases changed */
  recomputeDeadlines(): Promise<number>;
}

const SWEEP_EVERY_MS = 5_000;

type Needed = Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'mongo' | 'work' | 'outboxes'> & CaseNeeds;

/** Cases: from handing in to the result, by the table in shared/domain/case.ts. */
export function createCases(deps: Needed): Cases {
  const { settings, clock, log, cipher, mongo, work, outboxes } = deps;
  const { catalogue, venues, people, mandates, staff, appointments } = deps;
  const { cases, numbers } = createModels(mongo);
  const parts: CaseParts = {
    settings,
    clock,
    log,
    cipher,
    catalogue,
    venues,
    people,
    mandates,
    staff,
    appointments,
    cases,
    numbers,
  };
  work.add({ name: 'cases-sweep', every: SWEEP_EVERY_MS, run: () => settleDue(parts) });
  outboxes.register(cases);
  return {
    routes: caseRoutes(parts),
    staffRoutes: staffCaseRoutes(parts),
    models: [cases, numbers],
    matters: caseMatters(parts),
    dataHolder: caseData(parts),
    standingOf: (asked) => standingOf(parts, asked),
    applyFromSystem: (step) => applyFromSystem(parts, step),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
