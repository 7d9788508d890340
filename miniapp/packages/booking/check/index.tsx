import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { BottomBar } from '../../../components/bottom-bar';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Countdown } from '../../../components/countdown';
import { BookingDeliveryFact } from '../../../components/delivery-row';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { FeeFact } from '../../../components/fee-fact';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { useKnownMe } from '../../../hooks/use-me';
import { dated } from '../../../hooks/words';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { type Appointment, useCheck } from './use-check';

/** Check your answers: everything that is known stands here with its 修改, and one button books it. */
export default function CheckPage() {
  const { id = '' } = useRouter().params;
  const check = useCheck(id);
  const { held, lapsed, confirm, release } = check;
  const { data } = held;
  const confirmable = data?.state === 'held' && !lapsed;
  const { failure } = confirm;
  return (
    <Page
      title="核对一下"
      footer={
        confirmable && (
          <BottomBar>
            <Button loading={confirm.busy} onPress={() => void confirm.run()}>
              {confirm.busy ? '正在确认…' : `确认预约 ${dated(data)}`}
            </Button>
          </BottomBar>
        )
      }
    >
      <FailureNotice
        // A hold that has run out, or that was confirmed after all, is told by its own notice below.
        failure={confirmable ? (failure ?? release.failure) : null}
        onRetry={failure?.unknownOutcome ? () => void confirm.run() : undefined}
      />
      {confirm.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      <ResourceView resource={held} blocks={2} lines={5}>
        {(appointment) => (
          <>
            <HoldState appointment={appointment} check={check} />
            <Answers appointment={appointment} editable={confirmable} />
            {confirmable && (
              <Button kind="link" loading={release.busy} onPress={() => void release.run()}>
                不约了，把位子让出来
              </Button>
            )}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** How long the seat is kept, or what can be done when it no longer is. */
function HoldState({ appointment, check }: { appointment: Appointment; check: ReturnType<typeof useCheck> }) {
  if (check.lapsed) {
    return (
      <Notice
        tone="amber"
        live
        title="为您保留的时间已过"
        actions={
          <Button kind="link" icon="calendar" onPress={check.again}>
            重新选时间
          </Button>
        }
      >
        位子已经让给别人，您填的内容还在，选个新时间就行。
      </Notice>
    );
  }
  if (appointment.state !== 'held' || !appointment.heldUntil) {
    const ticket = pageUrl('/packages/booking/ticket/index', { id: appointment.id });
    return (
      <Notice
        title={appointment.stateWords}
        actions={
          <Button kind="link" onPress={() => void replace(ticket)}>
            看预约票
          </Button>
        }
      >
        {appointment.nextStep}
      </Notice>
    );
  }
  return (
    <Notice tone="amber">
      <Countdown
        before="位子已为您留好，还剩 "
        until={Date.parse(appointment.heldUntil)}
        onEnd={check.lapse}
      />
    </Notice>
  );
}

function Answers({ appointment, editable }: { appointment: Appointment; editable: boolean }) {
  const me = useKnownMe();
  const { id, itemCode, queueId } = appointment;
  const change = (url: string) => (editable ? () => void open(url) : undefined);
  return (
    <Card>
      <View>
        <Fact name="办什么">{appointment.itemName}</Fact>
        <Fact
          name="时间"
          onChange={change(
            pageUrl('/packages/booking/slot/index', { item: itemCode, queue: queueId, move: id }),
          )}
        >
          <View className="text-lead">{appointment.whenWords}</View>
        </Fact>
        <Fact
          name="大厅"
          onChange={change(pageUrl('/packages/booking/venue/index', { item: itemCode, move: id }))}
        >
          <View>{appointment.venue.name}</View>
          <View className="text-second">{appointment.venue.address}</View>
        </Fact>
        <Fact name="窗口">{appointment.queueName}</Fact>
        <FeeFact itemCode={itemCode} when="受理以后付" />
        {appointment.forWhom ? (
          <Fact name="办事人">
            {appointment.forWhom.name}（您是{appointment.forWhom.relation}，替对方约）
          </Fact>
        ) : (
          me?.name && <Fact name="办事人">{me.name}</Fact>
        )}
        <BookingDeliveryFact of={{ kind: 'appointment', id }} itemCode={itemCode} editable={editable} />
        <Fact
          name="手机号"
          change={me?.phone ? '修改' : '填写'}
          onChange={change('/packages/account/phone/index')}
        >
          {me?.phone ?? '可以不填；填了，大厅有变动好找到您'}
        </Fact>
      </View>
    </Card>
  );
}
