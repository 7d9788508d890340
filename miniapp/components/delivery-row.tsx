import { View } from '@tarojs/components';
import {
  canChooseOther,
  choiceNote,
  choiceWords,
  choosePage,
  type ResultOf,
  useDeliveryChoice,
} from '../hooks/delivery';
import { open, pageUrl } from '../platform/navigate';
import { Card } from './card';
import { Fact } from './facts';
import { Row } from './row';

const question = '结果怎么给我';

/** The answer of a check-your-answers page, with the way to change it. */
export function DeliveryFact({ of, editable = true }: { of: ResultOf; editable?: boolean }) {
  const { data, failure } = useDeliveryChoice(of);
  if (!data) {
    return <Fact name={question}>{failure ? '以后在“我的事”里也能选' : '正在看可以怎么领…'}</Fact>;
  }
  const note = choiceNote(data);
  return (
    <Fact
      name={question}
      onChange={editable && canChooseOther(data) ? () => void open(choosePage(of)) : undefined}
    >
      <View>{choiceWords(data)}</View>
      {note && <View className="text-second">{note}</View>}
    </Fact>
  );
}

/** The way to the choice, or to the parcel once there is one; nothing where there is nothing to choose. */
export function DeliveryRow({ of }: { of: ResultOf }) {
  const { data } = useDeliveryChoice(of);
  if (!data || !(data.deliveryId || canChooseOther(data))) return null;
  // A parcel that was given up is past: the choice is open again.
  const toParcel = data.deliveryId !== null && (data.how === 'courier' || !canChooseOther(data));
  const url = toParcel
    ? pageUrl('/packages/delivery/detail/index', { id: data.deliveryId ?? undefined })
    : choosePage(of);
  return (
    <Card flush>
      <Row
        icon="parcel"
        title={question}
        note={[choiceWords(data), choiceNote(data)].filter(Boolean).join('，')}
        value={toParcel ? '看快递' : '修改'}
        onPress={() => void open(url)}
      />
    </Card>
  );
}
