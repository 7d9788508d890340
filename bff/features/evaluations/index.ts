import type {
  evaluationsContract,
  ServiceKind,
  staffEvaluationsContract,
} from '../../../shared/contract/evaluations';
import type { EvaluationRates } from '../../../shared/contract/published';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { escalateOverdue, recomputeRectifications } from './escalate-overdue';
import { followUpDue } from './follow-up';
import { gatherServices } from './gather-services';
import { hearVerdict } from './hear-verdict';
import { createModels } from './model';
import type { EvaluationNeeds } from './needs';
import type { EvaluationParts } from './parts';
import { evaluationData } from './person-data';
import type { ServiceProvider } from './provider';
import { ratesOf } from './rates';
import { type RatingOf, ratingOf } from './rating-of';
import { evaluationRoutes } from './routes';
import { staffEvaluationRoutes } from './staff-routes';

export type { EndedService, ServiceNow, ServiceProvider } from './provider';
export type { RatingOf } from './rating-of';

/** Which services are counted; all that is said must fit. */
export interface RatesAsked {
  from: Date;
  /** Not included. */
  to: Date;
  venueId?: string;
  windowId?: string;
}

/** What others may ask of evaluations. */
export interface Evaluations {
  routes: Routes<typeof evaluationsContract>;
  staffRoutes: Routes<typeof staffEvaluationsContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** Whether a service was rated or can be by that person now. */
  ratingOf(kind: ServiceKind, id: string, personId: string | null, now: Date): Promise<RatingOf>;
  /** Counts of services that ended in a time, and of their ratings. */
  rates(asked: RatesAsked): Promise<EvaluationRates>;
  /** After holidays were announced or changed. */
  recomputeDeadlines(): Promise<void>;
}

const GATHER_EVERY_MS = 5_000;
const FOLLOW_EVERY_MS = 3_000;
const ESCALATE_EVERY_MS = 15_000;

/** 好差评: ratings of services that are over, and what bad ones bring about. */
export function createEvaluations(
  deps: Deps & EvaluationNeeds & { providers: readonly ServiceProvider[] },
): Evaluations {
  const { settings, clock, log, cipher, reached, mongo, work, outboxes } = deps;
  const { safety, venues, staff, people, record, providers } = deps;
  const models = createModels(mongo);
  const parts: EvaluationParts = {
    settings,
    clock,
    log,
    cipher,
    reached,
    safety,
    venues,
    staff,
    people,
    record,
    providers,
    ...models,
  };
  outboxes.register(models.rectifications);
  safety.onVerdict('evaluation', (id, verdict) => hearVerdict(parts, id, verdict));
  work.add({ name: 'gather-services', every: GATHER_EVERY_MS, run: () => gatherServices(parts) });
  work.add({ name: 'follow-up-ratings', every: FOLLOW_EVERY_MS, run: () => followUpDue(parts) });
  work.add({ name: 'rectifications-overdue', every: ESCALATE_EVERY_MS, run: () => escalateOverdue(parts) });
  return {
    routes: evaluationRoutes(parts),
    staffRoutes: staffEvaluationRoutes(parts),
    models: Object.values(models) as AnyModel[],
    dataHolder: evaluationData(parts),
    ratingOf: (kind, id, personId, now) => ratingOf(parts, { kind, id, personId, now }),
    rates: ({ from, to, venueId, windowId }) =>
      ratesOf(parts, {
        endedAt: { $gte: from, $lt: to },
        ...(venueId !== undefined && { venueId }),
        ...(windowId !== undefined && { windowId }),
      }),
    recomputeDeadlines: () => recomputeRectifications(parts),
  };
}
