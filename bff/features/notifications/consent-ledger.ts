import type { ConsentDoc } from './model';
import type { NotificationParts } from './parts';

/** More than one account can have on their way by one template. */
const USES_KEPT = 100;
const OPERATIONS_KEPT = 20;
/** The phone's word and WeChat's push about one tap come within this time of each other. */
const PAIR_MS = 10 * 60_000;

export const consentId = (accountId: string, templateId: string) => `${accountId} ${templateId}`;

/**
 * Sets one consent aside for a delivery. The same delivery asking again has it already, so a message that is tried twice
 * uses one.
 * @returns false when there is none
 */
export async function takeConsent(
  { consents }: NotificationParts,
  accountId: string,
  templateId: string,
  deliveryId: string,
): Promise<boolean> {
  const _id = consentId(accountId, templateId);
  const taken = await consents.updateOne(
    { _id, count: { $gt: 0 }, standing: false, uses: { $ne: deliveryId } },
    {
      $inc: { count: -1, version: 1 },
      $push: { uses: { $each: [deliveryId], $slice: -USES_KEPT } },
    },
  );
  if (taken.matchedCount === 1) return true;
  return (await consents.exists({ _id, $or: [{ standing: true }, { uses: deliveryId }] })) !== null;
}

/** Nothing was sent after all: the consent is there for another message. */
export async function giveConsentBack(
  { consents }: NotificationParts,
  accountId: string,
  templateId: string,
  deliveryId: string,
): Promise<void> {
  await consents.updateOne(
    { _id: consentId(accountId, templateId), uses: deliveryId },
    { $inc: { count: 1, version: 1 }, $pull: { uses: deliveryId } },
  );
}

/** The delivery is over; what it took is used. */
export async function consentUsed(
  { consents }: NotificationParts,
  accountId: string,
  templateId: string,
  deliveryId: string,
): Promise<void> {
  await consents.updateOne(
    { _id: consentId(accountId, templateId), uses: deliveryId },
    { $pull: { uses: deliveryId }, $inc: { version: 1 } },
  );
}

/** WeChat says that nothing is left, or the citizen switched it off: whatever was counted is void. */
export async function emptyConsents(
  { consents }: NotificationParts,
  accountId: string,
  templateId: string,
): Promise<void> {
  await consents.updateOne(
    { _id: consentId(accountId, templateId) },
    { $set: { count: 0, standing: false, heard: [] }, $inc: { version: 1 } },
  );
}

export interface Answer {
  accountId: string;
  templateId: string;
  answer: ConsentDoc['lastAnswer'];
  /** Who tells of it. Both tell of the same tap; it counts once. */
  from: 'phone' | 'push';
  /** Of the telling: the same one told again counts once. */
  operation: string;
  longTerm: boolean;
  now: Date;
}

/** Notes an answer to WeChat's question. @returns whether it adds a consent */
export async function noteAnswer(parts: NotificationParts, given: Answer): Promise<boolean> {
  const _id = consentId(given.accountId, given.templateId);
  for (;;) {
    const before = await parts.consents.findById(_id).lean<ConsentDoc>();
    if (before?.operations.includes(given.operation)) return false;
    const { after, adds } = answered(before ?? blank(given), given);
    if (!before) {
      try {
        await parts.consents.create(after);
        return adds;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11000) throw error;
        continue;
      }
    }
    const { _id: _, uses: __, ...set } = after;
    const changed = await parts.consents.updateOne({ _id, version: before.version }, { $set: set });
    if (changed.matchedCount === 1) return adds;
  }
}

function blank({ accountId, templateId, answer, now }: Answer): ConsentDoc {
  return {
    _id: consentId(accountId, templateId),
    accountId,
    templateId,
    count: 0,
    standing: false,
    uses: [],
    heard: [],
    lastAnswer: answer,
    answeredAt: now,
    operations: [],
    version: 0,
  };
}

/** What the ledger says after an answer. */
function answered(before: ConsentDoc, { answer, from, operation, longTerm, now }: Answer) {
  const recent = before.heard.filter(({ at }) => Math.abs(now.getTime() - at.getTime()) < PAIR_MS);
  const pair = answer === 'accept' ? recent.findIndex((heard) => heard.from !== from) : -1;
  const adds = answer === 'accept' && pair < 0;
  const after: ConsentDoc = {
    ...before,
    count: before.count + (adds && !longTerm ? 1 : 0),
    standing: longTerm ? answer === 'accept' : before.standing,
    heard:
      pair >= 0
        ? recent.filter((_, index) => index !== pair)
        : adds
          ? [...recent, { from, at: now }]
          : recent,
    lastAnswer: answer,
    answeredAt: now,
    operations: [...before.operations, operation].slice(-OPERATIONS_KEPT),
    version: before.version + 1,
  };
  return { after, adds };
}
