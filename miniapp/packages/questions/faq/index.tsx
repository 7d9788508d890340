import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { call } from '../../../api';
import { Answered } from '../../../components/answered';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { SearchBox } from '../../../components/search-box';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { a11y } from '../../../platform/a11y';
import { open, pageUrl } from '../../../platform/navigate';
import { useFound } from '../parts/use-found';

/** What was asked and answered before: of an item, or searched. */
export default function FaqPage() {
  const { item, q: given = '' } = useRouter().params;
  const [typed, setTyped] = useState(given);
  const q = typed.trim();
  const query = { ...(q && { q }), ...(item && { item }) };
  const first = useFound(query);
  const list = useMore(first.data, (page) => call('GET /questions', { query: { ...query, page } }));
  const ask = () => void open(pageUrl('/packages/questions/ask/index', { item }));
  return (
    <Page title="大家问过的">
      <SearchBox label="搜问过的问题" placeholder="例如 照片、代办、多久" value={typed} onChange={setTyped} />
      <ResourceView resource={first} blocks={1} lines={5}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={q ? `没有找到“${q}”` : '还没有人问过'} icon="search">
              <View className="text-second">
                {q ? '换个说法试试，也可以直接问。' : '您可以第一个问，答好了后来的人也能看到。'}
              </View>
            </Empty>
          ) : (
            <>
              <View className="text-second" {...a11y({ role: 'status', live: 'polite' })}>
                共 {total} 个，点开看答复
              </View>
              <Card>
                <Answered entries={list.rows} />
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
      <Button icon="message" onPress={ask}>
        问一个问题
      </Button>
    </Page>
  );
}
