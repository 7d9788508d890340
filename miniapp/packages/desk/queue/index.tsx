import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Segmented } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { Tag } from '../../../components/tag';
import { isWeapp } from '../../../platform/env';
import { Frame } from '../frame';
import { Key } from '../parts/key';
import { Arrivals } from './arrivals';
import { InService } from './in-service';
import './queue.css';
import { QueueList } from './queue-list';
import { UndoBar } from './undo-bar';
import { type Desk, type QueueRow, useDesk } from './use-desk';
import { useKeys, useShortcutsOn } from './use-keys';
import { Windows } from './windows';

/** The desk: the queue on the left, who is at the window on the right, and one large button that calls the next. */
export default function QueuePage() {
  return (
    <Frame title="叫号">
      {(me) => (me.window ? <AtWindow key={me.window.id} me={me} /> : <NoWindow me={me} />)}
    </Frame>
  );
}

function NoWindow({ me }: { me: StaffMe }) {
  return (
    <View className="desk-narrow">
      <Windows me={me} />
    </View>
  );
}

const legend = [
  ['N', '叫下一位'],
  ['R', '重呼'],
  ['M', '过号'],
  ['S', '开始办理'],
  ['F', '办结'],
  ['U', '撤销'],
] as const;

function AtWindow({ me }: { me: StaffMe }) {
  const desk = useDesk(me);
  const undo = () => {
    if (desk.done?.ticket.undoUntil) void desk.run(desk.done.ticket, 'undo');
  };
  const onCalled = (action: 'recall' | 'miss' | 'start') => () => {
    const ticket = desk.mineCalled.find(({ actions }) => actions.includes(action));
    if (ticket) void desk.run(ticket, action);
  };
  useKeys(
    {
      N: desk.callNext,
      R: onCalled('recall'),
      M: onCalled('miss'),
      S: onCalled('start'),
      F() {
        const ticket = desk.mineServing.find(({ actions }) => actions.includes('finish'));
        if (ticket) void desk.run(ticket, 'finish');
      },
      U: undo,
    },
    (text) => void desk.checkIn(text),
  );
  const queues = desk.queues.data?.items ?? [];
  const ways = {
    queues: queues.map(({ id, name }) => ({ id, name })),
    windows: me.windows.map(({ name }) => name),
  };
  return (
    <View className="queue-page">
      <View className="queue-left">
        <ResourceView resource={desk.queues} blocks={1}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="今天没有您能叫的队列" icon="people">
                让主管核对窗口的事项安排。
              </Empty>
            ) : (
              <>
                <QueueChoice desk={desk} items={items} />
                <Arrivals checkIn={desk.checkIn} walkIn={desk.walkIn} />
                <ResourceView resource={desk.queue} blocks={2} lines={5}>
                  {(queue) => <QueueList queue={queue} ways={ways} me={me.number} run={desk.run} />}
                </ResourceView>
              </>
            )
          }
        </ResourceView>
      </View>
      <View className="queue-right">
        <CallBar desk={desk} />
        <FailureNotice failure={desk.failure} />
        <UndoBar done={desk.done} onUndo={undo} onOver={desk.forget} />
        <InService desk={desk} ways={ways} />
        {!isWeapp && <Legend />}
      </View>
    </View>
  );
}

/** The queues of this window; those of other windows can be looked at and helped out in. */
function QueueChoice({ desk, items }: { desk: Desk; items: readonly QueueRow[] }) {
  const [all, setAll] = useState(false);
  const mine = items.filter(({ id, mine: here }) => here || id === desk.queueId);
  const shown = all ? items : mine;
  const rest = items.length - mine.length;
  return (
    <View className="line">
      <Segmented
        label="队列"
        segments={shown.map(({ id, name, counts }) => ({
          value: id,
          title: name,
          count: (id === desk.queueId ? desk.queue.data : null)?.counts.waiting ?? counts.waiting,
        }))}
        value={desk.queueId ?? ''}
        onChange={desk.choose}
      />
      {rest > 0 && (
        <Button kind="link" onPress={() => setAll(!all)}>
          {all ? '收起' : `别的队列（${rest}）`}
        </Button>
      )}
    </View>
  );
}

function CallBar({ desk }: { desk: Desk }) {
  const waiting = desk.queue.data?.counts.waiting;
  return (
    <View className="call-bar">
      <View className="call-next">
        <Button loading={desk.calling} onPress={desk.callNext}>
          叫下一位
          <Key letter="N" />
        </Button>
      </View>
      <View className="call-facts">
        <View className="text-lead">
          {waiting === undefined ? '' : waiting === 0 ? '没有人等' : `${waiting} 人在等`}
        </View>
        <Tag tone={desk.live ? 'green' : 'amber'}>{desk.live ? '实时' : '每 2 秒刷新'}</Tag>
      </View>
    </View>
  );
}

function Legend() {
  const [on, setOn] = useShortcutsOn();
  return (
    <View className="legend">
      {on && (
        <View className="legend-keys">
          {legend.map(([letter, words]) => (
            <View key={letter} className="legend-key">
              <Key letter={letter} />
              {words}
            </View>
          ))}
          <View className="legend-key">扫码枪随时可用</View>
        </View>
      )}
      <Button kind="link" onPress={() => setOn(!on)}>
        {on ? '关闭快捷键' : '打开快捷键'}
      </Button>
    </View>
  );
}
