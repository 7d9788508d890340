import { type Connection, type Model, Schema } from 'mongoose';
import type { DeliveryState, NoticeGroup } from '../../../shared/contract/notifications';
import type { NoticeFacts, NoticeKind, NoticeSubject } from '../../../shared/domain/notices';
import { sealed } from '../../crypto/sealed-fields';

export const CONTENTS = 'message.contents';

/** One thing that a message tells. */
export interface MessagePart {
  kind: NoticeKind;
  facts: NoticeFacts;
  /** ISO time. */
  at: string;
}

export interface Place {
  venueId: string;
  department?: string;
}

/** What somebody was told. It stands in their inbox; `deliveries` bring it further. */
export interface MessageDoc {
  _id: string;
  /** The keys of the notices it was made of. Unique over all messages: a notice that comes twice is one message. */
  keys: string[];
  /** `person:ID`, `account:ID` or `staff:ID`. */
  recipient: string;
  subject: NoticeSubject;
  /** What it is chiefly about: the last that happened. */
  kind: NoticeKind;
  /** The parts as JSON, sealed: a clerk's reasons can be about a life. Words are made when it is read. */
  contents: string;
  /** When the last of it happened. */
  at: Date;
  readAt: Date | null;
  /** Until it is decided which ways it goes; present while that is to be done. Others may still join it. */
  planAt?: Date;
  /** Of no use after that. */
  notAfter: Date | null;
  place: Place | null;
  /** Counts the joinings. */
  version: number;
}

/** One message on one way to one account. */
export interface DeliveryDoc {
  /** Follows from message, channel and account: planned twice it is still one. */
  _id: string;
  messageId: string;
  channel: 'wechat' | 'sms';
  recipient: string;
  /** `counter` for the phone that was given at the counter with the case it is about. */
  accountId: string;
  /** The other side's template. */
  templateId: string;
  kind: NoticeKind;
  subject: NoticeSubject;
  place: Place | null;
  state: DeliveryState;
  /** When something is next to be done: sending, sending again, or seeing that whoever was sending is gone. */
  nextAt?: Date;
  notAfter: Date | null;
  attempts: number;
  /** Raised by every claim. Whoever lost the claim cannot write any more. */
  fence: number;
  /** What the other side called it: it names it again when it tells of the arrival. */
  externalId: string | null;
  /** It may have gone out and nobody heard: `since` then. */
  unknownSince: Date | null;
  /**
   * `ACCOUNT TEMPLATE-ID`, present from before it is sent until its end is known: WeChat's word about an unknown end names no
   * message of ours, so there is never more than one that it can be of.
   */
  underWay?: string;
  /** Why it is refused, failed or put off; a word of `reasons`. */
  reason: string | null;
  /** The other side's code. */
  code: string | null;
  /** Nobody tries any more; a person decides. */
  dead?: true;
  createdAt: Date;
  /** Since when it is being tried: after a day it is given up. */
  since: Date;
  changedAt: Date;
}

/** The consents of one account for one template (WeChat: one message for each acceptance). */
export interface ConsentDoc {
  /** `ACCOUNT TEMPLATE-ID` */
  _id: string;
  accountId: string;
  templateId: string;
  /** Messages that may still be sent. */
  count: number;
  /** Of the long-term sort and in force. */
  standing: boolean;
  /** Deliveries that took one and are not over, so that taking twice takes one. */
  uses: string[];
  /** Acceptances of which only one side has told: the phone, or WeChat itself. The other side's word adds nothing. */
  heard: { from: 'phone' | 'push'; at: Date }[];
  lastAnswer: 'accept' | 'reject' | 'ban' | 'filter';
  answeredAt: Date;
  /** Operations of the phone that are counted: the same told twice counts once. */
  operations: string[];
  version: number;
}

/** Who holds the right to relay one collection's outboxes. */
export interface LeaseDoc {
  _id: string;
  holder: string;
  until: Date;
  fence: number;
}

/** A channel that rests for all processes: its daily quota is used up. */
export interface ChannelDoc {
  _id: 'wechat' | 'sms';
  pausedUntil: Date;
  reason: string;
}

export interface NoticeSettingsDoc {
  /** The recipient. */
  _id: string;
  groups: { group: NoticeGroup; wechat: boolean; sms: boolean }[];
}

/** One push of WeChat, kept until it took effect and then long enough to know it again. */
export interface PushDoc {
  /** Who, when and what of the event. */
  _id: string;
  nonce: string;
  accountId: string;
  event: string;
  /** Normalised: template, and what of it. */
  list: { templateId: string; status?: string; msgId?: string; errorCode?: string }[];
  /** Of what was handed on: what the nonce was used for. */
  digest?: string;
  createdAt: Date;
  /** Present while it is to be worked on. */
  dueAt?: Date;
}

const common = { versionKey: false, strict: 'throw', minimize: false } as const;
const text = { type: String, required: true };
const date = { type: Date, required: true };
const maybeDate = { type: Date, default: null };
const number = { type: Number, required: true };
const mixed = { type: Schema.Types.Mixed, required: true };
const maybeMixed = { type: Schema.Types.Mixed, default: null };

export type NotificationModels = ReturnType<typeof notificationModels>;

/** Registers the models of this feature on a connection. */
export function notificationModels(mongo: Connection) {
  const messages = new Schema<MessageDoc>(
    {
      _id: String,
      keys: { type: [String], required: true },
      recipient: text,
      subject: mixed,
      kind: text,
      contents: sealed(CONTENTS),
      at: date,
      readAt: maybeDate,
      planAt: Date,
      notAfter: maybeDate,
      place: maybeMixed,
      version: number,
    },
    { ...common, collection: 'messages' },
  );
  // A notice becomes a message once, however often it is relayed.
  messages.index({ keys: 1 }, { unique: true, name: 'one_message_a_notice' });
  // The inbox, newest first, and what is unread of it.
  messages.index({ recipient: 1, at: -1 }, { name: 'inbox' });
  // What others about the same thing may join, and what staff see of a case.
  messages.index({ 'subject.id': 1, at: -1 }, { name: 'about' });
  messages.index({ planAt: 1 }, { partialFilterExpression: { planAt: { $exists: true } }, name: 'to_plan' });

  const deliveries = new Schema<DeliveryDoc>(
    {
      _id: String,
      messageId: text,
      channel: text,
      recipient: text,
      accountId: text,
      templateId: text,
      kind: text,
      subject: mixed,
      place: maybeMixed,
      state: text,
      nextAt: Date,
      notAfter: maybeDate,
      attempts: number,
      fence: number,
      externalId: { type: String, default: null },
      unknownSince: maybeDate,
      underWay: String,
      reason: { type: String, default: null },
      code: { type: String, default: null },
      dead: Boolean,
      createdAt: date,
      since: date,
      changedAt: date,
    },
    { ...common, collection: 'deliveries' },
  );
  deliveries.index({ messageId: 1 }, { name: 'of_a_message' });
  deliveries.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } }, name: 'due' });
  deliveries.index(
    { underWay: 1 },
    { unique: true, partialFilterExpression: { underWay: { $exists: true } }, name: 'one_under_way' },
  );
  deliveries.index({ changedAt: -1 }, { partialFilterExpression: { dead: true }, name: 'dead_letters' });
  // WeChat names its own number when it tells that a message arrived.
  deliveries.index(
    { externalId: 1 },
    { partialFilterExpression: { externalId: { $type: 'string' } }, name: 'by_their_number' },
  );
  // What of an account may have gone out unheard; export and erasure.
  deliveries.index({ accountId: 1, createdAt: 1 }, { name: 'of_an_account' });

  const consents = new Schema<ConsentDoc>(
    {
      _id: String,
      accountId: text,
      templateId: text,
      count: number,
      standing: { type: Boolean, required: true },
      uses: { type: [String], required: true },
      heard: { type: [new Schema({ from: text, at: date }, { _id: false })], required: true },
      lastAnswer: text,
      answeredAt: date,
      operations: { type: [String], required: true },
      version: number,
    },
    { ...common, collection: 'subscription_consents' },
  );
  consents.index({ accountId: 1 }, { name: 'of_an_account' });

  const leases = new Schema<LeaseDoc>(
    { _id: String, holder: text, until: date, fence: number },
    { ...common, collection: 'relay_leases' },
  );
  const channels = new Schema<ChannelDoc>(
    { _id: String, pausedUntil: date, reason: text },
    { ...common, collection: 'notice_channels' },
  );
  const noticeSettings = new Schema<NoticeSettingsDoc>(
    {
      _id: String,
      groups: [
        new Schema(
          { group: text, wechat: { type: Boolean, required: true }, sms: { type: Boolean, required: true } },
          { _id: false },
        ),
      ],
    },
    { ...common, collection: 'notification_settings' },
  );

  const pushes = new Schema<PushDoc>(
    {
      _id: String,
      nonce: text,
      // Nothing is kept of who sent what is of no concern here.
      accountId: { type: String, default: '' },
      event: text,
      list: mixed,
      digest: String,
      createdAt: date,
      dueAt: Date,
    },
    { ...common, collection: 'wechat_pushes' },
  );
  // A nonce is good once, whether or not Redis remembers it.
  pushes.index({ nonce: 1 }, { unique: true, name: 'one_use_a_nonce' });
  pushes.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  pushes.index({ createdAt: 1 }, { name: 'to_forget' });

  return {
    messages: mongo.model<MessageDoc>('Message', messages) as Model<MessageDoc>,
    deliveries: mongo.model<DeliveryDoc>('Delivery', deliveries) as Model<DeliveryDoc>,
    consents: mongo.model<ConsentDoc>('SubscriptionConsent', consents) as Model<ConsentDoc>,
    leases: mongo.model<LeaseDoc>('RelayLease', leases) as Model<LeaseDoc>,
    channels: mongo.model<ChannelDoc>('NoticeChannel', channels) as Model<ChannelDoc>,
    noticeSettings: mongo.model<NoticeSettingsDoc>(
      'NotificationSettings',
      noticeSettings,
    ) as Model<NoticeSettingsDoc>,
    pushes: mongo.model<PushDoc>('WeChatPush', pushes) as Model<PushDoc>,
  };
}
