import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { SearchBox } from '../../../components/search-box';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';
import { urgencies } from '../case-work/facts';
import { Frame } from '../frame';

type Cases = StaffAnswer<'GET /staff/cases'>;
type Scope = 'mine' | 'open' | 'closed';

const pauseMs = 250;

/** My open cases, what runs out first on top; all of my place; and by number or item. */
export default function CasesPage() {
  return <Frame title="办件">{() => <Cases />}</Frame>;
}

function Cases() {
  const [scope, setScope] = useState<Scope>('mine');
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const query = { scope: q === '' ? scope : ('all' as const), q: q === '' ? undefined : q };
  const first = useRead('GET /staff/cases', { query });
  const list = useMore(first.data, (page) => ask('GET /staff/cases', { query: { ...query, page } }));
  return (
    <>
      <View className="desk-fields">
        <View className="desk-choice">
          <SearchBox label="找办件" placeholder="编号或事项" value={words} onChange={setWords} />
        </View>
        <Segmented
          label="哪些办件"
          segments={[
            { value: 'mine', title: '我经手的' },
            { value: 'open', title: '全部在办' },
            { value: 'closed', title: '已结束' },
          ]}
          value={scope}
          onChange={setScope}
        />
      </View>
      <ResourceView resource={first} blocks={3}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={q ? `没有找到“${q}”` : '这里没有办件'} icon="document">
              {scope === 'mine' && !q && '没有您经手的在办件；别人的在“全部在办”里。'}
            </Empty>
          ) : (
            <>
              <Warnings rows={list.rows} />
              <Card flush>
                {list.rows.map((row) => (
                  <CaseRow key={row.id} row={row} />
                ))}
              </Card>
              <FailureNotice failure={list.moreFailure} />
              {list.more && (
                <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
                  {`再看一些（共 ${total} 件）`}
                </Button>
              )}
            </>
          )
        }
      </ResourceView>
    </>
  );
}

function Warnings({ rows }: { rows: Cases['items'] }) {
  const count = (urgency: Cases['items'][number]['urgency']) =>
    rows.filter((row) => row.urgency === urgency).length;
  const [over, near] = [count('overdue'), count('near')];
  if (over + near === 0) return null;
  return (
    <View className="line">
      {over > 0 && <Tag tone="red">{`${over} 件已超期`}</Tag>}
      {near > 0 && <Tag tone="amber">{`${near} 件快到期`}</Tag>}
    </View>
  );
}

function CaseRow({ row }: { row: Cases['items'][number] }) {
  const { words, tone } = urgencies[row.urgency];
  return (
    <Row
      title={`${row.itemName} · ${row.applicant}`}
      note={
        <>
          <View>
            {row.number} · {row.stateWords}
            {row.handler && ` · ${row.handler.name}`}
          </View>
          {row.due && <View>{row.due.words}</View>}
        </>
      }
      value={<Tag tone={tone}>{words}</Tag>}
      onPress={() => void open(pageUrl('/packages/desk/case/index', { id: row.id }))}
    />
  );
}
