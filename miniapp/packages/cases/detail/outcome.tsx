import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { momentOf } from '../../../hooks/words';
import { open, pageUrl } from '../../../platform/navigate';
import type { CaseDetail } from '../draft/paper';
import { ResultFile } from './result-file';

/** What was decided, or what is still wanted; with reasons and what can be done against it. */
export function Outcome({ detail }: { detail: CaseDetail }) {
  const { declined, decision, result, supplement, canSupplement } = detail;
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
      <ToFollow detail={detail} />
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
      {result?.how === 'electronic' && detail.state === 'completed' && <ResultFile caseId={detail.id} />}
    </>
  );
}

/** What may follow (容缺) and how it is sent: no haste, and not forgotten either. */
function ToFollow({ detail: { id, materials, toFollow } }: { detail: CaseDetail }) {
  const rest = materials.filter((material) => toFollow.includes(material.id));
  if (rest.length === 0) return null;
  return (
    <Card title="可以后补的材料">
      {rest.map(({ id: material, name, note }) => (
        <View key={material}>
          <View>{name}</View>
          {note && <View className="text-second">{note}</View>}
        </View>
      ))}
      <Button
        kind="secondary"
        onPress={() => void open(pageUrl('/packages/cases/supplement/index', { id, what: 'later' }))}
      >
        补交可后补的材料
      </Button>
    </Card>
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
