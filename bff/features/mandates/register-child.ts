import { normalizeIdNumber } from '../../../shared/domain/identity';
import { dateOf, at as instant } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import type { MandateDoc } from './model';
import type { Asking, MandateParts } from './parts';
import { requireCurrent } from './require-current';

/**
 * A guardian acts for a child without an account (民法典 第23条, 第27条): the authority confirms name and ID number, the
 * guardian declares that they are one, and the window looks at the papers when it comes to it.
 * @throws Problem MANDATE_TERMS_CHANGED, CHILD_TOO_OLD, MANDATE_EXISTS, VALIDATION_FAILED, IDENTITY_NOT_VERIFIED,
 * IDENTITY_TRIES_EXHAUSTED, IDENTITY_UNAVAILABLE
 */
export async function registerChild(
  parts: MandateParts,
  command: Asking & { name: string; idNumber: string; version: string },
): Promise<MandateDoc> {
  const { personId, operationId, now, version } = command;
  const repeated = await parts.mandates.findById(operationId).lean<MandateDoc>();
  if (repeated) return repeated;
  requireCurrent(version);
  const { accountId, address, name, idNumber } = command;
  const grownUp = birthdayOf(normalizeIdNumber(idNumber), parts.settings.mandates.childUnder);
  if (grownUp !== null && grownUp <= dateOf(now)) throw new Problem('CHILD_TOO_OLD');
  const childId = await parts.people.personByAuthority({ accountId, address, name, idNumber, now });
  const endsOn = grownUp ?? dateOf(now);
  const mandate: MandateDoc = {
    _id: operationId,
    principalId: childId,
    agentId: personId,
    relation: 'guardian',
    state: 'active',
    codeUntil: null,
    active: true,
    principalConsent: null,
    agentConsent: { version, at: now },
    createdAt: now,
    acceptedAt: now,
    endedAt: null,
    endedBy: null,
    endsOn,
    dueAt: instant(endsOn, '00:00'),
    version: 0,
    operations: [operationId],
  };
  try {
    await parts.mandates.create(mandate);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    const twin = await parts.mandates.findById(operationId).lean<MandateDoc>();
    if (twin) return twin;
    throw new Problem('MANDATE_EXISTS');
  }
  return mandate;
}

/**
 * The day on which somebody becomes that old; the 29th of February is the 1st of March in other years.
 * @returns null when it is no ID number
 */
export function birthdayOf(idNumber: string, years: number): string | null {
  const [, year, month, day] = /^\d{6}(\d{4})(\d\d)(\d\d)[\dX]{4}$/.exec(idNumber) ?? [];
  if (!year) return null;
  const date = new Date(Date.UTC(Number(year) + years, Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10);
}
