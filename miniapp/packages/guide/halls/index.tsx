import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { Segmented } from '../../../components/choice';
import { Page } from '../../../components/page';
import { VenueList } from '../../../components/venue-list';
import { useCounty } from '../../../hooks/place';
import { useVenues } from '../../../hooks/use-venues';
import { open, pageUrl } from '../../../platform/navigate';

const levels = [
  { value: 'centre', title: '政务大厅' },
  { value: 'township', title: '乡镇' },
  { value: 'village', title: '村' },
] as const;

type Level = (typeof levels)[number]['value'];

/** Halls and service points; with `item` those that serve it. */
export default function HallsPage() {
  const { item } = useRouter().params;
  const county = useCounty() ?? undefined;
  const [level, setLevel] = useState<Level>('centre');
  // The centres of the city and of every county are few: all of them. Below that only the person's county.
  const centres = level === 'centre';
  const venues = useVenues({
    item,
    level: item ? undefined : level,
    county: centres || item ? undefined : county,
  });
  return (
    <Page title={item ? '能办的大厅' : '大厅'}>
      {!item && <Segmented label="哪一级" segments={levels} value={level} onChange={setLevel} />}
      <VenueList
        venues={venues}
        none="没有找到大厅"
        onPress={({ id }) => void open(pageUrl('/packages/guide/hall/index', { id }))}
      />
    </Page>
  );
}
