import { View } from '@tarojs/components';
import type { OrderRow } from '../../shared/contract/payments';
import { moneyWords } from '../../shared/domain/words';
import { open, pageUrl } from '../platform/navigate';
import { matterTones } from './matter-card';
import { Row } from './row';
import { Tag } from './tag';

/** One order in a list: what for, how much, how it stands. */
export function OrderLine({ order }: { order: OrderRow }) {
  const { id, title, about, fen, tone, stateWords, refundedFen, paidFen } = order;
  const part = refundedFen > 0 && refundedFen < paidFen;
  return (
    <Row
      icon="money"
      title={title}
      note={
        <>
          <View>{about}</View>
          {part && <View>其中 {moneyWords(refundedFen)} 已退回</View>}
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
