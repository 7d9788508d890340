import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Icon } from '../../../components/icon';
import { a11y } from '../../../platform/a11y';
import './complaints.css';
import { type ComplaintDetail, isLate } from './form';

/** The whole way of a complaint with today's place in it, said in words as well as drawn. */
export function Road({ detail }: { detail: ComplaintDetail }) {
  const { steps, step, state, stateWords, byWords, round, escalated } = detail;
  if (step === null) return null;
  const over = state === 'closed';
  return (
    <Card title="走到哪一步">
      <View {...a11y({ role: 'list' })}>
        {steps.map((name, at) => {
          const place = at + 1;
          const how = place < step || over ? 'done' : place === step ? 'here' : 'ahead';
          const words = { done: '已完成', here: '现在在这一步', ahead: '还没到' }[how];
          return (
            <View
              key={name}
              className={`road-step road-${how} ${place === steps.length ? 'road-last' : ''}`}
              {...a11y({ role: 'listitem', label: `第 ${place} 步，${name}，${words}` })}
            >
              <View className="road-mark" {...a11y({ hidden: true })}>
                <View className="road-dot">{how === 'done' ? <Icon name="check" /> : place}</View>
                {place < steps.length && <View className="road-line" />}
              </View>
              <View className="road-words row-main">
                <View className="road-name">{name}</View>
                <View className="text-second">{how === 'here' ? stateWords : words}</View>
                {how === 'here' && byWords && (
                  <View className={isLate(detail) ? 'complaint-late' : 'complaint-by'}>{byWords}</View>
                )}
              </View>
            </View>
          );
        })}
      </View>
      {round === 2 && !over && <View className="text-second">这是换人后的第二次核查。</View>}
      {escalated && !over && <View className="complaint-late">已超过期限，主管在督办。</View>}
    </Card>
  );
}
