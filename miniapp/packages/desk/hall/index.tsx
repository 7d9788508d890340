import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { useResource } from '../../../hooks/use-resource';
import { Frame } from '../frame';
import { Cards } from './cards';
import { Closures } from './closures';
import { Displays } from './displays';
import './hall.css';
import { Hours } from './hours';

/** What the head of a hall decides: days that are closed or short, the weekly hours, the screens, and the cards on the counters. */
export default function HallPage() {
  return <Frame title="大厅">{(me) => <Hall me={me} />}</Frame>;
}

type Part = 'closures' | 'hours' | 'displays' | 'cards';

function Hall({ me }: { me: StaffMe }) {
  const [chosen, setChosen] = useState<StaffMe['venue']>(me.venue);
  const [part, setPart] = useState<Part>('closures');
  if (!chosen) return <Halls onChoose={setChosen} />;
  return (
    <>
      <View className="text-title">{chosen.name}</View>
      <Segmented
        label="管理什么"
        segments={[
          { value: 'closures', title: '停办和缩短' },
          { value: 'hours', title: '每周时间' },
          { value: 'displays', title: '大厅屏幕' },
          { value: 'cards', title: '窗口评价码' },
        ]}
        value={part}
        onChange={setPart}
      />
      {part === 'closures' && <Closures venueId={chosen.id} />}
      {part === 'hours' && <Hours venueId={chosen.id} />}
      {part === 'displays' && <Displays venueId={chosen.id} />}
      {part === 'cards' && <Cards venueId={chosen.id} />}
    </>
  );
}

/** For who heads the whole city: which hall. */
function Halls({ onChoose }: { onChoose: (venue: { id: string; name: string }) => void }) {
  const halls = useResource('GET /venues', { query: { level: 'centre' } });
  return (
    <ResourceView resource={halls}>
      {({ items }) => (
        <Card title="哪个大厅？" flush>
          {items.map(({ id, name }) => (
            <Row key={id} icon="hall" title={name} onPress={() => onChoose({ id, name })} />
          ))}
        </Card>
      )}
    </ResourceView>
  );
}
