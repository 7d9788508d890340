import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { DeliveryRow } from '../../../components/delivery-row';
import { choosePage, type ResultOf } from '../../../hooks/delivery';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import './detail.css';

/** Nothing of these is handed to anyone. */
const withoutResult: readonly CaseDetail['state'][] = ['draft', 'declined', 'withdrawn', 'closed'];

/** How the result reaches me: the parcel with the one thing to do, or the choice until it is handed over. */
export function Delivery({ detail }: { detail: CaseDetail }) {
  const { id, state, result } = detail;
  if (withoutResult.includes(state)) return null;
  const of: ResultOf = { kind: 'case', id };
  if (result?.deliveryId) return <ParcelCard of={of} id={result.deliveryId} detail={detail} />;
  return <DeliveryRow of={of} />;
}

function ParcelCard({ of, id, detail }: { of: ResultOf; id: string; detail: CaseDetail }) {
  const { data } = useResource('GET /deliveries/{id}', { params: { id } }, { freshFor: 0 });
  const page = pageUrl('/packages/delivery/detail/index', { id });
  if (!data) {
    // Not seen yet, and not to be had now: the way there all the same.
    return (
      <Card title="结果快递">
        <Button onPress={() => void open(page)}>
          {detail.action?.kind === 'delivery' ? detail.action.label : '看快递到了哪里'}
        </Button>
      </Card>
    );
  }
  // It waits at the window, and may be sent after all.
  if (data.state === 'cancelled') return <DeliveryRow of={of} />;
  // How it stands and what comes next is said at the head of the case.
  const { action } = data;
  const url = action?.kind === 'give-address' ? choosePage(of, 'courier') : page;
  return (
    <Card title="结果快递">
      {data.carrier && (
        <View>
          {data.carrier.name} {data.waybill}
        </View>
      )}
      {data.byWords && <View className="case-by">{data.byWords}</View>}
      <Button kind={data.tone === 'action' ? 'primary' : 'secondary'} onPress={() => void open(url)}>
        {action?.label ?? '看快递到了哪里'}
      </Button>
    </Card>
  );
}
