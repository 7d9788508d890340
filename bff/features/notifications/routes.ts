import type { notificationsContract } from '../../../shared/contract/notifications';
import type { Routes } from '../../http/route';
import { listDeadLetters, messagesAbout, replayDeadLetter } from './dead-letters';
import {
  countUnread,
  deliveriesOf,
  listMessages,
  markRead,
  ownerOf,
  recipientsOf,
  staffRecipient,
} from './inbox';
import { chooseSettings, presentSettings } from './notification-settings';
import type { NotificationParts } from './parts';
import { presentMessage, presentNotice } from './presenter';
import { noteSubscriptions, subscriptionOffer } from './subscriptions';

export function notificationRoutes(parts: NotificationParts): Routes<typeof notificationsContract> {
  return {
    'GET /messages': async ({ query, caller, context }) => {
      const recipients = recipientsOf(caller);
      const [{ items, next, total }, unread] = await Promise.all([
        listMessages(parts, recipients, query.page),
        countUnread(parts, recipients),
      ]);
      const byMessage = await deliveriesOf(
        parts,
        items.map(({ _id }) => _id),
      );
      return {
        items: items.map((doc) => {
          // Of the person's other phones nothing is said here.
          const here = (byMessage.get(doc._id) ?? []).filter(
            ({ channel, accountId }) => channel === 'sms' || accountId === caller.accountId,
          );
          return presentMessage(parts.cipher, doc, here, context.now);
        }),
        next,
        total,
        unread,
      };
    },

    'POST /messages/read': async ({ body, caller, context }) => {
      const recipients = recipientsOf(caller);
      await markRead(parts, recipients, body.ids, context.now);
      return { unread: await countUnread(parts, recipients) };
    },

    'GET /me/notification-settings': async ({ caller }) => presentSettings(parts, caller, ownerOf(caller)),

    'PUT /me/notification-settings': async ({ body, caller }) => {
      await chooseSettings(parts, ownerOf(caller), body.groups);
      return presentSettings(parts, caller, ownerOf(caller));
    },

    'GET /subscriptions': async ({ query, caller, context }) =>
      subscriptionOffer(parts, caller.accountId, query.moment, context.now),

    'POST /subscriptions': async ({ body, caller, context }) =>
      noteSubscriptions(parts, caller.accountId, body.results, context),

    'GET /staff/notices': async ({ query, caller, context }) => {
      const recipients = staffRecipient(caller);
      const [{ items, next, total }, unread] = await Promise.all([
        listMessages(parts, recipients, query.page),
        countUnread(parts, recipients),
      ]);
      return {
        items: items.map((doc) => presentNotice(parts.cipher, doc, context.now)),
        next,
        total,
        unread,
      };
    },

    'POST /staff/notices/read': async ({ body, caller, context }) => {
      const recipients = staffRecipient(caller);
      await markRead(parts, recipients, body.ids, context.now);
      return { unread: await countUnread(parts, recipients) };
    },

    'GET /staff/messages': async ({ query, caller, context }) => ({
      items: await messagesAbout(parts, caller, query, context.now),
    }),

    'GET /staff/dead-letters': ({ query, caller }) => listDeadLetters(parts, caller, query.page),

    'POST /staff/dead-letters/{id}/replay': async ({ params, caller, context }) => {
      await replayDeadLetter(parts, caller, params.id, context.now);
      return { id: params.id, words: '已重新排队发送。' };
    },
  };
}
