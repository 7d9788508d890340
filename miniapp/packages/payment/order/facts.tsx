import { View } from '@tarojs/components';
import { moneyWords } from '../../../../shared/domain/words';
import { isOpen, type Order } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { copy } from '../../../hooks/copy';
import { momentOf } from '../../../hooks/words';
import './order.css';

/** Each line with the rule it rests on, and the sum. */
export function Lines({ order: { lines, fen } }: { order: Order }) {
  return (
    <Card title="收的是什么">
      <View>
        {lines.map(({ name, fen: part, basis }) => (
          <View key={name} className="order-line">
            <View className="row-main">
              <View>{name}</View>
              {basis && <View className="text-second">依据：{basis}</View>}
            </View>
            <View className="order-sum">{moneyWords(part)}</View>
          </View>
        ))}
        {lines.length > 1 && (
          <View className="order-line">
            <View className="row-main">合计</View>
            <View className="order-sum order-total">{moneyWords(fen)}</View>
          </View>
        )}
      </View>
    </Card>
  );
}

/** Who need not pay, and how that is said: at the window, before anything is paid. */
export function Exempt({ order }: { order: Order }) {
  const { exemptions } = order;
  if (exemptions.length === 0 || !isOpen(order)) return null;
  return (
    <Card title="哪些人不用付">
      <View>
        {exemptions.map((line) => (
          <View key={line}>{line}</View>
        ))}
      </View>
      <View className="text-second">
        符合的先别付：带上证明到窗口说一声，登记好就不用付。已经付了的也到窗口说，核实后退回。
      </View>
    </Card>
  );
}

const whats = { payment: '付款', refund: '退款' } as const;

/** What was paid and what came back, each with the number that it is known by. */
export function Receipts({ order: { receipts } }: { order: Order }) {
  if (receipts.length === 0) return null;
  return (
    <Card title="付款和退款记录">
      {receipts.map(({ what, fen, at, number, words }) => (
        <View key={`${what} ${number}`} className="order-receipt">
          <View className="order-line">
            <View className="row-main">
              <View>{words}</View>
              <View className="text-second">{momentOf(at)}</View>
            </View>
            <View className="order-sum">
              {what === 'refund' && '退 '}
              {moneyWords(fen)}
            </View>
          </View>
          <View className="line">
            <View className="row-main text-second order-number">{number}</View>
            <Button kind="link" label={`复制${whats[what]}单号 ${number}`} onPress={() => void copy(number)}>
              复制
            </Button>
          </View>
        </View>
      ))}
    </Card>
  );
}

/** Who takes the money, and the other way to pay: at the window. */
export function Contact({ order }: { order: Order }) {
  const { payee, phone, number } = order;
  return (
    <Card title="收款单位" flush>
      <Row icon="hall" title={payee} note={isOpen(order) && `也可以到窗口付，报费用编号 ${number}`} />
      <PhoneRow who="问这笔费用" number={phone} />
    </Card>
  );
}
