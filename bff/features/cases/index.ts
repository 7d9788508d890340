import type { casesContract, handInContract } from '../../../shared/contract/cases';
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
import { counterPhone } from './counter-phone';
import type { HandInNeeds } from './hand-in';
import { handInRoutes } from './hand-in-routes';
import { caseMatters } from './matters';
import { type CaseViewer, mayReadCase } from './may-read';
import { createModels } from './model';
import type { CaseNeeds } from './needs';
import type { CaseParts } from './parts';
import { caseData } from './person-data';
import { recomputeDeadlines } from './recompute-deadlines';
import { caseRoutes } from './routes';
import { staffCaseRoutes } from './staff-routes';
import { settleDue } from './sweep';

export type { CaseStanding, SystemOutcome } from './apply-from-system';
export type { HandInNeeds } from './hand-in';
export type { CaseViewer } from './may-read';
export type { CaseNeeds } from './needs';

/** What others may ask of cases. */
export interface Cases {
  routes: Routes<typeof casesContract>;
  staffRoutes: Routes<typeof staffCasesContract>;
  /** Handing in from the phone, once the files are there: they ask cases who may see them. */
  handInRoutes(needs: HandInNeeds & Pick<Deps, 'limiters'>): Routes<typeof handInContract>;
  /** The phone that was given at the counter with a case, for sending; null when there is none (any more). */
  counterPhone(caseId: string): Promise<string | null>;
  /** A mandate has ended: who acted under it is told nothing more. Repeatable. */
  endMandate(mandateId: string): Promise<void>;
  /** Whether somebody may see the papers of a case now. */
  mayRead(caseId: string, viewer: CaseViewer): Promise<boolean>;
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
const HOUR_SECONDS = 3_600;

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
    handInRoutes: ({ uploads, people: { phoneOf }, limiters }) => {
      const { perNumber, perAddress } = settings.caseLookups;
      const lookups = {
        number: limiters.limiter('case-lookup-number', perNumber, HOUR_SECONDS),
        address: limiters.limiter('case-lookup-address', perAddress, HOUR_SECONDS),
      };
      return handInRoutes({ ...parts, files: uploads, phoneOf, lookups });
    },
    counterPhone: (caseId) => counterPhone(parts, caseId),
    endMandate: async (mandateId) => {
      await cases.updateMany({ mandateId }, { $set: { accountId: null } });
    },
    mayRead: (caseId, viewer) => mayReadCase(parts, caseId, viewer),
    models: [cases, numbers],
    matters: caseMatters(parts),
    dataHolder: caseData(parts),
    standingOf: (asked) => standingOf(parts, asked),
    applyFromSystem: (step) => applyFromSystem(parts, step),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
