import type { mandatesContract } from '../../../shared/contract/mandates';
import type { Deps } from '../../deps';
import type { Caller, Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { type ActingFor, actFor, principalsOf } from './act-for';
import { mandateModel } from './model';
import type { MandateNeeds, MandateParts } from './parts';
import { mandateData } from './person-data';
import { mandateRoutes } from './routes';
import { endDue } from './sweep';

export interface Mandates {
  routes: Routes<typeof mandatesContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** For whom one acts: oneself without a mandate. @throws Problem NOT_FOUND when it is not theirs, MANDATE_ENDED */
  actFor(caller: Pick<Caller, 'personId'>, mandateId: string | undefined): Promise<ActingFor>;
  /** Those one may act for now. */
  principalsOf(personId: string): Promise<{ mandateId: string; personId: string; relation: string }[]>;
  /** Whoever tells agents something must hear when to stop; perhaps more than once. */
  onEnd(listener: (mandateId: string) => Promise<void>): void;
}

const DAY_SECONDS = 86_400;
const SWEEP_EVERY_MS = 30_000;

/** Acting for another (代办): agreed by a code from account to account, or as the guardian of a child. */
export function createMandates(
  deps: Pick<Deps, 'settings' | 'clock' | 'cipher' | 'mongo' | 'limiters' | 'work' | 'outboxes'> &
    MandateNeeds,
): Mandates {
  const { settings, clock, cipher, mongo, limiters, work, outboxes, people } = deps;
  const mandates = mandateModel(mongo);
  const { triesPerDay, triesPerAddressPerDay } = settings.mandates;
  const parts: MandateParts = {
    settings,
    clock,
    cipher,
    people,
    mandates,
    onEnd: [],
    tries: {
      account: limiters.limiter('mandate-account', triesPerDay, DAY_SECONDS),
      address: limiters.limiter('mandate-address', triesPerAddressPerDay, DAY_SECONDS),
    },
  };
  work.add({ name: 'end mandates', every: SWEEP_EVERY_MS, run: () => endDue(parts) });
  outboxes.register(mandates);
  return {
    routes: mandateRoutes(parts),
    models: [mandates],
    dataHolder: mandateData(parts),
    actFor: (caller, mandateId) => actFor(parts, caller, mandateId),
    principalsOf: (personId) => principalsOf(parts, personId),
    onEnd: (listener) => {
      parts.onEnd.push(listener);
    },
  };
}
