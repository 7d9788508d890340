import { View } from '@tarojs/components';
import {
  canChooseOther,
  choiceNote,
  choiceWords,
  choosePage,
  type DeliveryChoice,
  type ResultOf,
  useDeliveryChoice,
  useKnownChoice,
} from '../hooks/delivery';
import { open, pageUrl } from '../platform/navigate';
import { Card } from './card';
import { Fact } from './facts';
import { Row } from './row';

const question = '结果怎么给我';

/** The answer of a check-your-answers page, with the way to change it. */
export function DeliveryFact({ of }: { of: ResultOf }) {
  const { data, failure } = useDeliveryChoice(of);
  if (!data) {
    return <Fact name={question}>{failure ? '以后在“我的事”里也能选' : '正在看可以怎么领…'}</Fact>;
  }
  return <Chosen of={of} choice={data} editable />;
}

function Chosen({ of, choice, editable }: { of: ResultOf; choice: DeliveryChoice; editable: boolean }) {
  const note = choiceNote(choice);
  return (
    <Fact
      name={question}
      onChange={editable && canChooseOther(choice) ? () => void open(choosePage(of)) : undefined}
    >
      <View>{choiceWords(choice)}</View>
      {note && <View className="text-second">{note}</View>}
    </Fact>
  );
}

interface WhileBooking {
  of: ResultOf;
  itemCode: string;
}

/** The same while somebody books: a seat is held, and nothing more is asked of the server. */
export function BookingDeliveryFact({ of, itemCode, editable }: WhileBooking & { editable: boolean }) {
  const { known, sendable } = useKnownChoice(of, itemCode);
  if (known) return <Chosen of={of} choice={known} editable={editable} />;
  return (
    <Fact name={question} onChange={editable && sendable ? () => void open(choosePage(of)) : undefined}>
      <View>到窗口领取</View>
      {sendable && <View className="text-second">也可以寄到家</View>}
    </Fact>
  );
}

/** The way to the choice, once it is booked. */
export function BookingDeliveryRow({ of, itemCode }: WhileBooking) {
  const { known, sendable } = useKnownChoice(of, itemCode);
  if (!(known ? canChooseOther(known) : sendable)) return null;
  const note = known ? [choiceWords(known), choiceNote(known)] : ['到窗口领取', '也可以寄到家'];
  return (
    <Card flush>
      <Row
        icon="parcel"
        title={question}
        note={note.filter(Boolean).join('，')}
        value="修改"
        onPress={() => void open(choosePage(of))}
      />
    </Card>
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
