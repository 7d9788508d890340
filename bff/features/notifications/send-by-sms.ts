import { smsTemplates } from '../../../shared/domain/notice-templates';
import { OutboundFailure } from '../../gateways/outbound';
import { SmsRefusal } from '../../gateways/sms';
import type { ReachableAccount } from '../session';
import { openParts } from './contents';
import { smsParams } from './field-values';
import type { KindRow } from './kinds';
import type { DeliveryDoc, MessageDoc } from './model';
import { end, putOff, told, tryAgain, unknownOutcome } from './outcome';
import type { NotificationParts } from './parts';

const RESTS_MS = 15_000;

/** Brings a message to one phone, at most once: an end that nobody heard of is for a person to judge. */
export async function sendBySms(
  parts: NotificationParts,
  delivery: DeliveryDoc,
  message: MessageDoc,
  row: KindRow,
  { phone }: ReachableAccount,
): Promise<void> {
  const templateId = row.sms && parts.settings.sms?.templates[row.sms];
  if (!row.sms || !templateId || !parts.sms)
    return end(parts, delivery, { state: 'failed', reason: 'not-set-up', dead: true });
  if (phone === null) return end(parts, delivery, { state: 'failed', reason: 'unreachable' });
  const params = smsParams(smsTemplates[row.sms], openParts(parts.cipher, message));
  let serial: string;
  try {
    ({ serial } = await parts.sms.send({ id: delivery._id, phone, templateId, params }));
  } catch (error) {
    return failed(parts, delivery, error);
  }
  await parts.reached('deliver:answered');
  await end(parts, delivery, { state: 'sent', externalId: serial });
}

async function failed(parts: NotificationParts, delivery: DeliveryDoc, error: unknown): Promise<void> {
  if (error instanceof OutboundFailure) {
    const code = `${error.fault} ${error.detail}`.trim();
    if (error.fault === 'resting')
      return putOff(parts, delivery, new Date(parts.clock.now().getTime() + RESTS_MS), 'retry');
    return error.mayHaveArrived ? unknownOutcome(parts, delivery, code) : tryAgain(parts, delivery, code);
  }
  if (!(error instanceof SmsRefusal)) throw error;
  const { code, meaning } = error;
  if (meaning === 'later') return tryAgain(parts, delivery, code);
  if (meaning === 'receiver')
    return end(parts, delivery, { state: 'refused', reason: 'phone-refuses', code });
  parts.alarm('sms', code);
  parts.log.error({ ...told(delivery), code }, 'the SMS provider cannot take this message as it is');
  return end(parts, delivery, { state: 'failed', reason: 'refused-by-them', code, dead: true });
}
