import { Card } from '../../../components/card';
import { PhoneRow } from '../../../components/phone-row';
import { Row } from '../../../components/row';
import type { ComplaintDetail } from '../parts/form';

/** Who has it now, and whom to ring when it does not move. */
export function Who({ detail: { holder, supervisionPhone, step, steps } }: { detail: ComplaintDetail }) {
  const over = step === null || step === steps.length;
  return (
    <Card title={over ? '还有疑问' : '谁在办'} flush>
      {!over && <Row icon="people" title={holder} note="被投诉的人不经手，也看不到是谁投诉的" />}
      <PhoneRow who="监督电话" number={supervisionPhone} />
      <PhoneRow who="便民热线" number="12345" />
    </Card>
  );
}
