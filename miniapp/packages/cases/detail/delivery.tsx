import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { DeliveryRow } from '../../../components/delivery-row';
import { matterTones } from '../../../components/matter-card';
import { Tag } from '../../../components/tag';
import { choosePage, type ResultOf, useDeliveryChoice } from '../../../hooks/delivery';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import './detail.css';

/** Nothing of these is handed to anyone. */
const withoutResult: readonly CaseDetail['state'][] = ['draft', 'declined', 'withdrawn', 'closed'];

/** How the result reaches me: the parcel with the one thing to do, or the choice until it is handed over. */
export function Delivery({ detail: { id, state } }: { detail: CaseDetail }) {
  const of: ResultOf | null = withoutResult.includes(state) ? null : { kind: 'case', id };
  const { data } = useDeliveryChoice(of);
  if (!of || !data) return null;
  return data.deliveryId ? <ParcelCard of={of} id={data.deliveryId} /> : <DeliveryRow of={of} />;
}

function ParcelCard({ of, id }: { of: ResultOf; id: string }) {
  const { data } = useResource('GET /deliveries/{id}', { params: { id } }, { freshFor: 0 });
  if (!data) return null;
  const { action } = data;
  const page = pageUrl('/packages/delivery/detail/index', { id });
  const url = action?.kind === 'give-address' ? choosePage(of, 'courier') : page;
  return (
    <Card title="结果快递">
      <View className="line">
        <Tag tone={matterTones[data.tone]}>{data.stateWords}</Tag>
      </View>
      {data.byWords && <View className="case-by">{data.byWords}</View>}
      <View>{data.nextStep}</View>
      <Button kind={data.tone === 'action' ? 'primary' : 'secondary'} onPress={() => void open(url)}>
        {action?.label ?? '看快递到了哪里'}
      </Button>
    </Card>
  );
}
