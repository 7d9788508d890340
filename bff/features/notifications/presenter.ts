import type { Delivery, Message, StaffNotice } from '../../../shared/contract/notifications';
import { timeOf, toIso } from '../../../shared/domain/time';
import { clockWords, whenWords } from '../../../shared/domain/words';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import { openParts, wordsOf } from './contents';
import type { DeliveryDoc, MessageDoc } from './model';
import { reasonOf } from './reasons';

const channelWords = { inbox: '小程序', wechat: '微信', sms: '短信' } as const;
const LATER_MS = 5 * 60_000;

/** A message as its receiver reads it. */
export function presentMessage(
  cipher: PersonalDataCipher,
  doc: MessageDoc,
  deliveries: readonly DeliveryDoc[],
  now: Date,
): Message {
  return { ...presentNotice(cipher, doc, now), deliveries: presentDeliveries(doc, deliveries, now) };
}

/** The same without the ways it went: for staff, who read it in one place. */
export function presentNotice(cipher: PersonalDataCipher, doc: MessageDoc, now: Date): StaffNotice {
  return {
    id: doc._id,
    kind: doc.kind,
    ...wordsOf(openParts(cipher, doc)),
    subject: { kind: doc.subject.kind, id: doc.subject.id },
    at: toIso(doc.at),
    whenWords: whenWords(doc.at, now),
    read: doc.readAt !== null,
  };
}

/** How far a message has come on each way; the inbox has it from the first. */
export function presentDeliveries(
  doc: Pick<MessageDoc, 'at'>,
  deliveries: readonly DeliveryDoc[],
  now: Date,
): Delivery[] {
  return [
    { channel: 'inbox', state: 'delivered', words: `${channelWords.inbox}：已送达`, at: toIso(doc.at) },
    ...deliveries.map(
      (delivery): Delivery => ({
        channel: delivery.channel,
        state: delivery.state,
        words: `${channelWords[delivery.channel]}：${stateWords(delivery, now)}`,
        at: toIso(delivery.changedAt),
      }),
    ),
  ];
}

function stateWords({ state, reason, nextAt }: DeliveryDoc, now: Date): string {
  switch (state) {
    case 'delivered':
      return '已送达';
    case 'sent':
      return '已发出';
    case 'refused':
    case 'failed':
      return reasonOf(reason)?.citizen ?? '没有送出，只在这里看';
    case 'sending':
      return reasonOf(reason)?.citizen ?? '正在发送';
    case 'created': {
      const why = reasonOf(reason)?.citizen;
      if (why) return why;
      return nextAt && nextAt.getTime() - now.getTime() > LATER_MS
        ? `${clockWords(timeOf(nextAt))} 发送`
        : '等待发送';
    }
  }
}
