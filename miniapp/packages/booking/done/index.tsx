import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import type { Answer } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { BookingDeliveryRow } from '../../../components/delivery-row';
import { Fact } from '../../../components/facts';
import { Icon } from '../../../components/icon';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { SubscribeCard } from '../../../components/subscribe-card';
import { copy } from '../../../hooks/copy';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { addToCalendar } from '../calendar';
import './done.css';

type Appointment = Answer<'GET /appointments/{id}'>;

const titles = { booked: '已约好', moved: '已改期', cancelled: '已取消' } as const;
type Did = keyof typeof titles;

function didOf(param: string | undefined): Did {
  return param === 'moved' || param === 'cancelled' ? param : 'booked';
}

/** What was done, its reference, what comes next and by when, who is responsible, what I can do. */
export default function DonePage() {
  const { id = '', did: param } = useRouter().params;
  const did = didOf(param);
  const appointment = useResource('GET /appointments/{id}', id ? { params: { id } } : null);
  const { data } = appointment;
  return (
    <Page title={titles[did]} footer={data && <Ways appointment={data} did={did} />}>
      <ResourceView resource={appointment} blocks={2} lines={4}>
        {(shown) => (
          <>
            <Head appointment={shown} did={did} />
            {did === 'cancelled' ? (
              <Card>
                <View>{shown.nextStep}</View>
              </Card>
            ) : (
              <Next appointment={shown} />
            )}
            {did !== 'cancelled' && (
              <BookingDeliveryRow of={{ kind: 'appointment', id: shown.id }} itemCode={shown.itemCode} />
            )}
            {did !== 'cancelled' && <SubscribeCard moment="booked" />}
            <Card flush>
              <PhoneRow
                who={`${shown.queueName}负责`}
                number={shown.venue.phone}
                note="找不到、来不了，打这个"
              />
            </Card>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

interface PartProps {
  appointment: Appointment;
  did: Did;
}

function Ways({ appointment: { id, itemCode, queueId }, did }: PartProps) {
  const ticket = pageUrl('/packages/booking/ticket/index', { id });
  const again = pageUrl('/packages/booking/slot/index', { item: itemCode, queue: queueId });
  return (
    <BottomBar>
      {did === 'cancelled' ? (
        <Button icon="calendar" onPress={() => void replace(again)}>
          再约一个时间
        </Button>
      ) : (
        <Button icon="ticket" onPress={() => void replace(ticket)}>
          看预约票和签到码
        </Button>
      )}
      <Button kind="secondary" onPress={() => void open('/pages/home/index')}>
        回到首页
      </Button>
    </BottomBar>
  );
}

function Head({ appointment: { itemName, whenWords, reference, forWhom }, did }: PartProps) {
  return (
    <Card>
      <View className="done-head">
        <Icon name="done" className="done-icon" />
        <View className="text-title">{titles[did]}</View>
        <View>{itemName}</View>
        {forWhom && (
          <View className="text-second">
            为 {forWhom.name} 约，您是{forWhom.relation}
          </View>
        )}
        <View className={did === 'cancelled' ? 'done-gone' : ''}>{whenWords}</View>
        {reference && (
          <>
            <View className="text-second">预约号</View>
            <View className="done-reference">{reference}</View>
            <Button kind="link" label={`复制预约号 ${reference}`} onPress={() => void copy(reference)}>
              复制
            </Button>
          </>
        )}
      </View>
    </Card>
  );
}

function Next({ appointment }: { appointment: Appointment }) {
  const { venue } = appointment;
  return (
    <Card title="接下来">
      <View>{appointment.nextStep}</View>
      <View>
        <Fact name="签到">{momentOf(appointment.checkInFrom)} 起，到大厅扫签到码</Fact>
        <Fact name="改期取消">{momentOf(appointment.changeUntil)} 前，在预约票上办</Fact>
        <Fact name="大厅">
          <View>{venue.name}</View>
          <View className="text-second">{venue.address}</View>
        </Fact>
      </View>
      <Button kind="secondary" icon="calendar" onPress={() => void addToCalendar(appointment)}>
        加到日历，提前 1 小时提醒
      </Button>
    </Card>
  );
}
