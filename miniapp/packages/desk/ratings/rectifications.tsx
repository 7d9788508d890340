import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffRectification } from '../../../../shared/contract/evaluations';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import { RectificationTags } from '../rectification/rectification-work';

type Scope = 'open' | 'closed' | 'all';

const empties: Record<Scope, { title: string; note: string }> = {
  open: { title: '没有要整改的差评', note: '收到差评会自动排在这里，先到期的在上面。' },
  closed: { title: '还没有结束的整改', note: '办结和认定不属实的在这里。' },
  all: { title: '没有整改', note: '收到差评会自动排在这里。' },
};

const refreshMs = 60_000;

/** What bad grades opened, by their clock. */
export function Rectifications() {
  const [scope, setScope] = useState<Scope>('open');
  const first = useRead('GET /staff/rectifications', { query: { scope } }, { every: refreshMs });
  const list = useMore(first.data, (page) => ask('GET /staff/rectifications', { query: { scope, page } }));
  return (
    <>
      <Segmented
        label="哪些整改"
        segments={[
          { value: 'open', title: '在办' },
          { value: 'closed', title: '已结束' },
          { value: 'all', title: '全部' },
        ]}
        value={scope}
        onChange={setScope}
      />
      <ResourceView resource={first} blocks={3}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={empties[scope].title} icon="done">
              {empties[scope].note}
            </Empty>
          ) : (
            <Card flush>
              <View className="desk-rows">
                {list.rows.map((row) => (
                  <RectificationRow key={row.id} row={row} />
                ))}
              </View>
            </Card>
          )
        }
      </ResourceView>
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          {`再看一些（共 ${first.data?.total ?? 0} 件）`}
        </Button>
      )}
    </>
  );
}

function RectificationRow({ row }: { row: StaffRectification }) {
  const { gradeWords, tags, words, itemName, venueName, department, windowName, on } = row.evaluation;
  const said = [gradeWords, ...tags].join('、');
  return (
    <Row
      title={`${said}${words ? `：${words}` : ''}`}
      note={
        <>
          <View>{[on, itemName, venueName, department, windowName].filter(Boolean).join(' · ')}</View>
          {row.byWords && <View>{row.byWords}</View>}
        </>
      }
      value={
        <View className="desk-row-tags">
          <RectificationTags of={row} />
        </View>
      }
      onPress={() => void open(pageUrl('/packages/desk/rectification/index', { id: row.id }))}
    />
  );
}
