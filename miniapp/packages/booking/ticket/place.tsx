import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { showOnMap } from '../../../hooks/map';
import type { Appointment } from './use-ticket';

/** Where to go and how, and whom to call. */
export function Place({ appointment }: { appointment: Appointment }) {
  const { venue, queueName } = appointment;
  return (
    <Card title="到哪里" flush>
      <Row
        icon="place"
        title={venue.name}
        note={
          <>
            <View>{venue.address}</View>
            <View>{queueName}</View>
          </>
        }
        value="看地图"
        onPress={() => showOnMap(venue)}
      />
      <Row icon="route" title="怎么走" note={venue.route} />
      <PhoneRow who="大厅电话" number={venue.phone} />
    </Card>
  );
}
