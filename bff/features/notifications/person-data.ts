import { toIso } from '../../../shared/domain/time';
import type { DataHolder } from '../session';
import { openParts, wordsOf } from './contents';
import type { DeliveryDoc, MessageDoc } from './model';
import type { NotificationParts } from './parts';

/** What notifications hold about a person, for export and erasure (《个人信息保护法》第45、47条). */
export function notificationData(parts: NotificationParts): DataHolder {
  return {
    name: 'messages',
    async exportFor(personId, accountIds) {
      const recipients = recipientsFor(personId, accountIds);
      const [messages, consents, settings] = await Promise.all([
        parts.messages
          .find({ recipient: { $in: recipients } })
          .sort({ at: -1 })
          .lean<MessageDoc[]>(),
        parts.consents.find({ accountId: { $in: accountIds } }).lean(),
        parts.noticeSettings.find({ _id: { $in: recipients } }).lean(),
      ]);
      const deliveries = await parts.deliveries
        .find({ messageId: { $in: messages.map(({ _id }) => _id) } })
        .lean<DeliveryDoc[]>();
      return [
        ...messages.map((doc) => ({
          at: toIso(doc.at),
          ...wordsOf(openParts(parts.cipher, doc)),
          read: doc.readAt !== null,
          deliveries: deliveries
            .filter(({ messageId }) => messageId === doc._id)
            .map(({ channel, state, changedAt }) => ({ channel, state, at: toIso(changedAt) })),
        })),
        ...consents.map(({ templateId, count, standing, lastAnswer, answeredAt }) => ({
          wechatTemplate: templateId,
          left: count,
          standing,
          lastAnswer,
          answeredAt: toIso(answeredAt),
        })),
        ...settings.map(({ groups }) => ({
          settings: groups.map(({ group, wechat, sms }) => ({ group, wechat, sms })),
        })),
      ];
    },
    async erase(personId, accountIds) {
      const recipients = recipientsFor(personId, accountIds);
      const mine = { $in: recipients };
      const theirs = { accountId: { $in: accountIds } };
      const gone = await parts.messages.deleteMany({ recipient: mine });
      await parts.deliveries.deleteMany({ $or: [{ recipient: mine }, theirs] });
      await parts.consents.deleteMany(theirs);
      await parts.pushes.deleteMany(theirs);
      await parts.noticeSettings.deleteMany({ _id: mine });
      return { erased: gone.deletedCount > 0 ? ['消息和提醒设置'] : [], kept: [] };
    },
  };
}

function recipientsFor(personId: string | null, accountIds: string[]): string[] {
  return [
    ...(personId === null ? [] : [`person:${personId}`]),
    ...accountIds.map((accountId) => `account:${accountId}`),
  ];
}
