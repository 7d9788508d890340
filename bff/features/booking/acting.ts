import type { Caller, RequestContext } from '../../http/route';
import { Problem } from '../../problem';
import type { AppointmentDoc } from './model';
import type { Asking, BookingParts } from './parts';

/** Whose appointment it is, and as what the caller acts in it. */
export type Acting = Pick<Asking, 'personId' | 'agent'>;

/**
 * Whose appointment a new one will be: the caller's own, or of somebody they may act for.
 * @throws Problem IDENTITY_REQUIRED, NOT_FOUND when the mandate is not theirs, MANDATE_ENDED
 */
export async function actingFor(
  parts: BookingParts,
  { personId, accountId }: Caller,
  mandateId: string | undefined,
): Promise<Acting> {
  const acting = await parts.mandates.actFor({ personId }, mandateId);
  if (acting.mandateId === null) return { personId: acting.personId };
  const { mandateId: under, relation } = acting;
  return {
    personId: acting.personId,
    agent: { mandateId: under, relation: relation ?? '代办人', accountId },
  };
}

/**
 * As whom the caller may change an appointment. Somebody whose mandate has ended hears so; whoever never acted in it is
 * left to be answered like everyone else.
 * @throws Problem IDENTITY_REQUIRED, MANDATE_ENDED
 */
export async function actingIn(parts: BookingParts, id: string, caller: Caller): Promise<Acting> {
  const own = { personId: personOf(caller) };
  const doc = await parts.appointments.findOne({ _id: id }, { personId: 1, agent: 1 }).lean<AppointmentDoc>();
  if (!doc?.agent || doc.personId === caller.personId) return own;
  try {
    return await actingFor(parts, caller, doc.agent.mandateId);
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return own;
    throw error;
  }
}

/** The same for reading: who may not act any more does not read either, and finds nothing. */
export async function readingIn(parts: BookingParts, id: string, caller: Caller): Promise<Acting> {
  try {
    return await actingIn(parts, id, caller);
  } catch (error) {
    if (error instanceof Problem && error.code === 'MANDATE_ENDED') return { personId: personOf(caller) };
    throw error;
  }
}

export function personOf({ personId }: Pick<Caller, 'personId'>): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

export function asking(
  acting: Acting,
  { accountId }: Pick<Caller, 'accountId'>,
  { operationId, now }: Pick<RequestContext, 'operationId' | 'now'>,
): Asking {
  return { ...acting, accountId, operationId, now };
}

/** Whose they are that are not the viewer's own: masked name and relation, by person. */
export async function namesFor(
  parts: BookingParts,
  docs: readonly AppointmentDoc[],
  viewer: string,
): Promise<(doc: AppointmentDoc) => { name: string; relation: string } | null> {
  const others = docs.filter(({ personId }) => personId !== viewer).map(({ personId }) => personId);
  const names =
    others.length > 0 ? await parts.people.maskedNames([...new Set(others)]) : new Map<string, string>();
  return ({ personId, agent }) =>
    personId === viewer
      ? null
      : { name: names.get(personId) ?? '已注销', relation: agent?.relation ?? '代办人' };
}
