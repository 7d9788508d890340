import type { casesContract, handInContract } from '../../../shared/contract/cases';
import type { staffCasesContract } from '../../../shared/contract/staff-cases';
import type { Deps } from '../../deps';
import type { Caller, Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import {
  applyFromSystem,
  type CaseStanding,
  type SystemOutcome,
  type SystemStep,
  standingOf,
} from './apply-from-system';
import { type CaseComplainedOf, caseComplainedOf } from './complained-of';
import { counterPhone } from './counter-phone';
import { type ElectronicCase, electronicToIssue, issuedElectronically } from './electronic';
import { feeSettled } from './fee-settled';
import {
  type CaseForDelivery,
  caseForDelivery,
  casesToSend,
  changeResultHow,
  hearOfParcel,
  type ParcelWord,
  theirCase,
} from './for-delivery';
import { type HandInNeeds, refuseEndedAgent } from './hand-in';
import { handInRoutes } from './hand-in-routes';
import { caseMatters } from './matters';
import { type CaseViewer, mayReadCase } from './may-read';
import { type CaseEventBy, createModels } from './model';
import type { CaseNeeds } from './needs';
import type { CaseParts } from './parts';
import { caseData } from './person-data';
import { recomputeDeadlines } from './recompute-deadlines';
import { caseRoutes } from './routes';
import { caseServices } from './services';
import { staffCaseRoutes } from './staff-routes';
import { settleDue } from './sweep';
import { tellPaymentsDue } from './tell-payments';

export type { CaseStanding, SystemOutcome } from './apply-from-system';
export type { CaseComplainedOf } from './complained-of';
export type { CaseForDelivery, ParcelWord } from './for-delivery';
export type { HandInNeeds } from './hand-in';
export type { CaseViewer } from './may-read';
export type { CaseNeeds, ParcelOfCase } from './needs';

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
  /** Cases whose result is to be issued on the phone, the oldest first. */
  electronicToIssue(most: number): Promise<ElectronicCase[]>;
  /** The result was issued on the phone: completes the case. Repeatable. */
  issuedElectronically(caseId: string): Promise<void>;
  /** Cases whose result is ready to be packed and that know of no parcel yet, the oldest first. */
  casesToSend(most: number): Promise<CaseForDelivery[]>;
  caseForDelivery(caseId: string): Promise<CaseForDelivery | null>;
  /** A case of the caller's own, or one they act in, and as whom. @throws Problem NOT_FOUND */
  theirCase(caseId: string, asked: { caller: Caller; now: Date }): ReturnType<typeof theirCase>;
  /** The same, with who worked on it, for a complaint. @throws Problem NOT_FOUND */
  complainedOf(caseId: string, asked: { caller: Caller; now: Date }): Promise<CaseComplainedOf>;
  /** Whoever acted under a mandate that has ended hears so. @throws Problem MANDATE_ENDED */
  refuseEndedAgent(caseId: string, caller: Caller): Promise<void>;
  /** A parcel tells its case. Repeatable. @returns false when the result is by now to be had otherwise */
  hearOfParcel(caseId: string, parcelId: string, word: ParcelWord): Promise<boolean>;
  /** The result comes otherwise than was said. @returns false when it cannot any more */
  changeResultHow(caseId: string, how: 'window' | 'courier', by: CaseEventBy): Promise<boolean>;
  /** Whether its fee is owed and was neither paid nor settled otherwise: then nothing leaves the hall. */
  feeOwed(caseId: string): Promise<boolean>;
  models: AnyModel[];
  matters: MatterProvider;
  /** Cases that ended with an answer, for rating. */
  services: ServiceProvider;
  dataHolder: ReturnType<typeof caseData>;
  /** The cases that have one of these numbers and were handed in, by number. */
  standingOf(numbers: readonly string[]): Promise<Map<string, CaseStanding>>;
  /** Lets an outside system take a step, once for ever by system and event id. */
  applyFromSystem(step: SystemStep): Promise<SystemOutcome>;
  /** After holidays were announced or changed. @returns how many cases changed */
  recomputeDeadlines(): Promise<number>;
}

const SWEEP_EVERY_MS = 5_000;
const FEES_EVERY_MS = 5_000;
const HOUR_SECONDS = 3_600;

type Needed = Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'mongo' | 'work' | 'outboxes'> & CaseNeeds;

/** Cases: from handing in to the result, by the table in shared/domain/case.ts. */
export function createCases(deps: Needed): Cases {
  const { settings, clock, log, cipher, mongo, work, outboxes } = deps;
  const { catalogue, venues, people, mandates, staff, appointments, payments, deliveries } = deps;
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
    payments,
    deliveries,
    cases,
    numbers,
  };
  work.add({ name: 'cases-sweep', every: SWEEP_EVERY_MS, run: () => settleDue(parts) });
  work.add({ name: 'cases-fees', every: FEES_EVERY_MS, run: () => tellPaymentsDue(parts) });
  payments.onSettled('case-fee', (caseId) => feeSettled(parts, caseId));
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
    electronicToIssue: (most) => electronicToIssue(parts, most),
    issuedElectronically: (caseId) => issuedElectronically(parts, caseId),
    casesToSend: (most) => casesToSend(parts, most),
    caseForDelivery: (caseId) => caseForDelivery(parts, caseId),
    theirCase: (caseId, asked) => theirCase(parts, caseId, asked),
    complainedOf: (caseId, asked) => caseComplainedOf(parts, caseId, asked),
    refuseEndedAgent: (caseId, caller) => refuseEndedAgent(parts, caseId, caller),
    hearOfParcel: (caseId, parcelId, word) => hearOfParcel(parts, caseId, parcelId, word),
    changeResultHow: (caseId, how, by) => changeResultHow(parts, caseId, how, by),
    feeOwed: async (caseId) => (await cases.exists({ _id: caseId, 'fee.state': 'owed' })) !== null,
    models: [cases, numbers],
    matters: caseMatters(parts),
    services: caseServices(parts),
    dataHolder: caseData(parts),
    standingOf: (asked) => standingOf(parts, asked),
    applyFromSystem: (step) => applyFromSystem(parts, step),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
