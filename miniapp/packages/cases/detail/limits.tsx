import { View } from '@tarojs/components';
import { Card } from '../../../components/card';
import { Fact } from '../../../components/facts';
import { Notice } from '../../../components/notice';
import { momentOf } from '../../../hooks/words';
import type { CaseDetail } from '../draft/paper';
import './detail.css';

type Deadline = NonNullable<CaseDetail['promised']>;

/** Every limit that runs or ran: what was promised, what the law allows; why the clock stands; openly what is late. */
export function Limits({ detail }: { detail: CaseDetail }) {
  const { acceptance, promised, legal, delivery, paused, extended } = detail;
  const rows: [name: string, limit: Deadline | null][] = [
    ['答复', acceptance],
    ['承诺', promised],
    ['法定', legal],
    ['送达', delivery],
  ];
  const shown = rows.flatMap(([name, limit]) => (limit ? [{ name, limit }] : []));
  if (shown.length === 0 && !paused) return null;
  return (
    <Card title="什么时候办好">
      {paused && (
        <Notice tone="amber" title="现在不计时">
          {paused.words}
        </Notice>
      )}
      <View>
        {shown.map(({ name, limit }) => (
          <Fact key={name} name={name}>
            <View className={late(limit) ? 'case-late' : ''}>{limit.words}</View>
            {limit.provisional && (
              <View className="text-second">跨到还没公布放假安排的年份，日期可能会变。</View>
            )}
          </Fact>
        ))}
      </View>
      {extended && (
        <View className="text-second">
          {momentOf(extended.at)} 经批准延长 {extended.workingDays} 个工作日：{extended.reason}
        </View>
      )}
    </Card>
  );
}

function late({ state }: Deadline): boolean {
  return state === 'overdue' || state === 'missed';
}
