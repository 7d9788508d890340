import { View } from '@tarojs/components';
import type { OrderRow } from '../../../../shared/contract/payments';
import { moneyWords } from '../../../../shared/domain/words';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { OrderLine } from '../../../components/order-line';
import { Row } from '../../../components/row';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';

/** What this case costs: before it is owed how much that will be, then how each part stands; nothing where it is free. */
export function Fees({ detail: { id, fee, result } }: { detail: CaseDetail }) {
  const owes = (fee !== null && fee.state !== 'not-yet') || result?.how === 'courier';
  const orders = useResource('GET /orders', owes ? { query: { caseId: id } } : null, { freshFor: 0 });
  if (!owes) return fee && <FeeToCome fee={fee} note="受理以后才付，现在不用付" />;
  if (!orders.data) {
    if (!orders.failure) return null;
    return (
      <Notice
        tone="amber"
        title="费用没有读到"
        actions={
          <Button kind="link" icon="refresh" onPress={orders.reload}>
            再读一次费用
          </Button>
        }
      >
        这件事的其他内容不受影响。
      </Notice>
    );
  }
  const { items } = orders.data;
  // The order is opened a moment after the case was accepted.
  if (items.length === 0) return fee?.state === 'owed' ? <FeeToCome fee={fee} note="马上就可以付" /> : null;
  return (
    <Card title="费用" flush>
      {items.map((order) => (
        <View key={order.id}>
          <OrderLine order={order} />
          {order.state === 'owed' && <Pay order={order} />}
        </View>
      ))}
    </Card>
  );
}

function FeeToCome({ fee, note }: { fee: NonNullable<CaseDetail['fee']>; note: string }) {
  return (
    <Card title="费用" flush>
      <Row
        icon="money"
        title={fee.lines.map(({ name }) => name).join('、')}
        note={note}
        value={moneyWords(fee.fen)}
      />
    </Card>
  );
}

function Pay({ order: { id, title, fen } }: { order: OrderRow }) {
  return (
    <View className="case-pay">
      <Button
        label={`付 ${moneyWords(fen)}：${title}`}
        onPress={() => void open(pageUrl('/packages/payment/order/index', { id }))}
      >
        {`付 ${moneyWords(fen)}`}
      </Button>
    </View>
  );
}
