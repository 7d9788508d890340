import { deliveryTransitionOf } from '../../../shared/domain/delivery';
import { toIso } from '../../../shared/domain/time';
import type { DeliveryDoc, DeliveryEvent } from './model';

/** Who reads: the citizen, who acts for them, or an officer. */
export type ParcelReader = 'self' | 'agent' | 'staff';

/** What happened to a parcel, from the newest, in plain words. */
export function timelineOf({ timeline }: Pick<DeliveryDoc, 'timeline'>, reader: ParcelReader) {
  return timeline
    .map((event, index) => ({ event, index }))
    .sort((a, b) => b.event.at.getTime() - a.event.at.getTime() || b.index - a.index)
    .map(({ event }) => ({
      at: toIso(event.at),
      what: wordsOf(event),
      by: byWords(event.by, reader),
      // Said already where the words have room for it.
      why: deliveryTransitionOf(event.from, event.action)?.words.includes('{why}') ? null : event.why,
    }));
}

/** What is said where nobody said more. */
const unsaid: Record<string, string> = {
  carrier: '快递',
  signer: '已',
  who: '',
  why: '没有说原因',
  money: '',
};

function wordsOf({ from, action, facts, why }: DeliveryEvent): string {
  const words = deliveryTransitionOf(from, action)?.words ?? '';
  const known: Record<string, string> = { ...(why && { why }), ...facts };
  return words.replace(/\{(\w+)\}/g, (_, name: string) => known[name] || (unsaid[name] ?? ''));
}

function byWords({ role, name, number, agentOf }: DeliveryEvent['by'], reader: ParcelReader): string {
  switch (role) {
    case 'citizen':
      return reader === 'self' ? '您本人' : '申请人';
    case 'agent':
      return reader === 'agent' ? '您（代办）' : agentOf ? `代办人（${agentOf}）` : '代办人';
    case 'carrier':
      return '快递公司';
    case 'system':
      return '系统';
    default:
      return number ? `${name}（工号 ${number}）` : (name ?? '大厅');
  }
}
