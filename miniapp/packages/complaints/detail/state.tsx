import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { matterTones } from '../../../components/matter-card';
import { Tag } from '../../../components/tag';
import { copy } from '../../../hooks/copy';
import '../parts/complaints.css';
import { type ComplaintDetail, isLate } from '../parts/form';

/** The head: state, what comes next and by when, the number. */
export function State({ detail }: { detail: ComplaintDetail }) {
  const { number, title, categoryWords, byWords, escalated, step } = detail;
  const byClass = isLate(detail) ? 'complaint-late' : 'complaint-by';
  return (
    <Card>
      <View className="line">
        <Tag tone={matterTones[detail.tone]}>{detail.stateWords}</Tag>
        {detail.anonymous && (
          <Tag tone="grey" icon="me">
            匿名
          </Tag>
        )}
        {escalated && step !== null && step < detail.steps.length && <Tag tone="red">主管在督办</Tag>}
      </View>
      <View className="text-title">{title}</View>
      {categoryWords !== title && <View className="text-second">{categoryWords}</View>}
      {byWords && <View className={byClass}>{byWords}</View>}
      <View>{detail.nextStep}</View>
      <View className="line">
        <View>
          <View className="text-second">投诉编号</View>
          <View className="complaint-number">{number}</View>
        </View>
        <Button kind="link" label={`复制投诉编号 ${number}`} onPress={() => void copy(number)}>
          复制
        </Button>
      </View>
    </Card>
  );
}
