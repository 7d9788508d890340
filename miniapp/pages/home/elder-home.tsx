import { View } from '@tarojs/components';
import { Button } from '../../components/button';
import { Icon, type IconName } from '../../components/icon';
import { dial } from '../../components/phone-row';
import { Pressable } from '../../components/pressable';
import { openSearch } from '../../hooks/search-intent';
import { useSizes } from '../../hooks/use-sizes';
import { open } from '../../platform/navigate';
import './home.css';
import { LateOutcome, MyMatter, Unread } from './my-matter';
import type { Home } from './use-home';

interface BigAction {
  title: string;
  note: string;
  icon: IconName;
  go: () => void;
}

/** Four large actions, and the person's next matter above them. */
export function ElderHome({ home }: { home: Home }) {
  const { setElderMode } = useSizes();
  const actions: BigAction[] = [
    { title: '我要办事', note: '找事项、看要带什么、约时间', icon: 'services', go: () => openSearch({}) },
    {
      title: '我的事',
      note: home.matterCount > 0 ? `${home.matterCount} 件在办` : '约好的时间、办到哪一步',
      icon: 'matters',
      go: () => void open('/pages/matters/index'),
    },
    {
      title: '附近大厅',
      note: home.venue ? home.venue.opening.words : '地址、时间、怎么走',
      icon: 'hall',
      go: () => void open('/packages/guide/halls/index'),
    },
    { title: '打电话问', note: `${home.hotline} 便民热线`, icon: 'phone', go: () => dial(home.hotline) },
  ];
  return (
    <>
      <LateOutcome />
      <MyMatter home={home} />
      <Unread count={home.unread} />
      {actions.map(({ title, note, icon, go }) => (
        <Pressable key={title} className="big-action" onPress={go}>
          <Icon name={icon} className="big-action-icon" />
          <View className="row-main">
            <View className="text-title">{title}</View>
            <View className="text-second">{note}</View>
          </View>
          <Icon name="next" />
        </Pressable>
      ))}
      <Button kind="secondary" icon="text" onPress={() => setElderMode(false)}>
        回到标准版
      </Button>
    </>
  );
}
