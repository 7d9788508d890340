import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { a11y } from '../../../platform/a11y';
import { CheckIn } from './check-in';
import './ticket.css';
import { type Place, usePlaceInLine } from './use-place-in-line';
import type { Appointment } from './use-ticket';

/** In the hall: checking in, then my number, how many are before me and about how long, live. */
export function InLine({ appointment, onChanged }: { appointment: Appointment; onChanged: () => void }) {
  const { place, live, watching } = usePlaceInLine(appointment, onChanged);
  const { canCheckIn, ticket } = appointment;
  return (
    <>
      {canCheckIn && <CheckIn id={appointment.id} onDone={onChanged} />}
      {watching && place.data && ticket && <MyPlace place={place.data} live={live} />}
      {watching && place.data === null && <FailureNotice failure={place.failure} onRetry={place.reload} />}
    </>
  );
}

function MyPlace({ place, live }: { place: Place; live: boolean }) {
  const { ticket, ahead, estimate, window, words, state } = place;
  return (
    <Card>
      <View className="ticket-head">
        <View className="text-second">您的号</View>
        <View className="place-number">{ticket}</View>
      </View>
      <View {...a11y({ role: 'status', live: 'polite' })}>
        {state === 'called' && window ? (
          <Notice tone="green" icon="hall" title={`叫到您了，到 ${window}`}>
            {words}
          </Notice>
        ) : (
          <View className="ticket-head">
            {ahead !== null && (
              <View className="text-title">{ahead === 0 ? '下一个就是您' : `前面还有 ${ahead} 人`}</View>
            )}
            {estimate && <View>{estimate.words}</View>}
            <View className="text-second">{words}</View>
          </View>
        )}
      </View>
      <View className="ticket-note text-small">{live ? '随叫号更新' : '每 2 秒更新一次'}</View>
    </Card>
  );
}
