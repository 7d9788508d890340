import { z } from 'zod';
import { noticeKinds } from '../domain/notices';
import { cursor, endpoint, id, page, time } from './core';

/** By which way a message goes out. The inbox of the app is always one of them. */
export const noticeChannels = ['inbox', 'wechat', 'sms'] as const;

/**
 * How far a message has come on one way: created → sending → sent → delivered, or refused (the receiver does not take it)
 * or failed (it could not be brought there).
 */
export const deliveryStates = ['created', 'sending', 'sent', 'delivered', 'refused', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const delivery = z.strictObject({
  channel: z.enum(noticeChannels),
  state: z.enum(deliveryStates),
  /** In plain words: `微信：已送达`, `短信：7:30 后发送`. */
  words: z.string(),
  /** When it came into this state. */
  at: time,
});
export type Delivery = z.infer<typeof delivery>;

/** What a message is about; the app opens it. */
const subject = z.strictObject({
  kind: z.enum([
    'appointment',
    'case',
    'mandate',
    'queue',
    'delivery',
    'order',
    'complaint',
    'question',
    'evaluation',
    'rectification',
  ]),
  id: z.string(),
});

const message = z.strictObject({
  id: z.string(),
  kind: z.enum(noticeKinds),
  title: z.string(),
  /** Plain text; lines are separated by `\n`. Several things that happened within a minute stand below each other. */
  body: z.string(),
  subject,
  /** When it happened. */
  at: time,
  /** `今天（11月24日 周二）上午 9:20` */
  whenWords: z.string(),
  read: z.boolean(),
  deliveries: z.array(delivery),
});
export type Message = z.infer<typeof message>;

const unread = z.number().int().nonnegative();
const messagePage = <T extends z.ZodType>(row: T) => page(row).extend({ unread });

/** What is marked as read: single messages, or all there are. */
const readBody = z
  .strictObject({
    ids: z.array(id).min(1).max(100).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), {
    message: '写明哪几条，或者全部',
    path: ['ids'],
  });

/** Kinds that a citizen switches together. */
export const noticeGroups = ['appointments', 'queue', 'cases', 'mandates'] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

const groupSetting = z.strictObject({
  group: z.enum(noticeGroups),
  wechat: z.boolean(),
  sms: z.boolean(),
});

const notificationSettings = z.strictObject({
  groups: z.array(
    groupSetting.extend({
      /** `预约和提醒` */
      title: z.string(),
      /** What comes under it, in a sentence. */
      about: z.string(),
      /** Whether anything of the group is ever sent by SMS; the switch is not shown otherwise. */
      smsUsed: z.boolean(),
    }),
  ),
  /** `138****5678`: where SMS go; null while no number is known. */
  phone: z.string().nullable(),
  /** `22:00–7:30`: what can wait is not sent then. */
  quietWords: z.string(),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

/** When asking makes sense: right after a booking, right after something was handed in. */
export const subscriptionMoments = ['booked', 'submitted'] as const;
export type SubscriptionMoment = (typeof subscriptionMoments)[number];

/** As `wx.requestSubscribeMessage` tells of a template. */
export const subscriptionResults = ['accept', 'reject', 'ban', 'filter'] as const;
export type SubscriptionResult = (typeof subscriptionResults)[number];

const subscriptionOffer = z.strictObject({
  /** What to ask WeChat for after a tap; null: do not ask now. */
  ask: z
    .strictObject({
      /** 1 to 3, all of one sort (one-time or long-term), as WeChat demands. */
      templateIds: z.array(z.string()).min(1).max(3),
      /** `微信提醒我` */
      label: z.string(),
      /** Why it is asked, to be said before the tap. */
      why: z.string(),
    })
    .nullable(),
});
export type SubscriptionOffer = z.infer<typeof subscriptionOffer>;

const templateId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const staffNotice = z.strictObject({
  id: z.string(),
  kind: z.enum(noticeKinds),
  title: z.string(),
  body: z.string(),
  subject,
  at: time,
  whenWords: z.string(),
  read: z.boolean(),
});
export type StaffNotice = z.infer<typeof staffNotice>;

/** A message on its way, as staff may see it: never who it is for. */
const staffDelivery = z.strictObject({
  messageId: z.string(),
  kind: z.enum(noticeKinds),
  title: z.string(),
  at: time,
  read: z.boolean(),
  deliveries: z.array(delivery),
});
export type StaffDelivery = z.infer<typeof staffDelivery>;

const deadLetter = z.strictObject({
  id: z.string(),
  channel: z.enum(noticeChannels),
  kind: z.enum(noticeKinds),
  title: z.string(),
  subject,
  /** Why it stands here, in plain words, with the other side's code where there is one. */
  reason: z.string(),
  /** What to do before sending it again. */
  advice: z.string(),
  attempts: z.number().int().nonnegative(),
  at: time,
  /** When it was given up. */
  failedAt: time,
});
export type DeadLetter = z.infer<typeof deadLetter>;

const listQuery = z.strictObject({ page: cursor.optional() });

export const notificationsContract = {
  'GET /messages': endpoint({
    summary: 'My messages, newest first, with how many are unread and how each was brought',
    access: 'account',
    query: listQuery,
    answer: messagePage(message),
  }),
  'POST /messages/read': endpoint({
    summary: 'Mark messages as read; those of others and unknown ones are passed over',
    access: 'account',
    limit: 'write',
    idempotency: 'accepted',
    body: readBody,
    answer: z.strictObject({ unread }),
  }),
  'GET /me/notification-settings': endpoint({
    summary: 'Which kinds of messages come by WeChat and SMS',
    access: 'consented',
    answer: notificationSettings,
  }),
  'PUT /me/notification-settings': endpoint({
    summary: 'Choose which kinds of messages come by WeChat and SMS; the inbox always has all',
    access: 'consented',
    limit: 'write',
    idempotency: 'accepted',
    body: z.strictObject({
      groups: z
        .array(groupSetting)
        .min(1)
        .max(noticeGroups.length)
        .refine((groups) => new Set(groups.map(({ group }) => group)).size === groups.length, {
          message: '同一类只写一次',
        }),
    }),
    answer: notificationSettings,
  }),
  'GET /subscriptions': endpoint({
    summary: 'What to ask WeChat’s consent for at this moment, or nothing',
    access: 'consented',
    query: z.strictObject({ moment: z.enum(subscriptionMoments) }),
    answer: subscriptionOffer,
  }),
  'POST /subscriptions': endpoint({
    summary: 'Tell what the citizen answered WeChat, template by template',
    access: 'consented',
    limit: 'write',
    // Accepting twice counts twice: a repetition must be told from a second acceptance.
    idempotency: 'required',
    body: z.strictObject({
      moment: z.enum(subscriptionMoments),
      results: z
        .record(templateId, z.enum(subscriptionResults))
        .refine((results) => Object.keys(results).length >= 1 && Object.keys(results).length <= 3, {
          message: '一次 1 到 3 个模板',
        }),
    }),
    answer: z.strictObject({
      /** Which of them were accepted and noted. */
      accepted: z.array(z.string()),
      /** What comes of it, in a sentence to show. */
      words: z.string(),
    }),
  }),
  'GET /staff/notices': endpoint({
    summary: 'What I as a member of staff am told: deadlines that come near',
    access: 'staff',
    limit: 'staff',
    query: listQuery,
    answer: messagePage(staffNotice),
  }),
  'POST /staff/notices/read': endpoint({
    summary: 'Mark notices to me as read',
    access: 'staff',
    limit: 'staff',
    idempotency: 'accepted',
    body: readBody,
    answer: z.strictObject({ unread }),
  }),
  'GET /staff/messages': endpoint({
    summary: 'What was sent about a case or an appointment of my place, and how far it came',
    access: 'staff',
    roles: ['window', 'dispatcher', 'supervisor'],
    limit: 'staff',
    query: z.strictObject({ kind: z.enum(['appointment', 'case']), id }),
    answer: z.strictObject({ items: z.array(staffDelivery) }),
  }),
  'GET /staff/dead-letters': endpoint({
    summary: 'Messages that could not be brought to their receivers, newest first',
    access: 'staff',
    roles: ['supervisor'],
    limit: 'staff',
    query: listQuery,
    answer: page(deadLetter),
  }),
  'POST /staff/dead-letters/{id}/replay': endpoint({
    summary: 'Send one of them again',
    access: 'staff',
    roles: ['supervisor'],
    limit: 'staff',
    idempotency: 'required',
    params: z.strictObject({ id }),
    answer: z.strictObject({ id: z.string(), words: z.string() }),
    errors: ['NOT_FOUND'],
  }),
};
