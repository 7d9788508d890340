import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { momentOf } from '../../../hooks/words';
import type { CaseDetail } from '../draft/paper';

/** What was decided, or what is still wanted; with reasons and what can be done against it. */
export function Outcome({
  detail: { declined, decision, result, supplement, canSupplement },
}: {
  detail: CaseDetail;
}) {
  return (
    <>
      {supplement && canSupplement && (
        <Card title="要补的材料">
          {supplement.asked.map(({ name, why }) => (
            <View key={name}>
              <View>{name}</View>
              <View className="text-second">{why}</View>
            </View>
          ))}
          {supplement.reason && <View className="text-second">{supplement.reason}</View>}
        </Card>
      )}
      {declined && <Refusal title="没有受理" refusal={declined} />}
      {decision?.outcome === 'approved' && (
        <Notice tone="green" title={decision.words}>
          {momentOf(decision.at)} 决定
        </Notice>
      )}
      {decision?.refusal && <Refusal title={decision.words} refusal={decision.refusal} />}
      {result && (
        <Card title="怎么拿结果">
          <View>{result.words}</View>
          <View className="text-second">{momentOf(result.readyAt)} 备好</View>
        </Card>
      )}
    </>
  );
}

function Refusal({ title, refusal }: { title: string; refusal: NonNullable<CaseDetail['declined']> }) {
  return (
    <Card title={title}>
      <View>{refusal.reason}</View>
      <View className="text-second">
        {momentOf(refusal.at)} · 依据：{refusal.basis}
      </View>
      {refusal.remedies.length > 0 && (
        <>
          <View className="case-sub">不同意，可以这样</View>
          {refusal.remedies.map((remedy) => (
            <View key={remedy}>{remedy}</View>
          ))}
        </>
      )}
    </Card>
  );
}
