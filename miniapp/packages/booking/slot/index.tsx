import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect } from 'react';
import { dayWords } from '../../../../shared/domain/words';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ForWhomNotice } from '../../../components/for-whom';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { useForWhom } from '../../../hooks/for-whom';
import { useHold, useMove } from '../../../hooks/use-hold';
import { useResource } from '../../../hooks/use-resource';
import { dated, today } from '../../../hooks/words';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { DayStrip } from './day-strip';
import './slot.css';
import { SlotGrid } from './slot-grid';
import { useSlots } from './use-slots';

/** Day and time of one queue, for a new appointment or for one that moves (`move`). */
export default function SlotPage() {
  const { item = '', queue = '', move } = useRouter().params;
  const choice = useSlots(queue);
  const who = useForWhom(item);
  const moving = useResource('GET /appointments/{id}', move ? { params: { id: move } } : null);
  const hold = useHold();
  const shift = useMove();
  const { chosen, taken } = choice;
  const action = move ? shift : hold;
  const { failure } = action;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each failure, with what was chosen then
  useEffect(() => {
    if (chosen && (failure?.code === 'SLOT_TAKEN' || failure?.code === 'SLOT_NOT_OFFERED')) taken(chosen);
  }, [failure]);

  const go = () => {
    if (!chosen) return;
    if (move) void shift.run(move, { queueId: queue, ...chosen });
    else void hold.run({ itemCode: item, queueId: queue, ...chosen });
  };
  const venues = pageUrl('/packages/booking/venue/index', { item, move });
  const otherHall = () => void (move ? replace(venues) : open(venues));

  return (
    <Page
      title={move ? '改到什么时候' : '选时间'}
      footer={
        chosen && (
          <BottomBar>
            <Button loading={action.busy} onPress={go}>
              {action.busy ? '正在为您留位…' : `${move ? '改到' : '约'} ${dated(chosen)}`}
            </Button>
          </BottomBar>
        )
      }
    >
      <FailureNotice failure={failure} onRetry={failure?.unknownOutcome ? go : undefined}>
        {failure?.code === 'ALREADY_BOOKED' && (
          <Button kind="link" onPress={() => void open('/pages/matters/index')}>
            看已有的预约
          </Button>
        )}
      </FailureNotice>
      {action.slow && <SlowNote>网络有点慢，正在为您留位…</SlowNote>}
      {who && !move && <ForWhomNotice who={who} />}
      {moving.data && (
        <Notice icon="calendar">
          现在约的是 {moving.data.whenWords}，{moving.data.venue.name}。新时间定下之前，这个位子一直留着。
        </Notice>
      )}
      <ResourceView resource={choice.days} blocks={3}>
        {(days) => (
          <>
            <Card>
              <View className="text-lead">{days.venueName}</View>
              <View className="text-second">{days.queueName}</View>
              <DayStrip days={days.days} date={choice.date} onChoose={choice.showDay} />
            </Card>
            {choice.date === null && (
              <Empty title="这里近几天都约满了" icon="calendar">
                <View className="text-second">名额会有人退回来，过会儿再看；也可以直接到窗口取号。</View>
                <Button kind="secondary" onPress={otherHall}>
                  看别的大厅
                </Button>
              </Empty>
            )}
          </>
        )}
      </ResourceView>
      {choice.date && (
        <ResourceView resource={choice.slots} blocks={2} lines={4}>
          {(slots) => (
            <SlotGrid
              slots={slots}
              title={dayWords(slots.date, today())}
              chosen={chosen?.date === slots.date ? chosen.slot : null}
              nearest={choice.nearest}
              onChoose={(slot) => choice.choose({ date: slots.date, slot })}
            />
          )}
        </ResourceView>
      )}
      {choice.days.data && choice.date && (
        <Button kind="link" onPress={otherHall}>
          换一个大厅
        </Button>
      )}
    </Page>
  );
}
