import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Icon } from '../../../components/icon';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { copy } from '../../../hooks/copy';
import { useResource } from '../../../hooks/use-resource';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { addToCalendar } from '../calendar';
import './done.css';

/** What was done, its reference, what comes next and by when, who is responsible, what I can do (ux.md §1.4). */
export default function DonePage() {
  const { id = '', moved } = useRouter().params;
  const booked = useResource('GET /appointments/{id}', id ? { params: { id } } : null);
  const title = moved ? '已改期' : '已约好';
  return (
    <Page
      title={title}
      footer={
        <BottomBar>
          <Button
            icon="ticket"
            onPress={() => void replace(pageUrl('/packages/booking/ticket/index', { id }))}
          >
            看预约票和签到码
          </Button>
          <Button kind="secondary" onPress={() => void open('/pages/home/index')}>
            回到首页
          </Button>
        </BottomBar>
      }
    >
      <ResourceView resource={booked} blocks={2} lines={4}>
        {(appointment) => {
          const { reference, venue } = appointment;
          return (
            <>
              <Card>
                <View className="done-head">
                  <Icon name="done" className="done-icon" />
                  <View className="text-title">{title}</View>
                  <View>{appointment.whenWords}</View>
                  {reference && (
                    <>
                      <View className="text-second">预约号</View>
                      <View className="done-reference">{reference}</View>
                      <Button
                        kind="link"
                        label={`复制预约号 ${reference}`}
                        onPress={() => void copy(reference)}
                      >
                        复制
                      </Button>
                    </>
                  )}
                </View>
              </Card>
              <Card title="接下来">
                <View>{appointment.nextStep}</View>
                <View>
                  <Fact name="办什么">{appointment.itemName}</Fact>
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
              <Card flush>
                <PhoneRow
                  who={`${appointment.queueName}负责`}
                  number={venue.phone}
                  note="找不到、来不了，打这个"
                />
              </Card>
            </>
          );
        }}
      </ResourceView>
    </Page>
  );
}
