import { randomInt } from 'node:crypto';
import type { DeliveryState } from '../../../shared/contract/notifications';
import { consentUsed, giveConsentBack } from './consent-ledger';
import type { DeliveryDoc } from './model';
import type { NotificationParts } from './parts';
import type { ReasonName } from './reasons';

/** So long one delivery may take; whoever holds it longer is taken for gone. */
export const CLAIM_MS = 60_000;
const BASE_MS = 30_000;
const CAP_MS = 3_600_000;
const GIVE_UP_MS = 86_400_000;
/** How long WeChat is given to tell that a message arrived of which the answer was lost. */
export const WORD_MS = 10 * 60_000;

export interface Ending {
  state: Extract<DeliveryState, 'sent' | 'delivered' | 'refused' | 'failed'>;
  reason?: ReasonName;
  code?: string;
  externalId?: string | null;
  /** A person has to look at it. */
  dead?: true;
}

/**
 * Writes down how a delivery ended. Whoever lost the claim writes nothing, with one exception: that the other side took
 * the message is true whoever knows it, as long as nobody is sending it again.
 */
export async function end(parts: NotificationParts, delivery: DeliveryDoc, ending: Ending): Promise<void> {
  const { _id, fence } = delivery;
  const set = {
    state: ending.state,
    reason: ending.reason ?? null,
    code: ending.code ?? null,
    externalId: ending.externalId ?? null,
    unknownSince: null,
    changedAt: parts.clock.now(),
    ...(ending.dead && { dead: true as const }),
  };
  const change = { $set: set, $unset: { nextAt: 1 as const, underWay: 1 as const } };
  let ended = await parts.deliveries.updateOne({ _id, fence, state: 'sending' }, change);
  if (ended.matchedCount === 0 && ending.state === 'sent')
    ended = await parts.deliveries.updateOne({ _id, state: 'sending', unknownSince: { $ne: null } }, change);
  if (ended.matchedCount === 0) return;
  if (ending.dead) parts.log.error({ ...told(delivery), ...ending }, 'a message could not be delivered');
  if (delivery.channel === 'wechat') await settleConsent(parts, delivery, ending);
}

/** One account by one template. */
export const wayOf = ({ accountId, templateId }: Pick<DeliveryDoc, 'accountId' | 'templateId'>) =>
  `${accountId} ${templateId}`;

/**
 * Takes the way to an account by a template for this delivery alone, before it is sent. It stays taken while the end is
 * unknown, whoever dies, and is given back with the end.
 * @returns `taken` while another one is on it; `lost` when the claim is another's by now
 */
export async function takeWay(
  { deliveries }: NotificationParts,
  { _id, fence, accountId, templateId }: DeliveryDoc,
): Promise<'ours' | 'taken' | 'lost'> {
  try {
    const held = await deliveries.updateOne(
      { _id, fence, state: 'sending' },
      { $set: { underWay: wayOf({ accountId, templateId }) } },
    );
    return held.matchedCount === 1 ? 'ours' : 'lost';
  } catch (error) {
    if ((error as { code?: unknown }).code === 11000) return 'taken';
    throw error;
  }
}

/** What was set aside for it: used when it went out or may have gone out, else there for another. */
export async function settleConsent(
  parts: NotificationParts,
  { accountId, templateId, _id }: DeliveryDoc,
  { state, reason }: Pick<Ending, 'state' | 'reason'>,
): Promise<void> {
  const used = state !== 'failed' || reason === 'outcome-unknown';
  await (used ? consentUsed : giveConsentBack)(parts, accountId, templateId, _id);
}

/** Not now: the hour, or the channel, does not allow it. No attempt is counted. */
export async function putOff(
  parts: NotificationParts,
  { _id, fence }: DeliveryDoc,
  until: Date,
  reason: ReasonName | null,
): Promise<void> {
  await parts.deliveries.updateOne(
    { _id, fence, state: 'sending' },
    {
      $set: { state: 'created', nextAt: until, reason, changedAt: parts.clock.now() },
      $unset: { underWay: 1 },
    },
  );
}

/**
 * It certainly did not go out and may go out another time. Waits a random part of a time that doubles, so that all that
 * failed together does not come back together; after a day it is given up.
 */
export async function tryAgain(parts: NotificationParts, delivery: DeliveryDoc, code: string): Promise<void> {
  const now = parts.clock.now();
  if (now.getTime() - delivery.since.getTime() >= GIVE_UP_MS)
    return end(parts, delivery, { state: 'failed', reason: 'given-up', code, dead: true });
  const { _id, fence, attempts } = delivery;
  await parts.deliveries.updateOne(
    { _id, fence, state: 'sending' },
    {
      $set: {
        state: 'created',
        nextAt: new Date(now.getTime() + backOff(attempts)),
        reason: 'retry',
        code,
        changedAt: now,
      },
      $unset: { underWay: 1 },
      $inc: { attempts: 1 },
    },
  );
}

/** Exponential with full jitter. @returns milliseconds, at least a second */
export function backOff(attempts: number): number {
  const most = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts, 20));
  return 1_000 + randomInt(most);
}

/**
 * It may have gone out. WeChat tells of every message that it delivered, so it is waited for that word; without one the
 * message did not arrive and is sent again. Where nobody tells (SMS, or no push is set up) it is not sent twice by a
 * program: a person decides.
 */
export async function unknownOutcome(
  parts: NotificationParts,
  delivery: DeliveryDoc,
  code = '',
): Promise<void> {
  const { _id, fence, channel } = delivery;
  const now = parts.clock.now();
  const told = channel === 'wechat' && parts.settings.wechat.push.token !== null;
  const late = now.getTime() - delivery.since.getTime() >= GIVE_UP_MS;
  if (!told || late)
    return end(parts, delivery, { state: 'failed', reason: 'outcome-unknown', code, dead: true });
  await parts.deliveries.updateOne(
    { _id, fence, state: 'sending' },
    {
      $set: {
        unknownSince: now,
        nextAt: new Date(now.getTime() + WORD_MS),
        reason: 'awaiting-word',
        code,
        changedAt: now,
      },
      $inc: { attempts: 1 },
    },
  );
}

/** What may stand in a log of a delivery: nothing about a person. */
export function told({ _id, channel, kind, attempts }: DeliveryDoc) {
  return { delivery: _id, channel, kind, attempts };
}
