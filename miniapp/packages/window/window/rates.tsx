import { View } from '@tarojs/components';
import type { EvaluationRates } from '../../../../shared/contract/published';
import { Card } from '../../../components/card';
import { a11y } from '../../../platform/a11y';
import { shareWords } from './share-words';
import './window.css';

/** How the window is rated: counts, so that anybody can check the shares; who did not rate stays unrated. */
export function Rates({
  rates: { month, year },
}: {
  rates: { month: EvaluationRates; year: EvaluationRates };
}) {
  return (
    <Card title="大家怎么评">
      <Period name="这个月" rates={month} />
      <Period name="最近 12 个月" rates={year} />
      <View className="text-small">评不评自愿。没有评的就是没有评，不算好评，也不算差评。</View>
    </Card>
  );
}

function Period({ name, rates }: { name: string; rates: EvaluationRates }) {
  const { services, rated, unrated, good, bad } = rates;
  return (
    <View className="window-period">
      <View className="window-sub" {...a11y({ role: 'heading', level: 3 })}>
        {name}办了 {services} 件
      </View>
      {services > 0 && <Bar {...rates} />}
      {services > 0 && (
        <View>
          <Line mark="good" name="满意的" count={good} share={shareWords(rates.goodShare, '占评了的')} />
          <Line
            mark="bad"
            name="不满意的"
            count={bad}
            share={shareWords(rated > 0 ? bad / rated : null, '占评了的')}
          />
          <Line
            mark="unrated"
            name="没有评的"
            count={unrated}
            share={shareWords(rates.unratedShare, '占办的')}
          />
        </View>
      )}
      {services > 0 && rated === 0 && <View className="text-second">还没有人评。</View>}
      {bad > 0 && (
        <View className="text-second">
          不满意的 {bad} 件：答复 {rates.badAnswered} 件，整改 {rates.badRectified} 件，回访后满意{' '}
          {rates.badSatisfiedAfter} 件。
        </View>
      )}
    </View>
  );
}

/** The same as the lines below it, to be seen at a glance. */
function Bar({ good, bad, unrated }: Pick<EvaluationRates, 'good' | 'bad' | 'unrated'>) {
  return (
    <View className="window-bar" {...a11y({ hidden: true })}>
      {good > 0 && <View className="window-part window-good" style={{ flexGrow: good }} />}
      {bad > 0 && <View className="window-part window-bad" style={{ flexGrow: bad }} />}
      {unrated > 0 && <View className="window-part window-unrated" style={{ flexGrow: unrated }} />}
    </View>
  );
}

interface LineProps {
  mark: 'good' | 'bad' | 'unrated';
  name: string;
  count: number;
  share: string;
}

function Line({ mark, name, count, share }: LineProps) {
  return (
    <View className="window-line">
      <View className={`window-mark window-${mark}`} {...a11y({ hidden: true })} />
      <View className="window-name">{name}</View>
      <View className="window-count">
        {count} 件{share && <View className="text-second">{share}</View>}
      </View>
    </View>
  );
}
