import type { ServiceKind } from '../../../shared/contract/evaluations';
import { isDuplicate, type ServiceDoc, servedOf } from './model';
import type { EvaluationParts } from './parts';
import type { EndedService, ServiceProvider } from './provider';

const BATCH = 200;
const MINUTE_MS = 60_000;

/** The same service however often it is told of. */
export function serviceKey(kind: ServiceKind, id: string): string {
  return `${kind}:${id}`;
}

/** Gathers what ended of every kind. A kind that cannot be asked is logged and holds up no other. */
export async function gatherServices(parts: EvaluationParts): Promise<void> {
  for (const provider of parts.providers) {
    try {
      await gatherKind(parts, provider);
    } catch (error) {
      parts.log.error({ err: error, kind: provider.kind }, 'services that ended cannot be gathered');
    }
  }
}

/**
 * Asks a provider for what ended since the last time and some minutes before it, and counts each service once. Repeatable, in
 * any number of processes: services are known by kind and id, and the place reached only moves forward, after they stand.
 */
export async function gatherKind(parts: EvaluationParts, provider: ServiceProvider): Promise<void> {
  const reached = await parts.gathered.findById(provider.kind).lean<{ at: Date }>();
  const overlap = parts.settings.evaluations.overlapMinutes * MINUTE_MS;
  let after = { at: new Date(Math.max(0, (reached?.at.getTime() ?? 0) - overlap)), id: '' };
  for (;;) {
    const found = await provider.endedSince(after, BATCH);
    const last = found.at(-1);
    if (!last) return;
    await keepServices(parts, provider.kind, found);
    await parts.reached('evaluation:gathered');
    const place = { at: last.knownAt ?? last.endedAt, id: last.id };
    await moveTo(parts, provider.kind, place);
    const moved = place.at > after.at || (place.at.getTime() === after.at.getTime() && place.id !== after.id);
    if (found.length < BATCH || !moved) return;
    after = place;
  }
}

/** The services that are not counted yet. */
async function keepServices(
  parts: EvaluationParts,
  kind: ServiceKind,
  found: readonly EndedService[],
): Promise<void> {
  const keys = found.map(({ id }) => serviceKey(kind, id));
  const known = await parts.services.find({ _id: { $in: keys } }, { _id: 1 }).lean<{ _id: string }[]>();
  const counted = new Set(known.map(({ _id }) => _id));
  const fresh = found.map((service) => docOf(kind, service)).filter(({ _id }) => !counted.has(_id));
  if (fresh.length === 0) return;
  try {
    await parts.services.insertMany(fresh, { ordered: false, lean: true });
  } catch (error) {
    // Another process was first with some of them.
    const failures = (error as { writeErrors?: { code?: number }[] }).writeErrors;
    if (!failures?.length || failures.some(({ code }) => code !== 11000)) throw error;
  }
}

/** Counts a service, once. @returns it as it was counted first */
export async function keepService(
  parts: EvaluationParts,
  kind: ServiceKind,
  service: EndedService,
): Promise<ServiceDoc> {
  const doc = docOf(kind, service);
  try {
    await parts.services.create(doc);
    return doc;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return (await parts.services.findById(doc._id).lean<ServiceDoc>()) ?? doc;
  }
}

function docOf(kind: ServiceKind, service: EndedService): ServiceDoc {
  const { id, personId } = service;
  return { _id: serviceKey(kind, id), serviceId: id, personId, ...servedOf({ kind, ...service }) };
}

async function moveTo(
  parts: EvaluationParts,
  kind: ServiceKind,
  to: { at: Date; id: string },
): Promise<void> {
  try {
    await parts.gathered.updateOne(
      { _id: kind, at: { $lt: to.at } },
      { $set: { at: to.at, id: to.id } },
      { upsert: true },
    );
  } catch (error) {
    // Another process is there or farther already.
    if (!isDuplicate(error)) throw error;
  }
}
