import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import type { StaffComplaintRow } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { SearchBox } from '../../../components/search-box';
import { Empty } from '../../../components/states';
import { useMore } from '../../../hooks/use-more';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import '../complaint/complaint.css';
import { ComplaintTags } from '../complaint/facts';
import { Frame } from '../frame';

type Scope = 'dispatch' | 'mine' | 'call-back' | 'overdue' | 'publish' | 'closed' | 'all';

/** As often as a desk notices what came in and what colleagues did. */
const refreshMs = 60_000;
const pauseMs = 250;

const scopes: Record<Scope, { title: string; none: string; note: string }> = {
  dispatch: {
    title: '待分派',
    none: '没有要分派的投诉',
    note: '新来的、退回的、要换人重新核查的会排在这里。',
  },
  mine: { title: '我承办的', none: '没有您承办的投诉', note: '分派给您的投诉在这里，先到期的在上面。' },
  'call-back': { title: '待回访', none: '没有要回访的投诉', note: '答复以后由承办人以外的同事回访。' },
  overdue: { title: '超期', none: '没有超期的投诉', note: '超过受理、答复、回访期限的会出现在这里。' },
  publish: { title: '待公开', none: '没有要公开的投诉', note: '投诉人同意公开、已经答复的会排在这里。' },
  closed: { title: '已结束', none: '还没有结束的投诉', note: '办结、不受理和撤回的在这里。' },
  all: { title: '全部', none: '这里没有投诉', note: '和您有关的投诉不会给您看到。' },
};
const forHandlers: readonly Scope[] = ['mine', 'overdue', 'closed', 'all'];
const forDispatch: readonly Scope[] = [
  'dispatch',
  'mine',
  'call-back',
  'overdue',
  'publish',
  'closed',
  'all',
];

/** Complaints within reach: to dispatch, mine, to call back, overdue, to publish; and by number. */
export default function ComplaintsPage() {
  return <Frame title="投诉">{(me) => <Complaints me={me} />}</Frame>;
}

function Complaints({ me }: { me: StaffMe }) {
  const dispatches = me.roles.includes('dispatcher') || me.roles.includes('supervisor');
  const [scope, setScope] = useState<Scope>(dispatches ? 'dispatch' : 'mine');
  const [words, setWords] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const query = q === '' ? { scope } : { scope: 'all' as const, q };
  const first = useRead('GET /staff/complaints', { query }, { every: refreshMs });
  const late = useRead('GET /staff/complaints', { query: { scope: 'overdue' } }, { every: refreshMs });
  const list = useMore(first.data, (page) => ask('GET /staff/complaints', { query: { ...query, page } }));
  const overdue = late.data?.total ?? 0;
  return (
    <>
      <View className="desk-fields">
        <View className="desk-choice">
          <SearchBox label="找投诉" placeholder="投诉编号" value={words} onChange={setWords} />
        </View>
        <Segmented
          label="哪些投诉"
          segments={(dispatches ? forDispatch : forHandlers).map((value) => ({
            value,
            title: scopes[value].title,
            ...(value === 'overdue' && overdue > 0 && { count: overdue }),
          }))}
          value={scope}
          onChange={(next) => {
            setWords('');
            setQ('');
            setScope(next);
          }}
        />
      </View>
      <ResourceView resource={first} blocks={3}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={q ? `没有找到“${q}”` : scopes[scope].none} icon="message">
              {q ? '对照投诉编号再填一次；编号以 TS 开头。' : scopes[scope].note}
            </Empty>
          ) : (
            <>
              <Card flush>
                <View className="desk-rows">
                  {list.rows.map((row) => (
                    <ComplaintRow key={row.id} row={row} />
                  ))}
                </View>
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

function ComplaintRow({ row }: { row: StaffComplaintRow }) {
  const { categoryWords, number, placeWords, itemName, handler, byWords, task } = row;
  return (
    <Row
      title={<View className="complaint-gist">{row.gist}</View>}
      note={
        <>
          <View>{[categoryWords, number, placeWords, itemName].filter(Boolean).join(' · ')}</View>
          <View className="line">
            <View>{[handler ?? '还没有分派', byWords].filter(Boolean).join(' · ')}</View>
            {task && <View className="text-amber">{task}</View>}
          </View>
        </>
      }
      value={
        <View className="desk-row-tags">
          <ComplaintTags of={row} />
        </View>
      }
      onPress={() => void open(pageUrl('/packages/desk/complaint/index', { id: row.id }))}
    />
  );
}
