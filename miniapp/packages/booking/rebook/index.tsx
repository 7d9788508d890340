import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { Answer } from '../../../api';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { dial } from '../../../components/phone-row';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { useMove } from '../../../hooks/use-hold';
import { useResource } from '../../../hooks/use-resource';
import { dated, momentOf } from '../../../hooks/words';
import '../slot/slot.css';
import { SlotGrid } from '../slot/slot-grid';

type Alternatives = Answer<'GET /appointments/{id}/alternatives'>;

interface Chosen {
  date: string;
  slot: string;
}

/** The hall closed on the day: other times, some of them kept for those it hit, and one button that takes one. */
export default function RebookPage() {
  const { id = '' } = useRouter().params;
  const params = { id };
  const appointment = useResource('GET /appointments/{id}', id ? { params } : null);
  // Seats are given away by the second: nothing seen before is shown as if it were still free.
  const other = useResource('GET /appointments/{id}/alternatives', id ? { params } : null, { freshFor: 0 });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const move = useMove();
  const { data } = other;
  const { failure } = move;
  const go = () => {
    if (data && chosen) void move.run(id, { queueId: data.queueId, ...chosen }).then(other.reload);
  };
  const phone = appointment.data?.venue.phone ?? '12345';
  return (
    <Page
      title="另选时间"
      footer={
        chosen && (
          <BottomBar>
            <Button loading={move.busy} onPress={go}>
              {move.busy ? '正在为您改…' : `改到 ${dated(chosen)}`}
            </Button>
          </BottomBar>
        )
      }
    >
      <FailureNotice failure={failure} onRetry={failure?.unknownOutcome ? go : undefined} />
      {move.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      {appointment.data && (
        <Notice tone="amber" title={appointment.data.stateWords}>
          {appointment.data.itemName}，原来约的是 {appointment.data.whenWords}，{appointment.data.venue.name}
          。不算您没来。
        </Notice>
      )}
      <ResourceView resource={other} blocks={3}>
        {(shown) => (
          <>
            <View>{momentOf(shown.until)} 前选好就行。</View>
            {shown.days.length === 0 && (
              <Empty title="近几天都约满了" icon="calendar">
                <View className="text-second">打大厅电话，工作人员帮您安排；也可以直接到窗口取号。</View>
                <Button kind="secondary" icon="phone" onPress={() => dial(phone)}>
                  打大厅电话
                </Button>
              </Empty>
            )}
            {shown.days.map((day) => (
              <Day
                key={day.date}
                day={day}
                reserved={shown.reservedFrom !== null && day.date >= shown.reservedFrom}
                chosen={chosen?.date === day.date ? chosen.slot : null}
                onChoose={(slot) => setChosen({ date: day.date, slot })}
              />
            ))}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

interface DayProps {
  day: Alternatives['days'][number];
  /** Not open to others yet. */
  reserved: boolean;
  chosen: string | null;
  onChoose: (slot: string) => void;
}

function Day({ day, reserved, chosen, onChoose }: DayProps) {
  return (
    <>
      {reserved && <View className="text-second">这一天还没有对别人开放，先给您选。</View>}
      <SlotGrid
        slots={{ open: true, reason: null, slots: day.slots }}
        title={day.words}
        chosen={chosen}
        nearest={null}
        onChoose={onChoose}
      />
    </>
  );
}
