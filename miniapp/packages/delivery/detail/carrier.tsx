import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { copy } from '../../../hooks/copy';
import { showOnMap } from '../../../hooks/map';
import type { Parcel } from './use-parcel';

const travelling: readonly Parcel['state'][] = [
  'handed-over',
  'picked-up',
  'in-transit',
  'out-for-delivery',
  'returning',
];

/** Who brings it: the courier a tap away, the waybill to copy, where it was seen last. */
export function Carrier({ parcel }: { parcel: Parcel }) {
  const { carrier, courier, waybill, place } = parcel;
  if (!carrier) return null;
  // Before and after, where it is and who brings it are questions for the hall.
  const underWay = travelling.includes(parcel.state);
  return (
    <Card title={carrier.name} flush>
      {underWay && courier && (
        <PhoneRow who={courier.name ? `快递员 ${courier.name}` : '快递员'} number={courier.phone} />
      )}
      {underWay && place && (
        <Row
          icon="place"
          title="现在大概在"
          note={place.name}
          value="看地图"
          onPress={() => showOnMap({ ...place, address: place.name })}
        />
      )}
      {waybill && (
        <Row
          icon="document"
          title="运单号"
          note={<View className="parcel-waybill">{waybill}</View>}
          value={
            <Button kind="link" label={`复制运单号 ${waybill}`} onPress={() => void copy(waybill)}>
              复制
            </Button>
          }
        />
      )}
      <PhoneRow who={`${carrier.name}客服`} number={carrier.phone} />
    </Card>
  );
}

/** Where it goes and what that costs. */
export function Receiver({ parcel: { address, cost } }: { parcel: Parcel }) {
  if (!address) return null;
  return (
    <Card title="寄到哪里">
      <View>
        <View>
          {address.name} {address.phone}
        </View>
        <View className="text-second">
          {address.regionWords}
          {address.detail}
        </View>
      </View>
      <View className="text-second">{cost.words}</View>
    </Card>
  );
}
