import { View } from '@tarojs/components';
import type { Guide } from '../../../../shared/contract';
import { Card } from '../../../components/card';
import { Icon, type IconName } from '../../../components/icon';
import { SlowNote } from '../../../components/resource-view';
import { fullFree, visitWords } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import './guide.css';

/** The answers on top: can I do it here and now, how often must I come, by when is it done, what does it cost. */
export function Answers({ guide, slow }: { guide: Guide; slow: boolean }) {
  return (
    <Card>
      <View>
        <View className="text-title" {...a11y({ role: 'heading', level: 2 })}>
          {guide.name}
        </View>
        <View className="text-second">
          {guide.department} · {guide.venueName}
        </View>
      </View>
      {slow && <SlowNote>网络有点慢，正在为您留位…</SlowNote>}
      <Fact icon="calendar" title={bookingWords(guide)} note={guide.soonest?.venueName} />
      <Fact icon="devices" title={onlineWords(guide)} />
      <Fact icon="route" title={visitsLine(guide)} note={guide.visitsWhy} />
      <Fact icon="clock" title={guide.deadlineWords} />
      <Fact icon="info" title={guide.feeWords === '不收费' ? '不收费' : `费用 ${guide.feeWords}`} />
    </Card>
  );
}

function bookingWords({ bookable, soonest }: Guide): string {
  if (!bookable) return '不用预约，开门时间直接到窗口';
  return soonest ? `最早可约 ${fullFree(soonest.time)}` : '近几天约满，可以直接到窗口取号';
}

function onlineWords({ channels }: Guide): string {
  const post = channels.includes('courier') ? '，结果可以免费寄给您' : '';
  if (!channels.includes('online')) return `要到窗口办${post}`;
  return channels.includes('window') ? `可以网上办，也可以到窗口办${post}` : `网上就能办${post}`;
}

function visitsLine({ visits }: Guide): string {
  return visits === 0 ? '一次也不用跑' : `最多${visitWords(visits)}`;
}

function Fact({ icon, title, note }: { icon: IconName; title: string; note?: string | null | undefined }) {
  return (
    <View className="fact">
      <Icon name={icon} className="fact-icon" />
      <View className="row-main">
        <View>{title}</View>
        {note && <View className="text-second">{note}</View>}
      </View>
    </View>
  );
}
