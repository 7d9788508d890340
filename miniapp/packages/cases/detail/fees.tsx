import { View } from '@tarojs/components';
import type { OrderRow } from '../../../../shared/contract/payments';
import { moneyWords } from '../../../../shared/domain/words';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { OrderLine } from '../../../components/order-line';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';

/** Before it is handed in nothing can be owed for it. */
const before: readonly CaseDetail['state'][] = ['draft', 'submitted'];

/** What this case costs and how each part stands; nothing where nothing is owed. */
export function Fees({ detail: { id, state } }: { detail: CaseDetail }) {
  const orders = useResource('GET /orders', before.includes(state) ? null : { query: { caseId: id } }, {
    freshFor: 0,
  });
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
  if (items.length === 0) return null;
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
