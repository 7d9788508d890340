import { View } from '@tarojs/components';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import type { ComplaintWork } from './use-complaint';

/** As many as one takes in at a glance; the others are in the list of 交给别的人. */
const buttons = 3;

/** Who should have it and why; one press gives it to them, and takes it first where that is still to be done. */
export function Dispatch({ of, work }: { of: StaffComplaint; work: ComplaintWork }) {
  const { proposal, actions } = of;
  const accepts = actions.includes('accept');
  if (!proposal || of.handler !== null || !(accepts || actions.includes('assign'))) return null;
  const give = (staffId: string) =>
    accepts ? work.run.run(['accept', {}], ['assign', { staffId }]) : work.run.run(['assign', { staffId }]);
  return (
    <Card title="建议交给">
      <View>
        {proposal.department && <View className="complaint-part-title">{proposal.department}</View>}
        <View className="text-second">{proposal.why}</View>
      </View>
      {proposal.handlers.length === 0 && <View>没有合适的人。受理后选别的人，或者交给市级主管。</View>}
      <View className="desk-buttons">
        {proposal.handlers.slice(0, buttons).map(({ id, name, number, department }, at) => (
          <Button
            key={id}
            block={false}
            kind={at === 0 ? 'primary' : 'secondary'}
            disabled={work.run.busy}
            onPress={() => void give(id)}
          >
            {`${accepts ? '受理并' : ''}交给 ${name} ${number}${
              department && department !== proposal.department ? `（${department}）` : ''
            }`}
          </Button>
        ))}
      </View>
    </Card>
  );
}
