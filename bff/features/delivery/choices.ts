import type { DeliveryHow } from '../../../shared/contract/delivery';
import type { DeliveryChoiceDoc } from './model';
import type { ChoiceSubject } from './needs';
import type { DeliveryParts } from './parts';

/** Where the choice of a case or an appointment stands. */
export function choiceIdOf(subject: ChoiceSubject): string {
  return subject.kind === 'case' ? `case ${subject.found.caseId}` : `appointment ${subject.found.id}`;
}

/** What was chosen for a case, or for the appointment it came of; null when nothing was. */
export async function choiceOfCase(
  { choices }: Pick<DeliveryParts, 'choices'>,
  caseId: string,
  appointmentId: string | null,
): Promise<DeliveryChoiceDoc | null> {
  const own = await choices.findById(`case ${caseId}`).lean<DeliveryChoiceDoc>();
  if (own || appointmentId === null) return own;
  return choices.findById(`appointment ${appointmentId}`).lean<DeliveryChoiceDoc>();
}

export function choiceOf(parts: DeliveryParts, subject: ChoiceSubject): Promise<DeliveryChoiceDoc | null> {
  return subject.kind === 'case'
    ? choiceOfCase(parts, subject.found.caseId, subject.found.appointmentId)
    : parts.choices.findById(choiceIdOf(subject)).lean<DeliveryChoiceDoc>();
}

/** How the citizen wants to have the result of a case; null when they said nothing. */
export async function chosenHow(
  parts: Pick<DeliveryParts, 'choices'>,
  caseId: string,
  appointmentId: string | null,
): Promise<DeliveryHow | null> {
  return (await choiceOfCase(parts, caseId, appointmentId))?.how ?? null;
}

/** The parcel was cancelled: what its citizen wants is clear, and the address not needed any more. */
export async function keepHow(
  parts: Pick<DeliveryParts, 'choices'>,
  caseId: string,
  how: DeliveryHow,
  now: Date,
): Promise<void> {
  await parts.choices.updateOne(
    { _id: `case ${caseId}` },
    { $set: { how, addressId: null, address: null, consent: null, chosenAt: now }, $inc: { version: 1 } },
  );
}

const MOST_TURNS = 10;

/** Keeps what was chosen last; of two at once both are chosen, one after the other. */
export async function keepChoice(
  { choices }: DeliveryParts,
  id: string,
  chosen: Omit<DeliveryChoiceDoc, '_id' | 'version'>,
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const before = await choices.findById(id, { version: 1 }).lean<Pick<DeliveryChoiceDoc, 'version'>>();
    if (before) {
      const { matchedCount } = await choices.updateOne(
        { _id: id, version: before.version },
        { $set: { ...chosen, version: before.version + 1 } },
      );
      if (matchedCount === 1) return;
      continue;
    }
    try {
      await choices.create({ ...chosen, _id: id, version: 1 });
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
  throw new Error('A choice changes all the time');
}
