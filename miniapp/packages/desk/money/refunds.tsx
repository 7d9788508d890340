import { View } from '@tarojs/components';
import { useState } from 'react';
import type { RefundRow } from '../../../../shared/contract/payments';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { Tag, type Tone } from '../../../components/tag';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { useMore } from '../../../hooks/use-more';
import { momentOf } from '../../../hooks/words';
import { act, ask } from '../api/client';
import { useRead } from '../api/use-read';
import { yuan } from './amount';

const tones: Record<RefundRow['state'], Tone> = {
  'awaiting-approval': 'amber',
  rejected: 'grey',
  'to-send': 'blue',
  processing: 'blue',
  done: 'green',
  failed: 'red',
};
const causes: Record<RefundRow['cause'], string> = {
  twice: '重复付款，自动退',
  late: '关闭后才付，自动退',
  withdrawn: '申请撤回，自动退',
  cancelled: '不用再付，自动退',
  manual: '人工退款',
};

/** Refunds of the hall, those that wait for me first, each with what I may do. */
export function Refunds() {
  const first = useRead('GET /staff/refunds', {});
  const list = useMore(first.data, (page) => ask('GET /staff/refunds', { query: { page } }));
  const decide = useAction(async (options, { id }: RefundRow, approve: boolean, note: string) => {
    try {
      const { stateWords } = await act(
        'POST /staff/refunds/{id}/approve',
        { params: { id }, body: { approve, ...(note && { note }) } },
        options,
      );
      toast(stateWords);
    } finally {
      // Also when it was refused: somebody else may have decided meanwhile.
      first.reload();
    }
  });
  return (
    <>
      <View className="text-second">
        超过限额的人工退款要两个人：一位主管提出，另一位主管批准；自己提的自己不能批。
      </View>
      <FailureNotice failure={decide.failure ?? list.moreFailure} />
      <ResourceView resource={first} lines={5}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="没有退款" icon="done">
              付重了、撤回了会自动退；人工退款在“查费用、退一笔”里提。
            </Empty>
          ) : (
            <Card flush>
              {list.rows.map((refund) => (
                <Refund key={refund.id} refund={refund} busy={decide.busy} decide={decide.run} />
              ))}
            </Card>
          )
        }
      </ResourceView>
      {list.more && (
        <Button kind="secondary" loading={list.loadingMore} onPress={() => void list.more?.()}>
          {`再看一些（共 ${first.data?.total ?? 0} 笔）`}
        </Button>
      )}
    </>
  );
}

interface RefundProps {
  refund: RefundRow;
  busy: boolean;
  decide: (refund: RefundRow, approve: boolean, note: string) => Promise<void>;
}

function Refund({ refund, busy, decide }: RefundProps) {
  const { state, stateWords, title, orderNumber, fen, reason, cause, askedBy, askedAt, approvedBy, error } =
    refund;
  return (
    <View className="money-entry">
      <View className="money-line">
        <View className="money-what">
          <View className="money-name">{title}</View>
          <View className="money-number">{orderNumber}</View>
        </View>
        <View className="money-sum">{yuan(fen)} 元</View>
        <View className="money-state">
          <Tag tone={tones[state]}>{stateWords}</Tag>
        </View>
      </View>
      <View>
        {causes[cause]}：{reason}
      </View>
      <View className="text-second">
        {askedBy} {momentOf(askedAt)} 提出
        {approvedBy && `，${approvedBy} ${state === 'rejected' ? '没有批准' : '批准'}`}
      </View>
      {error && <View className="text-red">{error}</View>}
      {state === 'awaiting-approval' &&
        (refund.canApprove ? (
          <Decision refund={refund} busy={busy} decide={decide} />
        ) : (
          <View className="text-second">等另一位主管批准。</View>
        ))}
    </View>
  );
}

/** The second person's yes or no. */
function Decision({ refund, busy, decide }: RefundProps) {
  const [note, setNote] = useState('');
  const { title, fen } = refund;
  const yes = `批准退 ${yuan(fen)} 元`;
  return (
    <View className="desk-fields">
      <Field
        name={`note-${refund.id}`}
        label="说明（可以不写）"
        value={note}
        onChange={setNote}
        maxlength={200}
      />
      <Button
        block={false}
        disabled={busy}
        label={`${yes}：${title}`}
        onPress={() => void decide(refund, true, note.trim())}
      >
        {yes}
      </Button>
      <Button
        kind="danger"
        block={false}
        disabled={busy}
        label={`不批准：${title} ${yuan(fen)} 元`}
        onPress={() => void decide(refund, false, note.trim())}
      >
        不批准
      </Button>
    </View>
  );
}
