import { View } from '@tarojs/components';
import type { Reconciliation } from '../../../../shared/contract/payments';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { Tag, type Tone } from '../../../components/tag';
import { useMore } from '../../../hooks/use-more';
import { a11y } from '../../../platform/a11y';
import { ask } from '../api/client';
import { useRead } from '../api/use-read';
import { yuan } from './amount';

const states: Record<Reconciliation['state'], { words: string; tone: Tone }> = {
  open: { words: '账单还没出', tone: 'blue' },
  equal: { words: '一致', tone: 'green' },
  different: { words: '有差异', tone: 'red' },
  failed: { words: '没有对成', tone: 'red' },
};
const columns = ['日期', '结果', '账单收', '账本收', '账单退', '账本退', '付款', '退款'];

/** Whether WeChat's bill, our ledger and the orders agree, day by day; every difference with both amounts. */
export function Days() {
  const first = useRead('GET /staff/reconciliations', {});
  const list = useMore(first.data, (page) => ask('GET /staff/reconciliations', { query: { page } }));
  return (
    <>
      <View className="text-second">
        每天把微信的账单、这里的账本和每一笔费用对一遍。金额单位是元，一分不差才算一致。
      </View>
      <ResourceView resource={first} lines={6}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="还没有对过账" icon="money">
              有了第一笔付款，第二天上午微信出账单后自动对。
            </Empty>
          ) : (
            <Card flush>
              <View className="money-table" {...a11y({ role: 'table', label: '每日对账' })}>
                <View className="money-row money-head" {...a11y({ role: 'row' })}>
                  {columns.map((column, at) => (
                    <View
                      key={column}
                      className={at < 2 ? 'money-cell' : 'money-cell money-figure'}
                      {...a11y({ role: 'columnheader' })}
                    >
                      {column}
                    </View>
                  ))}
                </View>
                {list.rows.map((day) => (
                  <Day key={day.day} day={day} />
                ))}
              </View>
            </Card>
          )
        }
      </ResourceView>
      {list.rows.map((day) => (
        <Differences key={day.day} day={day} />
      ))}
      <FailureNotice failure={list.moreFailure} />
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          再往前看
        </Button>
      )}
    </>
  );
}

function Day({ day }: { day: Reconciliation }) {
  const { words, tone } = states[day.state];
  const figures = [
    yuan(day.billPaidFen),
    yuan(day.ledgerPaidFen),
    yuan(day.billRefundedFen),
    yuan(day.ledgerRefundedFen),
    `${day.payments} 笔`,
    `${day.refunds} 笔`,
  ];
  return (
    <View className="money-row" {...a11y({ role: 'row' })}>
      <View className="money-cell" {...a11y({ role: 'rowheader' })}>
        {day.day}
      </View>
      <View className="money-cell" {...a11y({ role: 'cell' })}>
        <Tag tone={tone}>{words}</Tag>
      </View>
      {figures.map((figure, at) => (
        <View
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change places
          key={at}
          className="money-cell money-figure"
          {...a11y({ role: 'cell' })}
        >
          <View className="money-label" {...a11y({ hidden: true })}>
            {columns[at + 2]}
          </View>
          {figure}
        </View>
      ))}
    </View>
  );
}

const whats = { payment: '付款', refund: '退款' } as const;

function Differences({ day }: { day: Reconciliation }) {
  if (day.state !== 'different' && day.state !== 'failed') return null;
  return (
    <Card title={`${day.day} ${states[day.state].words}`}>
      <View>{day.words}</View>
      {day.differences.length > 0 && (
        <View>
          {day.differences.map(({ kind, what, number, orderNumber, hereFen, thereFen, words }) => (
            <View key={`${kind} ${what} ${number}`} className="money-difference">
              <View className="money-what">
                <View>{words}</View>
                <View className="text-second money-number">
                  {whats[what]} {number}
                  {orderNumber && ` · 费用 ${orderNumber}`}
                </View>
              </View>
              <Figure name="账单" fen={thereFen} />
              <Figure name="这里" fen={hereFen} />
            </View>
          ))}
        </View>
      )}
    </Card>
  );
}

function Figure({ name, fen }: { name: string; fen: number | null }) {
  return (
    <View className="money-sum">
      <View className="text-small">{name}</View>
      {fen === null ? '没有' : yuan(fen)}
    </View>
  );
}
