import { View } from '@tarojs/components';
import { useRouter, useShareAppMessage } from '@tarojs/taro';
import type { VenueDetail } from '../../../../shared/contract';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Page } from '../../../components/page';
import { PhoneRow } from '../../../components/phone-row';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Tag } from '../../../components/tag';
import { showOnMap } from '../../../hooks/map';
import { openSearch } from '../../../hooks/search-intent';
import { useResource } from '../../../hooks/use-resource';
import { fullFree } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { weekOf } from './week-of';

/** One hall: open now or when, where, whom to call, what can be done there. */
export default function HallPage() {
  const { id = '' } = useRouter().params;
  const hall = useResource('GET /venues/{id}', id ? { params: { id } } : null);
  useShareAppMessage(() => ({
    title: hall.data?.name ?? '大厅',
    path: pageUrl('/packages/guide/hall/index', { id }),
  }));
  return (
    <Page title="大厅">
      <ResourceView resource={hall} blocks={4}>
        {(venue) => (
          <>
            <Card>
              <View className="text-title">{venue.name}</View>
              <View className="line">
                <Tag tone={venue.opening.open ? 'green' : 'grey'} icon="clock">
                  {venue.opening.words}
                </Tag>
              </View>
              {venue.facilities.length > 0 && (
                <View className="text-second">{venue.facilities.join('、')}</View>
              )}
              <Button onPress={() => openSearch({ venue: { id: venue.id, name: venue.name } })}>
                {`看这里能办的 ${venue.itemCount} 件事`}
              </Button>
            </Card>
            <Where venue={venue} />
            <Hours venue={venue} />
            <Queues venue={venue} />
            <Card flush>
              <Row
                icon="people"
                title="各个窗口"
                note="谁在那里、怎么承诺、大家怎么评"
                onPress={() => void open(pageUrl('/packages/window/windows/index', { id: venue.id }))}
              />
              <Row
                icon="warning"
                title="投诉这个大厅"
                note="没开门、没办成、态度不好"
                onPress={() => void open(pageUrl('/packages/complaints/file/index', { venueId: venue.id }))}
              />
            </Card>
            {venue.sample && (
              <View className="text-small">地址、时间和窗口是示例数据，以大厅公布的为准。</View>
            )}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function Where({ venue }: { venue: VenueDetail }) {
  const { name, address, phone, route } = venue;
  const spot = { name, address: address.text, latitude: address.latitude, longitude: address.longitude };
  return (
    <Card title="怎么去" flush>
      <Row icon="place" title={address.text} value="看地图" onPress={() => showOnMap(spot)} />
      <Row icon="route" title={route} />
      <PhoneRow who="大厅电话" number={phone} />
    </Card>
  );
}

function Hours({ venue: { hours, week } }: { venue: VenueDetail }) {
  return (
    <>
      <Card title="这七天" flush>
        {week.map(({ date, words, open, reason }) => (
          <Row key={date} title={words} value={open ? '开门' : '不开门'} note={reason ?? undefined} />
        ))}
      </Card>
      <Card title="平常的时间" flush>
        {weekOf(hours).map(({ days, times }) => (
          <Row key={days} title={days} note={times} />
        ))}
      </Card>
    </>
  );
}

function Queues({ venue: { queues } }: { venue: VenueDetail }) {
  if (queues.length === 0) return null;
  return (
    <Card title="窗口和最早能约的时间" flush>
      {queues.map(({ id, name, department, firstFree }) => (
        <Row
          key={id}
          title={name}
          note={department === name ? undefined : department}
          value={firstFree ? fullFree(firstFree) : '近期约满'}
        />
      ))}
    </Card>
  );
}
