import { View } from '@tarojs/components';
import { useState } from 'react';
import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { type Answer, call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { RadioGroup } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Sheet } from '../../../components/sheet';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { useResource } from '../../../hooks/use-resource';
import '../parts/complaints.css';
import { Figures } from './figures';
import { monthWords } from './month-words';

/** What others complained about and how it ended, and the figures; open to everybody. */
export default function PublishedPage() {
  return (
    <Page title="公开的投诉和数字">
      <Figures />
      <Answered />
    </Page>
  );
}

const all = 'all';
type Filter = ComplaintCategory | typeof all;

const filters: { value: Filter; title: string }[] = [
  { value: all, title: '全部' },
  ...Object.entries(complaintCategories).map(([value, { words }]) => ({
    value: value as ComplaintCategory,
    title: words,
  })),
];

function Answered() {
  const [filter, setFilter] = useState<Filter>(all);
  const [choosing, setChoosing] = useState(false);
  const query = { category: filter === all ? undefined : filter };
  const first = useResource('GET /published/complaints', { query });
  const list = useMore(first.data, (page) =>
    call('GET /published/complaints', { query: { ...query, page } }),
  );
  return (
    <>
      <Card title="答复了的投诉" flush>
        <Row
          icon="search"
          title="看哪一类"
          value={filters.find(({ value }) => value === filter)?.title}
          onPress={() => setChoosing(true)}
        />
      </Card>
      <Sheet open={choosing} title="看哪一类" onClose={() => setChoosing(false)}>
        <RadioGroup
          label="看哪一类"
          options={filters}
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setChoosing(false);
          }}
        />
      </Sheet>
      <ResourceView resource={first} blocks={2} lines={5}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={filter === all ? '还没有公开的投诉' : '这一类还没有公开的投诉'}>
              投诉的人同意，并有专人去掉个人信息以后，才会公开在这里。
            </Empty>
          ) : (
            <>
              {list.rows.map((one) => (
                <OneAnswered key={one.id} one={one} />
              ))}
              <FailureNotice failure={list.moreFailure} />
              {list.more && (
                <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                  {`再看一些（共 ${total} 份）`}
                </Button>
              )}
            </>
          )
        }
      </ResourceView>
    </>
  );
}

function OneAnswered({ one }: { one: Answer<'GET /published/complaints'>['items'][number] }) {
  const where = [one.itemName, one.venueName].filter(Boolean).join(' · ');
  return (
    <Card>
      <View className="line">
        <Tag tone="grey" icon="document">
          {one.categoryWords}
        </Tag>
        <View className="text-small">{monthWords(one.month)}提交</View>
      </View>
      {where && <View className="text-second">{where}</View>}
      <View className="prose">{one.what}</View>
      <View>
        <Part name="查到了什么" words={one.found} />
        <Part name="做了什么" words={one.done} />
        <Part name="依据" words={one.basis} />
      </View>
    </Card>
  );
}

function Part({ name, words }: { name: string; words: string }) {
  return (
    <View className="complaint-part">
      <View className="complaint-sub">{name}</View>
      <View className="prose">{words}</View>
    </View>
  );
}
