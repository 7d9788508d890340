import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { matterTones } from '../../../components/matter-card';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { SearchBox } from '../../../components/search-box';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import { yuan } from './amount';
import { OneOrder } from './one-order';

const pauseMs = 250;

/** Finds an order by its own, the case's or WeChat's number, shows what was paid, and asks to give some back. */
export function AskRefund({ onAsked }: { onAsked: () => void }) {
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQ(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const query = q === '' ? {} : { q };
  const first = useRead('GET /staff/orders', { query });
  const list = useMore(first.data, (page) => ask('GET /staff/orders', { query: { ...query, page } }));
  if (chosen) return <OneOrder id={chosen} onAsked={onAsked} onClose={() => setChosen(null)} />;
  return (
    <>
      <SearchBox
        label="找一笔费用"
        placeholder="费用编号、办件编号或微信单号"
        value={words}
        onChange={setWords}
      />
      <ResourceView resource={first} lines={5}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={q ? `没有找到“${q}”` : '还没有费用'} icon="money">
              {q && '费用编号在申请人的“我的缴费”里；也可以按事项名找。'}
            </Empty>
          ) : (
            <Card flush>
              {list.rows.map((order) => (
                <Row
                  key={order.id}
                  title={order.title}
                  note={
                    <>
                      <View>{order.about}</View>
                      <View className="money-number">{order.number}</View>
                    </>
                  }
                  value={
                    <View className="line">
                      <View className="money-sum">{yuan(order.fen)} 元</View>
                      <Tag tone={matterTones[order.tone]}>{order.stateWords}</Tag>
                    </View>
                  }
                  onPress={() => setChosen(order.id)}
                />
              ))}
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          {`再看一些（共 ${first.data?.total ?? 0} 笔）`}
        </Button>
      )}
    </>
  );
}
