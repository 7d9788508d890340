import { View } from '@tarojs/components';
import type { OrderRow } from '../../shared/contract/payments';
import { moneyWords } from '../../shared/domain/words';
import { open, pageUrl } from '../platform/navigate';
import { matterTones } from './matter-card';
import { Row } from './row';
import { Tag } from './tag';

/** One order in a list: what for, how much, how it stands. */
export function OrderLine({ order }: { order: OrderRow }) {
  const { id, title, about, fen, tone, stateWords } = order;
  const back = moneyBack(order);
  return (
    <Row
      icon="money"
      title={title}
      note={
        <>
          <View>{about}</View>
          {back && <View>{back}</View>}
        </>
      }
      value={
        <View className="line">
          <View>{moneyWords(fen)}</View>
          <Tag tone={matterTones[tone]}>{stateWords}</Tag>
        </View>
      }
      onPress={() => void open(pageUrl('/packages/payment/order/index', { id }))}
    />
  );
}

/**
 * What came back or is on its way back, in words: also what was paid twice, or in WeChat after a clerk had settled it.
 * @returns null when the state says all there is to say
 */
export function moneyBack({
  state,
  fen,
  paidFen,
  refundedFen,
}: Pick<OrderRow, 'state' | 'fen' | 'paidFen' | 'refundedFen'>): string | null {
  if (state === 'part-refunded') {
    return `其中 ${moneyWords(refundedFen)}已退回，实付 ${moneyWords(paidFen - refundedFen)}`;
  }
  if (state === 'refunding') return refundedFen > 0 ? `其中 ${moneyWords(refundedFen)}已退回` : null;
  const settled = state === 'paid' || state === 'paid-at-window' || state === 'exempt';
  const surplus = settled ? paidFen - (state === 'paid' ? fen : 0) : 0;
  if (surplus <= 0) return null;
  const which = state === 'paid' ? '多付的' : '在微信上付的';
  return `${which} ${moneyWords(surplus)}${refundedFen >= surplus ? '已退回' : '正在退回'}`;
}
