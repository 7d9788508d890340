import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import { Tag } from '../../../components/tag';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';

/** Who has it now: the first handler by name, number and window, the departments that review, whom to ring. */
export function Who({ detail }: { detail: CaseDetail }) {
  const { handler, phones, venue, tone } = detail;
  const over = tone === 'done' || tone === 'lost';
  // Before it is accepted nobody reviews it.
  const reviews = detail.promised ? detail.reviews : [];
  return (
    <Card title="谁在办" flush>
      {!over && <Row icon="people" title={`现在轮到 ${detail.waitingOn}`} />}
      {handler && (
        <Row
          icon="me"
          title={`${handler.name}（工号 ${handler.number}）`}
          note={handler.window ? `首办负责人 · ${handler.window}` : '首办负责人'}
        />
      )}
      {reviews.map(({ department, done }) => (
        <Row
          key={department}
          icon="document"
          title={department}
          note="一起审查的部门"
          value={<Tag tone={done ? 'green' : 'blue'}>{done ? '已给意见' : '在审查'}</Tag>}
        />
      ))}
      <Row
        icon="hall"
        title={venue.name}
        note={
          <View>
            {detail.department} · {venue.address}
          </View>
        }
        onPress={() => void open(pageUrl('/packages/guide/hall/index', { id: venue.id }))}
      />
      {phones.map(({ label, phone }) => (
        <PhoneRow key={`${label} ${phone}`} who={label} number={phone} />
      ))}
    </Card>
  );
}
