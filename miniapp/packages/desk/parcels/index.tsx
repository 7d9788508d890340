import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { ResourceView } from '../../../components/resource-view';
import { Row } from '../../../components/row';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { ask } from '../api/client';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';
import { Frame } from '../frame';
import { toneOf } from '../parcel/facts';
import { Finder } from './finder';

type Parcels = StaffAnswer<'GET /staff/deliveries'>;
type Scope = 'pack' | 'moving' | 'tasks' | 'closed';

/** As often as a hall notices what carriers and colleagues did. */
const refreshMs = 60_000;

const empties: Record<Scope, { title: string; note: string }> = {
  pack: { title: '没有要寄的件', note: '办好的证件叫到快递后，会排在这里等装袋。' },
  moving: { title: '没有在路上的件', note: '交给快递的件在这里，直到签收。' },
  tasks: { title: '没有要处理的件', note: '快递没有接单、几天没有动静、丢失、退回没人领的，会出现在这里。' },
  closed: { title: '还没有结束的件', note: '签收、领走和不寄了的件在这里。' },
};

/** Parcels of the hall: what to pack, what is on its way, what somebody has to see to. */
export default function ParcelsPage() {
  return <Frame title="寄件">{() => <Parcels />}</Frame>;
}

function Parcels() {
  const [scope, setScope] = useState<Scope>('pack');
  const [found, setFound] = useState<{ q: string } | null>(null);
  const query = found ? { scope: 'all' as const, q: found.q } : { scope };
  const first = useRead('GET /staff/deliveries', { query }, { every: refreshMs });
  const tasks = useRead('GET /staff/deliveries', { query: { scope: 'tasks' } }, { every: refreshMs });
  const list = useMore(first.data, (page) => ask('GET /staff/deliveries', { query: { ...query, page } }));
  const waiting = tasks.data?.total ?? 0;
  return (
    <>
      <View className="desk-fields">
        <View className="desk-choice">
          <Finder onList={(q) => setFound({ q })} />
        </View>
        <Segmented
          label="哪些寄件"
          segments={[
            { value: 'pack', title: '待寄' },
            { value: 'moving', title: '在路上' },
            { value: 'tasks', title: waiting > 0 ? `要处理（${waiting}）` : '要处理' },
            { value: 'closed', title: '已结束' },
          ]}
          value={scope}
          onChange={(next) => {
            setFound(null);
            setScope(next);
          }}
        />
      </View>
      {found && (
        <Notice
          title={`找“${found.q}”`}
          actions={
            <Button kind="link" onPress={() => setFound(null)}>
              回到列表
            </Button>
          }
        />
      )}
      <ResourceView resource={first} blocks={3}>
        {({ total }) =>
          total === 0 ? (
            <Empty title={found ? `没有找到“${found.q}”` : empties[scope].title} icon="parcel">
              {found ? '对照办件编号或运单号再扫一次；别的大厅寄的件不在这里。' : empties[scope].note}
            </Empty>
          ) : (
            <>
              <Card flush>
                {list.rows.map((row) => (
                  <ParcelRow key={row.id} row={row} />
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

/** Still to be looked at by two people. */
const waitsForTwo: readonly Parcels['items'][number]['state'][] = ['ordered', 'checking'];

function ParcelRow({ row }: { row: Parcels['items'][number] }) {
  const times = row.attempt > 1 ? ` · 第 ${row.attempt} 次寄` : '';
  return (
    <Row
      title={[row.itemName, row.receiver].filter(Boolean).join(' · ')}
      note={
        <>
          <View>
            {row.caseNumber}
            {row.waybill && ` · 运单 ${row.waybill}`}
            {times}
          </View>
          {row.regionWords && <View>{`寄到 ${row.regionWords}`}</View>}
          {row.task && <View className="text-red">{row.task}</View>}
        </>
      }
      value={
        <View className="parcel-tags">
          {row.valuable && waitsForTwo.includes(row.state) && <Tag tone="amber">两人核对</Tag>}
          <Tag tone={toneOf(row)}>{row.stateWords}</Tag>
          <View className="text-second">{momentOf(row.updatedAt)}</View>
        </View>
      }
      onPress={() => void open(pageUrl('/packages/desk/parcel/index', { id: row.id }))}
    />
  );
}
