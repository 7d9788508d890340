import {
  evaluationsContract,
  type ServiceKind,
  staffEvaluationsContract,
} from '../../../shared/contract/evaluations';
import type { EvaluationRates } from '../../../shared/contract/published';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { unbuilt } from '../unbuilt';
import type { ServiceProvider } from './provider';

export type { EndedService, ServiceProvider } from './provider';

/** How a service stands with whoever could rate it. */
export interface RatingOf {
  evaluationId: string | null;
  canEvaluate: boolean;
}

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
}

/** 好差评: ratings of services that are over, and what bad ones bring about. */
export function createEvaluations(_deps: Deps & { providers: readonly ServiceProvider[] }): Evaluations {
  return {
    routes: unbuilt(evaluationsContract),
    staffRoutes: unbuilt(staffEvaluationsContract),
    models: [],
    dataHolder: {
      name: 'evaluations',
      exportFor: async () => [],
      erase: async () => ({ erased: [], kept: [] }),
    },
    ratingOf: async () => ({ evaluationId: null, canEvaluate: false }),
    rates: async () => ({
      services: 0,
      rated: 0,
      unrated: 0,
      good: 0,
      bad: 0,
      goodShare: null,
      ratedShare: null,
      unratedShare: null,
      badAnswered: 0,
      badRectified: 0,
      badSatisfiedAfter: 0,
    }),
  };
}
