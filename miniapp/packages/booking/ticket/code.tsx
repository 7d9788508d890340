import { View } from '@tarojs/components';
import { appointmentStates } from '../../../../shared/domain/appointment';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { matterTones } from '../../../components/matter-card';
import { QrCode } from '../../../components/qr-code';
import { Tag } from '../../../components/tag';
import { copy } from '../../../hooks/copy';
import { clockOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import './ticket.css';
import { useBrightScreen } from './use-bright-screen';
import type { Appointment } from './use-ticket';

/** The head of the ticket: state, when, and the code that is scanned in the hall. */
export function Code({ appointment }: { appointment: Appointment }) {
  const { checkInCode, reference, state, itemCode, queueId } = appointment;
  const { active } = appointmentStates[state];
  const toScan = active && appointment.ticket === null ? checkInCode : null;
  useBrightScreen(toScan !== null);
  return (
    <Card>
      <View className="ticket-head">
        <Tag tone={matterTones[appointmentStates[state].tone]}>{appointment.stateWords}</Tag>
        {appointment.forWhom && (
          <Tag tone="grey" icon="people">
            {`为 ${appointment.forWhom.name} 约`}
          </Tag>
        )}
        <View className="text-lead">{appointment.itemName}</View>
        <View className="ticket-when">{appointment.whenWords}</View>
      </View>
      {toScan !== null && (
        <>
          <QrCode text={toScan} label={`签到码，预约号 ${reference ?? ''}`} />
          <View className="ticket-note text-second">
            {clockOf(appointment.checkInFrom)} 到 {clockOf(appointment.checkInUntil)} 在大厅扫这个码签到
          </View>
        </>
      )}
      {reference && (
        <View className="ticket-head">
          <View className="text-second">预约号</View>
          <View className="ticket-reference">{reference}</View>
          <Button kind="link" label={`复制预约号 ${reference}`} onPress={() => void copy(reference)}>
            复制
          </Button>
        </View>
      )}
      <View>{appointment.nextStep}</View>
      {!active && !appointment.rebookUntil && (
        <Button
          kind="secondary"
          onPress={() =>
            void open(pageUrl('/packages/booking/slot/index', { item: itemCode, queue: queueId }))
          }
        >
          再约一次
        </Button>
      )}
    </Card>
  );
}
