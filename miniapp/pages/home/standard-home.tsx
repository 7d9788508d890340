import { View } from '@tarojs/components';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Icon } from '../../components/icon';
import { ItemRow } from '../../components/item-row';
import { Notice } from '../../components/notice';
import { PhoneRow } from '../../components/phone-row';
import { Pressable } from '../../components/pressable';
import { SearchDoor } from '../../components/search-box';
import { VenueRow } from '../../components/venue-row';
import { askPlace, usePlace } from '../../hooks/place';
import { openSearch } from '../../hooks/search-intent';
import { useSizes } from '../../hooks/use-sizes';
import { open, pageUrl } from '../../platform/navigate';
import { CountyChoice } from './county-choice';
import './home.css';
import { LateOutcome, MyMatter, Unread } from './my-matter';
import { themeIcon } from './theme-icon';
import type { Home } from './use-home';

/** The home page outside elder mode. */
export function StandardHome({ home }: { home: Home }) {
  const { setElderMode } = useSizes();
  const closures = home.notices.filter(({ kind }) => kind === 'closure');
  const news = home.notices.filter(({ kind }) => kind === 'news');
  return (
    <>
      <View className="home-top">
        <CountyChoice counties={home.counties} />
        <Pressable className="home-elder" label="切换到长辈版：字更大" onPress={() => setElderMode(true)}>
          <Icon name="text" />
          长辈版
        </Pressable>
      </View>
      <LateOutcome />
      <MyMatter home={home} />
      <Unread count={home.unread} />
      <SearchDoor placeholder="搜事项，例如 身份证" onPress={() => openSearch({ focus: true })} />
      {closures.map(({ id, text }) => (
        <Notice key={id} tone="amber">
          {text}
        </Notice>
      ))}
      <Card>
        <View className="home-themes">
          {home.themes.map(({ name, query, icon }) => (
            <Pressable key={name} className="home-theme" onPress={() => openSearch({ q: query })}>
              <Icon name={themeIcon(icon)} className="home-theme-icon" />
              {name}
            </Pressable>
          ))}
        </View>
      </Card>
      <Card title="常办" flush>
        {home.popular.map((item) => (
          <ItemRow key={item.code} item={item} />
        ))}
      </Card>
      <Card title="五张清单">
        <View className="home-lists">
          {home.lists.map(({ list, name, count }) => (
            <Pressable
              key={list}
              className="home-list"
              label={`${name}，${count} 项`}
              onPress={() => openSearch({ list })}
            >
              <View>{name}</View>
              <View className="text-second">{count} 项</View>
            </Pressable>
          ))}
        </View>
      </Card>
      <NearestHall home={home} />
      {news.map(({ id, text }) => (
        <Notice key={id}>{text}</Notice>
      ))}
      <Card flush>
        <PhoneRow who="便民热线" number={home.hotline} note="不会用、找不到、有意见，都可以打" />
      </Card>
    </>
  );
}

function NearestHall({ home: { venue } }: { home: Home }) {
  const place = usePlace();
  return (
    <Card title={place.state === 'known' ? '离您最近的大厅' : '附近大厅'} flush>
      {venue && (
        <VenueRow
          venue={venue}
          onPress={() => void open(pageUrl('/packages/guide/hall/index', { id: venue.id }))}
        />
      )}
      <View className="home-hall-links">
        {place.state !== 'known' && (
          <Button kind="link" icon="place" loading={place.state === 'asking'} onPress={() => void askPlace()}>
            按我的位置找最近的
          </Button>
        )}
        <Button kind="link" onPress={() => void open('/packages/guide/halls/index')}>
          看全部大厅
        </Button>
      </View>
      {place.state === 'declined' && (
        <View className="home-hall-declined text-second">没有用您的位置，按您选的县区显示。</View>
      )}
    </Card>
  );
}
