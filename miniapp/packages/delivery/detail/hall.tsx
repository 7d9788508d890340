import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { open, pageUrl } from '../../../platform/navigate';
import type { Parcel } from './use-parcel';

/** The hall that sends it, and whom to ring when something is not right. */
export function Hall({ parcel: { venue } }: { parcel: Parcel }) {
  return (
    <Card title="哪个大厅寄的" flush>
      <Row
        icon="hall"
        title={venue.name}
        note={venue.address}
        onPress={() => void open(pageUrl('/packages/guide/hall/index', { id: venue.id }))}
      />
      <PhoneRow who="大厅电话" number={venue.phone} note="没收到、收错了，打这个" />
    </Card>
  );
}
