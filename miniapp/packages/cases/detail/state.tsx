import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { matterTones } from '../../../components/matter-card';
import { Tag } from '../../../components/tag';
import { copy } from '../../../hooks/copy';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import './detail.css';

/** The head of a case: state, what comes next, and the one thing that I must do now. */
export function State({ detail }: { detail: CaseDetail }) {
  const { number, receiptNumber, forWhom } = detail;
  return (
    <Card>
      <View className="line">
        <Tag tone={matterTones[detail.tone]}>{detail.stateWords}</Tag>
        {forWhom && (
          <Tag tone="grey" icon="people">
            {`为 ${forWhom.name} 办`}
          </Tag>
        )}
      </View>
      <View className="text-title">{detail.itemName}</View>
      {detail.byWords && <View className="case-by">{detail.byWords}</View>}
      <View>{detail.nextStep}</View>
      <TheAct detail={detail} />
      {number && (
        <View className="line">
          <View>
            <View className="text-second">办件编号</View>
            <View className="case-number">{number}</View>
          </View>
          <Button kind="link" label={`复制办件编号 ${number}`} onPress={() => void copy(number)}>
            复制
          </Button>
        </View>
      )}
      {receiptNumber && <View className="text-second">收件凭证号 {receiptNumber}</View>}
    </Card>
  );
}

/** At most one button, named after what it does; none where there is nothing to do but wait. */
function TheAct({ detail: { id, action, venue } }: { detail: CaseDetail }) {
  // What is to be done about the parcel stands with the parcel, right below.
  if (!action || action.kind === 'view' || action.kind === 'delivery') return null;
  const urls = {
    'continue-draft': pageUrl('/packages/cases/apply/index', { id }),
    supplement: pageUrl('/packages/cases/supplement/index', { id }),
    collect: pageUrl('/packages/guide/hall/index', { id: venue.id }),
  };
  const url = urls[action.kind];
  return <Button onPress={() => void open(url)}>{action.label}</Button>;
}
