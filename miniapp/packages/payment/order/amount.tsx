import { View } from '@tarojs/components';
import { moneyWords } from '../../../../shared/domain/words';
import type { Order } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { matterTones } from '../../../components/matter-card';
import { moneyBack } from '../../../components/order-line';
import { Tag } from '../../../components/tag';
import { copy } from '../../../hooks/copy';
import { momentOf } from '../../../hooks/words';
import './order.css';

/** What the large amount is, for each state; the amount itself is the server's. */
const headings: Record<Order['state'], string> = {
  owed: '要付',
  checking: '正在确认',
  paid: '已付',
  refunding: '付了',
  'part-refunded': '付了',
  refunded: '已退回',
  closed: '不用付了',
  'paid-at-window': '已在窗口付',
  exempt: '免交',
};

function amountOf({ state, fen, paidFen, refundedFen }: Order): number {
  if (state === 'part-refunded' || state === 'refunding') return paidFen;
  return state === 'refunded' ? refundedFen : fen;
}

/** The head of the page: state, what for, the amount before and after, what comes next. */
export function Amount({ order }: { order: Order }) {
  const { state, stateWords, tone, title, about, number, nextStep, payBy } = order;
  const back = moneyBack(order);
  const gone = state === 'closed' || state === 'exempt';
  return (
    <Card>
      <View className="line">
        <Tag tone={matterTones[tone]}>{stateWords}</Tag>
      </View>
      <View>
        <View className="text-lead">{title}</View>
        <View className="text-second">{about}</View>
      </View>
      <View>
        <View className="text-second">{headings[state]}</View>
        <View className={gone ? 'order-amount order-amount-gone' : 'order-amount'}>
          {moneyWords(amountOf(order))}
        </View>
        {back && <View>{back}</View>}
      </View>
      {payBy && <View className="order-by">{momentOf(payBy)} 前付清</View>}
      <View>{nextStep}</View>
      <View className="line">
        <View className="row-main">
          <View className="text-second">费用编号</View>
          <View className="order-number">{number}</View>
        </View>
        <Button kind="link" label={`复制费用编号 ${number}`} onPress={() => void copy(number)}>
          复制
        </Button>
      </View>
    </Card>
  );
}
