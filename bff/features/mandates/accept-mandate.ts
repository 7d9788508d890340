import { Problem } from '../../problem';
import { type OwedNotice, owing } from '../../work/outbox';
import type { MandateDoc } from './model';
import { indexOf } from './offer-mandate';
import type { Asking, MandateParts } from './parts';
import { requireCurrent } from './require-current';
import { relationWords } from './terms';

/**
 * Somebody enters the code that the citizen gave them, and from then on acts for them. A code that is wrong, used or over
 * is answered the same, and counted.
 * @throws Problem MANDATE_TERMS_CHANGED, MANDATE_CODE_WRONG, MANDATE_TRIES_EXHAUSTED, MANDATE_OWN_CODE, MANDATE_EXISTS
 */
export async function acceptMandate(
  parts: MandateParts,
  command: Asking & { code: string; version: string },
): Promise<MandateDoc> {
  const { personId, operationId, now, version } = command;
  const repeated = await parts.mandates
    .findOne({ agentId: personId, operations: operationId })
    .lean<MandateDoc>();
  if (repeated) return repeated;
  requireCurrent(version);
  const offer = await offerBehind(parts, command);
  if (offer.principalId === personId) throw new Problem('MANDATE_OWN_CODE');
  let accepted: MandateDoc | null;
  try {
    accepted = await parts.mandates
      .findOneAndUpdate(
        { _id: offer._id, state: 'offered', version: offer.version },
        {
          $set: {
            state: 'active',
            active: true,
            agentId: personId,
            agentConsent: { version, at: now },
            acceptedAt: now,
            codeUntil: null,
          },
          $unset: { codeIndex: 1, dueAt: 1 },
          $inc: { version: 1 },
          ...owing([begunNotice(offer, now)]),
          $push: { ...owing([begunNotice(offer, now)]).$push, operations: operationId },
        },
        { returnDocument: 'after' },
      )
      .lean<MandateDoc>();
  } catch (error) {
    if ((error as { code?: unknown }).code === 11000) throw new Problem('MANDATE_EXISTS');
    throw error;
  }
  // Somebody else entered it at the same moment.
  if (!accepted) throw new Problem('MANDATE_CODE_WRONG');
  return accepted;
}

/** Whoever gave the code hears that it was entered: it may have been by somebody else than they meant. */
function begunNotice(offer: MandateDoc, at: Date): OwedNotice {
  return {
    key: `mandate:${offer._id}:begun:principal`,
    kind: 'mandate-begun',
    to: { personId: offer.principalId },
    subject: { kind: 'mandate', id: offer._id },
    facts: { reason: `对方以“${relationWords[offer.relation]}”的身份填写了您的代办码` },
    at,
  };
}

/** A try is taken before looking, so that many at once cannot slip past, and given back unless it was wrong. */
async function offerBehind(
  parts: MandateParts,
  { accountId, address, code, now }: Asking & { code: string },
): Promise<MandateDoc> {
  const counted = [
    { limiter: parts.tries.account, key: accountId },
    { limiter: parts.tries.address, key: address },
  ];
  for (const { limiter, key } of counted) {
    const wait = await limiter.take(key);
    if (wait !== null) throw new Problem('MANDATE_TRIES_EXHAUSTED', { retryAfter: wait });
  }
  const offer = await parts.mandates
    .findOne({ codeIndex: indexOf(parts, code), state: 'offered', codeUntil: { $gt: now } })
    .lean<MandateDoc>();
  if (!offer) throw new Problem('MANDATE_CODE_WRONG');
  for (const { limiter, key } of counted) await limiter.giveBack(key);
  return offer;
}
