import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { DeliveryRow } from '../../../components/delivery-row';
import { FailureNotice } from '../../../components/failure-notice';
import { MaterialList } from '../../../components/material-list';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { dial } from '../../../components/phone-row';
import { RateRow } from '../../../components/rate-row';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { ConfirmSheet } from '../../../components/sheet';
import { Timeline } from '../../../components/timeline';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import { addToCalendar } from '../calendar';
import { Code } from './code';
import { InLine } from './in-line';
import { Place } from './place';
import { type Appointment, useTicket } from './use-ticket';

/** The ticket: code, reference, when and where, what to bring, move, cancel. Seen once, it works without a network. */
export default function TicketPage() {
  const { id = '' } = useRouter().params;
  const { ticket, asking, ask, cancel } = useTicket(id);
  return (
    <Page title="预约票">
      <FailureNotice
        failure={cancel.failure}
        onRetry={cancel.failure?.unknownOutcome ? () => void cancel.run() : undefined}
      >
        {ticket.data && (
          <Button kind="link" icon="phone" onPress={() => dial(ticket.data?.venue.phone ?? '12345')}>
            打大厅电话
          </Button>
        )}
      </FailureNotice>
      {cancel.busy && <SlowNote>正在取消…</SlowNote>}
      <ResourceView resource={ticket} blocks={3} lines={4}>
        {(appointment) => (
          <>
            <Rebook appointment={appointment} />
            <InLine appointment={appointment} onChanged={ticket.reload} />
            <Code appointment={appointment} />
            <RateRow kind="appointment" id={appointment.id} over={appointment.state === 'served'} />
            <Place appointment={appointment} />
            {appointment.materials.length > 0 && (
              <Card title="要带什么">
                <MaterialList code={appointment.itemCode} materials={appointment.materials} />
              </Card>
            )}
            <DeliveryRow of={{ kind: 'appointment', id: appointment.id }} />
            <Acts appointment={appointment} busy={cancel.busy} onCancel={() => ask(true)} />
            <Timeline entries={appointment.timeline} />
            <ConfirmSheet
              open={asking}
              title="取消这次预约？"
              action="取消预约"
              kind="danger"
              keep="不取消"
              onConfirm={() => void cancel.run()}
              onClose={() => ask(false)}
            >
              {appointment.itemName}，{appointment.whenWords}
              。取消后位子让给别人，要来可以再约；也可以改期，不用取消。
            </ConfirmSheet>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** The hall cancelled it: another time, for a while before others. */
function Rebook({ appointment: { id, rebookUntil } }: { appointment: Appointment }) {
  if (!rebookUntil) return null;
  const url = pageUrl('/packages/booking/rebook/index', { id });
  return (
    <Notice
      tone="amber"
      title="大厅那天不开，您可以另选时间"
      actions={
        <Button kind="link" icon="calendar" onPress={() => void open(url)}>
          另选时间
        </Button>
      }
    >
      {momentOf(rebookUntil)} 前选，有些时间先留给您，不算您没来。
    </Notice>
  );
}

interface ActsProps {
  appointment: Appointment;
  busy: boolean;
  onCancel: () => void;
}

function Acts({ appointment, busy, onCancel }: ActsProps) {
  const { id, itemCode, queueId, canMove, canCancel, state } = appointment;
  const move = pageUrl('/packages/booking/slot/index', { item: itemCode, queue: queueId, move: id });
  return (
    <>
      {canMove && (
        <Button kind="secondary" icon="calendar" disabled={busy} onPress={() => void open(move)}>
          改期
        </Button>
      )}
      {canMove && (
        <Button kind="secondary" onPress={() => void addToCalendar(appointment)}>
          加到日历
        </Button>
      )}
      {canCancel && (
        <Button kind="danger" disabled={busy} onPress={onCancel}>
          取消预约
        </Button>
      )}
      {state === 'booked' && !canCancel && (
        <View className="text-second">离开始不到 2 小时，不能在线更改了。来不了可以打大厅电话说一声。</View>
      )}
      <Button
        kind="link"
        onPress={() => void open(pageUrl('/packages/guide/guide/index', { code: itemCode }))}
      >
        看办事指南
      </Button>
      <Button
        kind="link"
        onPress={() => void open(pageUrl('/packages/complaints/file/index', { appointmentId: id }))}
      >
        没办成或不满意，投诉这件事
      </Button>
    </>
  );
}
