import { View } from '@tarojs/components';
import { useState } from 'react';
import { Answered } from '../../../components/answered';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ResourceView } from '../../../components/resource-view';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';

/** More are on a page of their own. */
const most = 5;

/** What others asked about this item, fetched when somebody wants to see it, and the way to ask. */
export function Asked({ code }: { code: string }) {
  const [wanted, setWanted] = useState(false);
  const asked = useResource('GET /questions', wanted ? { query: { item: code } } : null);
  const faq = pageUrl('/packages/questions/faq/index', { item: code });
  return (
    <Card title="还有不清楚的">
      {wanted ? (
        <ResourceView resource={asked} blocks={1} lines={3}>
          {({ items, total }) =>
            total === 0 ? (
              <View className="text-second">这件事还没有人问过，您可以第一个问。</View>
            ) : (
              <>
                <Answered entries={items.slice(0, most)} />
                {total > most && (
                  <Button kind="link" onPress={() => void open(faq)}>
                    {`看全部 ${total} 个`}
                  </Button>
                )}
              </>
            )
          }
        </ResourceView>
      ) : (
        <Button kind="secondary" icon="down" onPress={() => setWanted(true)}>
          看大家问过的
        </Button>
      )}
      <Button
        kind="secondary"
        icon="message"
        onPress={() => void open(pageUrl('/packages/questions/ask/index', { item: code }))}
      >
        问一个问题
      </Button>
    </Card>
  );
}
