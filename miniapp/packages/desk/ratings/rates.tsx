import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Card } from '../../../components/card';
import { Segmented } from '../../../components/choice';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { a11y } from '../../../platform/a11y';
import type { StaffAnswer } from '../api/types';
import { useRead } from '../api/use-read';
import { Month, thisMonth } from './month';
import { monthWords } from './month-of';
import { seesOthers } from './reach';

type By = 'mine' | 'item' | 'window' | 'venue' | 'department' | 'month';
type RatesRow = StaffAnswer<'GET /staff/evaluations/rates'>['rows'][number];

const bys: Record<By, { title: string; column: string }> = {
  mine: { title: '我自己', column: '谁' },
  item: { title: '按事项', column: '事项' },
  window: { title: '按窗口', column: '窗口' },
  venue: { title: '按大厅', column: '大厅' },
  department: { title: '按部门', column: '部门' },
  month: { title: '按月', column: '月份' },
};

const all: readonly By[] = ['window', 'item', 'department', 'venue', 'month', 'mine'];
/** Of one's own services. */
const own: readonly By[] = ['mine', 'item', 'month'];

/** Share with the count it comes from; a dash where there is nothing to divide. */
function share(count: number, part: number | null): string {
  return part === null ? `${count}（—）` : `${count}（${Math.round(part * 1000) / 10}%）`;
}

const columns: readonly { title: string; of: (row: RatesRow) => string }[] = [
  { title: '服务次数', of: (row) => String(row.services) },
  { title: '已评价', of: (row) => share(row.rated, row.ratedShare) },
  { title: '未评价', of: (row) => share(row.unrated, row.unratedShare) },
  { title: '好评（占已评价）', of: (row) => share(row.good, row.goodShare) },
  { title: '差评', of: (row) => String(row.bad) },
  {
    title: '差评：已回应 / 已整改 / 回访满意',
    of: (row) => `${row.badAnswered} / ${row.badRectified} / ${row.badSatisfiedAfter}`,
  },
];

/** Counts and shares side by side, so that anybody can check them; the unrated stay unrated. */
export function Rates({ me }: { me: StaffMe }) {
  const sees = seesOthers(me.roles);
  const [by, setBy] = useState<By>(sees ? 'window' : 'mine');
  const [month, setMonth] = useState(thisMonth());
  const rates = useRead('GET /staff/evaluations/rates', { query: { by, month } });
  return (
    <>
      <View className="rating-bar">
        <Segmented
          label="怎么分"
          segments={(sees ? all : own).map((value) => ({ value, title: bys[value].title }))}
          value={by}
          onChange={setBy}
        />
        <Month month={month} onChange={setMonth} />
      </View>
      <View className="text-second">
        好评率只在评价过的里面算；没有评价的单独列，不算满意，也不算不满意。
      </View>
      <ResourceView resource={rates} blocks={1} lines={6}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={`${monthWords(month)}没有可以评价的服务`} icon="done">
              换一个月，或换一种分法。
            </Empty>
          ) : (
            <Card flush>
              <Table rows={rows} column={bys[by].column} />
            </Card>
          )
        }
      </ResourceView>
    </>
  );
}

function Table({ rows, column }: { rows: readonly RatesRow[]; column: string }) {
  return (
    <View {...a11y({ role: 'table', label: '满意率' })}>
      <View className="rating-row rating-head" {...a11y({ role: 'row' })}>
        <View className="rating-name" {...a11y({ role: 'columnheader' })}>
          {column}
        </View>
        {columns.map(({ title }) => (
          <View key={title} className="rating-figure" {...a11y({ role: 'columnheader' })}>
            {title}
          </View>
        ))}
      </View>
      {rows.map((row) => (
        <View key={row.key} className="rating-row" {...a11y({ role: 'row' })}>
          <View className="rating-name" {...a11y({ role: 'rowheader' })}>
            {row.name}
          </View>
          {columns.map(({ title, of }) => (
            <View key={title} className="rating-figure" {...a11y({ role: 'cell' })}>
              <View className="rating-label" {...a11y({ hidden: true })}>
                {title}
              </View>
              {of(row)}
            </View>
          ))}
        </View>
      ))}
    </View>
  );
}
