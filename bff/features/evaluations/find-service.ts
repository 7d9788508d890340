import type { ServiceKind } from '../../../shared/contract/evaluations';
import { gatherKind, keepService, serviceKey } from './gather-services';
import type { ServiceDoc } from './model';
import type { EvaluationParts } from './parts';

const DAY_MS = 86_400_000;

/** How a service stands with a person: theirs and over, theirs and not over, or none of theirs. */
export type Standing = { service: ServiceDoc } | 'not-over' | null;

/**
 * A service of a person, also one that ended just now and was not gathered yet. @returns null when it is none of theirs,
 * whether or not there is such a one
 */
export async function serviceOfPerson(
  parts: EvaluationParts,
  kind: ServiceKind,
  id: string,
  personId: string,
): Promise<Standing> {
  const known = await parts.services.findById(serviceKey(kind, id)).lean<ServiceDoc>();
  if (known) return known.personId === personId ? { service: known } : null;
  const provider = parts.providers.find((one) => one.kind === kind);
  if (!provider) return null;
  if (!provider.find) {
    await gatherKind(parts, provider);
    const service = await parts.services.findById(serviceKey(kind, id)).lean<ServiceDoc>();
    return service && service.personId === personId ? { service } : null;
  }
  const now = await provider.find(id);
  if (now?.personId !== personId) return null;
  const { endedAt } = now;
  return endedAt ? { service: await keepService(parts, kind, { ...now, endedAt }) } : 'not-over';
}

/** The first moment at which it cannot be rated any more. */
export function ratedUntil({ settings }: Pick<EvaluationParts, 'settings'>, endedAt: Date): Date {
  return new Date(endedAt.getTime() + settings.evaluations.days * DAY_MS);
}

/** Whether it can be rated now, as far as its time goes. */
export function isRateable(
  parts: Pick<EvaluationParts, 'settings'>,
  { endedAt }: Pick<ServiceDoc, 'endedAt'>,
  now: Date,
): boolean {
  return now < ratedUntil(parts, endedAt);
}
