import { View } from '@tarojs/components';
import { useState } from 'react';
import { Card } from '../../../components/card';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { useRead } from '../api/use-read';
import { WindowCard } from '../window-card/window-card';

/** The cards on the counters of a hall: choose a window, print its card. */
export function Cards({ venueId }: { venueId: string }) {
  const venue = useRead('GET /venues/{id}', { params: { id: venueId } });
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  return (
    <ResourceView resource={venue} lines={5}>
      {({ windows }) =>
        windows.length === 0 ? (
          <Empty title="这个大厅还没有窗口" icon="hall" />
        ) : (
          <View className="hall-cards">
            <Card title="哪个窗口？" flush>
              <View className="hits">
                {windows.map(({ id, name, department }) => (
                  <Row
                    key={id}
                    icon="hall"
                    title={name}
                    note={department}
                    onPress={() => setChosen({ id, name })}
                  />
                ))}
              </View>
            </Card>
            {chosen && <WindowCard key={chosen.id} windowId={chosen.id} name={chosen.name} />}
          </View>
        )
      }
    </ResourceView>
  );
}
