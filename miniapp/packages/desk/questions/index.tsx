import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { StaffQuestion } from '../../../../shared/contract/questions';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Pressable } from '../../../components/pressable';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';
import { QuestionTags, QuestionWork } from './question-work';
import './questions.css';

type Scope = 'open' | 'answered' | 'all';

const refreshMs = 60_000;

const empties: Record<Scope, { title: string; note: string }> = {
  open: { title: '没有等答复的提问', note: '问到您部门的问题会排在这里，先到期的在上面。' },
  answered: { title: '还没有答复过的提问', note: '答复过的在这里，可以改答复、公开或者不再公开。' },
  all: { title: '还没有人提问', note: '问到您部门的问题都在这里。' },
};

/** Questions to one's department: open by their clock on the left, the one in hand on the right. */
export default function QuestionsPage() {
  return <Frame title="提问">{(me) => <Questions me={me} />}</Frame>;
}

function Questions({ me }: { me: StaffMe }) {
  const [scope, setScope] = useState<Scope>('open');
  const given = useRouter().params.id ?? null;
  const [chosen, setChosen] = useState<string | null>(given);
  const first = useRead('GET /staff/questions', { query: { scope } }, { every: refreshMs });
  const list = useMore(first.data, (page) => ask('GET /staff/questions', { query: { scope, page } }));
  return (
    <View className={chosen ? 'questions questions-chosen' : 'questions'}>
      <View className="questions-list">
        <Segmented
          label="哪些提问"
          segments={[
            { value: 'open', title: '等答复' },
            { value: 'answered', title: '已答复' },
            { value: 'all', title: '全部' },
          ]}
          value={scope}
          onChange={(next) => {
            setChosen(null);
            setScope(next);
          }}
        />
        <ResourceView resource={first} blocks={3}>
          {({ total }) =>
            total === 0 ? (
              <Empty title={empties[scope].title} icon="info">
                {empties[scope].note}
              </Empty>
            ) : (
              <View className="card card-flush">
                {list.rows.map((row) => (
                  <Line key={row.id} row={row} on={row.id === chosen} onPress={() => setChosen(row.id)} />
                ))}
              </View>
            )
          }
        </ResourceView>
        <FailureNotice failure={list.moreFailure} />
        {list.more && (
          <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
            {`再看一些（共 ${first.data?.total ?? 0} 个）`}
          </Button>
        )}
      </View>
      <View className="questions-work">
        {chosen ? (
          <>
            <View className="questions-back">
              <Button kind="link" icon="back" onPress={() => setChosen(null)}>
                回到提问列表
              </Button>
            </View>
            <QuestionWork key={chosen} id={chosen} me={me} onDone={first.reload} />
          </>
        ) : (
          (first.data?.total ?? 0) > 0 && (
            <View className="questions-none text-second">在左边选一个问题，答复在这里写。</View>
          )
        )}
      </View>
    </View>
  );
}

function Line({ row, on, onPress }: { row: StaffQuestion; on: boolean; onPress: () => void }) {
  return (
    <Pressable className={on ? 'question-line question-on' : 'question-line'} current={on} onPress={onPress}>
      <View className="question-gist">{row.words}</View>
      <View className="text-second">
        {[row.itemName ?? '一般的问题', row.department, row.byWords].filter(Boolean).join(' · ')}
      </View>
      <QuestionTags of={row} />
    </Pressable>
  );
}
