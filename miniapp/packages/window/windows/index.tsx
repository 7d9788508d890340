import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { useResource } from '../../../hooks/use-resource';
import { open, pageUrl } from '../../../platform/navigate';

/** The windows of a hall; each leads to who sits there and how it is rated. */
export default function WindowsPage() {
  const { id = '' } = useRouter().params;
  const params = { id };
  const first = useResource('GET /venues/{id}/windows', id ? { params } : null);
  const list = useMore(first.data, (page) => call('GET /venues/{id}/windows', { params, query: { page } }));
  return (
    <Page title="各个窗口">
      <ResourceView resource={first} blocks={1} lines={6}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="这里没有分窗口" icon="hall">
              <View className="text-second">到了大厅问一下就行，也可以先打大厅电话。</View>
              <Button
                kind="secondary"
                onPress={() => void open(pageUrl('/packages/guide/hall/index', { id }))}
              >
                看大厅的电话和时间
              </Button>
            </Empty>
          ) : (
            <>
              <View className="text-second">点开看谁在那里、怎么承诺、大家怎么评。</View>
              <Card flush>
                {list.rows.map(({ id: window, name, department }) => (
                  <Row
                    key={window}
                    title={name}
                    note={department === name ? undefined : department}
                    onPress={() => void open(pageUrl('/packages/window/window/index', { id: window }))}
                  />
                ))}
              </Card>
              <FailureNotice failure={list.moreFailure} />
              {list.more && (
                <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                  {`再看一些（共 ${total} 个）`}
                </Button>
              )}
            </>
          )
        }
      </ResourceView>
    </Page>
  );
}
