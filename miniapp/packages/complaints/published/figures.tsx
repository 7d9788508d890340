import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Answer } from '../../../api';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { ResourceView } from '../../../components/resource-view';
import { useResource } from '../../../hooks/use-resource';
import { today } from '../../../hooks/words';
import '../parts/complaints.css';
import { monthWords } from './month-words';

type Span = 'month' | 'last' | 'year';

/** `2026-10` before `2026-11`, `2025-12` before `2026-01`. */
function monthBefore(month: string): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return at === 1 ? `${year - 1}-12` : `${year}-${String(at - 1).padStart(2, '0')}`;
}

/** The figures of a month or a year, each as a count that anybody can check. */
export function Figures() {
  const [span, setSpan] = useState<Span>('month');
  const month = today().slice(0, 7);
  const periods: Record<Span, string> = { month, last: monthBefore(month), year: month.slice(0, 4) };
  const figures = useResource('GET /published/figures', { query: { period: periods[span] } });
  return (
    <>
      <Segmented
        label="看哪一段时间的数字"
        segments={[
          { value: 'month', title: '本月' },
          { value: 'last', title: '上月' },
          { value: 'year', title: '今年' },
        ]}
        value={span}
        onChange={setSpan}
      />
      <ResourceView resource={figures} blocks={2} lines={5}>
        {(shown) => <Shown figures={shown} />}
      </ResourceView>
    </>
  );
}

function Shown({ figures }: { figures: Answer<'GET /published/figures'> }) {
  const { period, running, complaints, questions, evaluations, sample } = figures;
  const { filed, answered, satisfied, unsatisfied } = complaints;
  const silent = Math.max(0, answered - satisfied - unsatisfied);
  const when = monthWords(period);
  return (
    <>
      <Card title={`${when}的投诉`}>
        {(running || sample) && (
          <View className="text-second">
            {running && '还没有过完，数字会变。'}
            {sample && '其中有示例数据，不是真实的办理情况。'}
          </View>
        )}
        <View>
          <Line name="收到" count={filed} unit="份" />
          <Line name="受理" count={complaints.accepted} unit="份" />
          <Line name="不受理，已告诉该找谁" count={complaints.declined} unit="份" />
          <Line name="已答复" count={answered} unit="份" note={`其中按时 ${complaints.answeredInTime} 份`} />
          <Line name="表示满意" count={satisfied} unit="份" />
          <Line name="表示不满意" count={unsatisfied} unit="份" />
          <Line name="没有表态" count={silent} unit="份" note="不算满意，也不算不满意" />
        </View>
      </Card>
      {filed > 0 && (
        <Card title="投诉的是什么">
          <View>
            {complaints.byCategory
              .filter((one) => one.filed > 0)
              .map(({ category, words, filed: count }) => (
                <Line key={category} name={words} count={count} unit="份" />
              ))}
          </View>
        </Card>
      )}
      <Card title={`${when}的咨询和评价`}>
        <View>
          <Line
            name="咨询"
            count={questions.asked}
            unit="个"
            note={`已回答 ${questions.answered} 个，其中按时 ${questions.answeredInTime} 个`}
          />
          <Line name="可以评价的服务" count={evaluations.services} unit="次" />
          <Line name="评了" count={evaluations.rated} unit="次" note={shareNote(evaluations.ratedShare)} />
          <Line name="没有评" count={evaluations.unrated} unit="次" note="评价是自愿的，没有评不算好评" />
          <Line
            name="好评"
            count={evaluations.good}
            unit="次"
            note={
              evaluations.goodShare === null
                ? '还没有人评价，不算好评率'
                : `好评率 ${percent(evaluations.goodShare)}，只算评了的`
            }
          />
          <Line
            name="差评"
            count={evaluations.bad}
            unit="次"
            note={
              evaluations.bad > 0
                ? `已回应 ${evaluations.badAnswered}，已整改 ${evaluations.badRectified}，整改后满意 ${evaluations.badSatisfiedAfter}`
                : undefined
            }
          />
        </View>
      </Card>
    </>
  );
}

function shareNote(share: number | null): string | undefined {
  return share === null ? undefined : `占 ${percent(share)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')}%`;
}

interface LineProps {
  name: string;
  count: number;
  unit: string;
  note?: string | undefined;
}

function Line({ name, count, unit, note }: LineProps) {
  return (
    <View className="figure-line">
      <View className="row-main">
        <View>{name}</View>
        {note && <View className="text-second">{note}</View>}
      </View>
      <View className="figure-number">{`${count} ${unit}`}</View>
    </View>
  );
}
