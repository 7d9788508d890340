import type { integrationContract, integrationStaffContract } from '../../../shared/contract/integration';
import type { Routes } from '../../http/route';
import type { IntegrationParts } from './parts';
import { reconcile } from './reconcile';
import { countOutcomes, takeEvents } from './take-events';
import { unmatchedEvents } from './unmatched';

/** What systems and the staff who look after them may ask. */
export function integrationRoutes(
  parts: IntegrationParts,
): Routes<typeof integrationContract & typeof integrationStaffContract> {
  return {
    'POST /integration/cases': async ({ caller, body, context }) => {
      const results = await takeEvents(parts, caller, body.events, context.now);
      return { results, ...countOutcomes(results) };
    },
    'POST /integration/reconciliations': ({ caller, body, context }) =>
      reconcile(parts, caller, body, context.now),
    'GET /staff/integration/unmatched': ({ caller, query }) => unmatchedEvents(parts, caller, query.page),
  };
}
