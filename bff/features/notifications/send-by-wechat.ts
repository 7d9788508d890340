import { OutboundFailure } from '../../gateways/outbound';
import { WeChatRefusal } from '../../gateways/wechat';
import { Problem } from '../../problem';
import type { ReachableAccount } from '../session';
import { pauseUntilTomorrow } from './channels';
import { emptyConsents, takeConsent } from './consent-ledger';
import { openParts } from './contents';
import { fieldsOf } from './field-values';
import type { KindRow } from './kinds';
import type { DeliveryDoc, MessageDoc } from './model';
import { end, putOff, takeWay, told, tryAgain, unknownOutcome } from './outcome';
import { pageOf } from './pages';
import type { NotificationParts } from './parts';

const NOTHING_LEFT = 43101;
const QUOTA = 45009;
/** Something of ours has to be mended first: openid, template, page, a field. */
const OURS = new Set([40003, 40037, 41030, 47003]);
/** The outside system rests for seconds only. */
const RESTS_MS = 15_000;
/** How soon a message looks again whether the one before it on its way is over. */
const WAY_TAKEN_MS = 15_000;

/** Brings a message to one account by WeChat's subscribe messages. */
export async function sendByWeChat(
  parts: NotificationParts,
  delivery: DeliveryDoc,
  message: MessageDoc,
  row: KindRow,
  { openid, accountId }: ReachableAccount,
): Promise<void> {
  const template = row.wechat && parts.settings.wechat.templates[row.wechat];
  if (!template) return end(parts, delivery, { state: 'failed', reason: 'not-set-up', dead: true });
  const sent: DeliveryDoc = { ...delivery, templateId: template.id };
  const way = await takeWay(parts, sent);
  if (way === 'lost') return;
  if (way === 'taken')
    return putOff(parts, delivery, new Date(parts.clock.now().getTime() + WAY_TAKEN_MS), null);
  if (!(await takeConsent(parts, accountId, template.id, delivery._id)))
    return end(parts, sent, { state: 'refused', reason: 'no-consent' });
  await parts.reached('deliver:consent-taken');
  let msgid: string | null;
  try {
    ({ msgid } = await parts.wechat.sendSubscribeMessage({
      openid,
      templateId: template.id,
      page: pageOf(message.subject),
      data: fieldsOf(template.fields, openParts(parts.cipher, message)),
    }));
  } catch (error) {
    return failed(parts, sent, error);
  }
  await parts.reached('deliver:answered');
  await end(parts, sent, { state: 'sent', externalId: msgid });
}

async function failed(parts: NotificationParts, delivery: DeliveryDoc, error: unknown): Promise<void> {
  if (error instanceof WeChatRefusal) return refused(parts, delivery, error);
  if (error instanceof OutboundFailure) {
    const code = `${error.fault} ${error.detail}`.trim();
    if (error.fault === 'resting')
      return putOff(parts, delivery, new Date(parts.clock.now().getTime() + RESTS_MS), 'retry');
    return error.mayHaveArrived ? unknownOutcome(parts, delivery, code) : tryAgain(parts, delivery, code);
  }
  // No access token was to be had, so nothing went out.
  if (error instanceof Problem) return tryAgain(parts, delivery, error.code);
  throw error;
}

async function refused(
  parts: NotificationParts,
  delivery: DeliveryDoc,
  { errcode, rid }: WeChatRefusal,
): Promise<void> {
  const code = String(errcode);
  if (errcode === NOTHING_LEFT) {
    await emptyConsents(parts, delivery.accountId, delivery.templateId);
    return end(parts, delivery, { state: 'refused', reason: 'not-taken', code });
  }
  if (errcode === QUOTA) {
    const until = await pauseUntilTomorrow(parts, 'wechat', code, parts.clock.now());
    return putOff(parts, delivery, until, 'quota-used-up');
  }
  if (OURS.has(errcode)) {
    parts.alarm('wechat', code);
    parts.log.error({ ...told(delivery), errcode, rid }, 'WeChat cannot take this message as it is');
    return end(parts, delivery, { state: 'failed', reason: 'refused-by-them', code, dead: true });
  }
  return tryAgain(parts, delivery, code);
}
