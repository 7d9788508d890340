import { View } from '@tarojs/components';
import { useState } from 'react';
import type { OrderDetail } from '../../../../shared/contract/payments';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Fact } from '../../../components/facts';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { matterTones } from '../../../components/matter-card';
import { ResourceView } from '../../../components/resource-view';
import { Tag } from '../../../components/tag';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { momentOf } from '../../../hooks/words';
import { act } from '../api/client';
import { useRead } from '../api/use-read';
import { LongField } from '../parts/long-field';
import { fenOf, yuan } from './amount';

interface OneOrderProps {
  id: string;
  onAsked: () => void;
  onClose: () => void;
}

/** One order with everything that moved, and the form that gives some of it back. */
export function OneOrder({ id, onAsked, onClose }: OneOrderProps) {
  const read = useRead('GET /staff/orders/{id}', { params: { id } });
  const refund = useAction(async (options, fen: number, reason: string) => {
    try {
      const { stateWords } = await act(
        'POST /staff/refunds',
        { body: { orderId: id, fen, reason } },
        options,
      );
      toast(stateWords);
    } catch (thrown) {
      read.reload();
      throw thrown;
    }
    onAsked();
  });
  return (
    <>
      <View className="desk-buttons">
        <Button kind="link" icon="back" onPress={onClose}>
          回到费用列表
        </Button>
      </View>
      <FailureNotice failure={refund.failure} />
      <ResourceView resource={read} lines={6}>
        {(order) => (
          <View className="money-halves">
            <Card title={order.title} aside={<Tag tone={matterTones[order.tone]}>{order.stateWords}</Tag>}>
              <Facts order={order} />
            </Card>
            <Card title="退一笔">
              <Refund
                order={order}
                busy={refund.busy}
                onSend={(fen, reason) => void refund.run(fen, reason)}
              />
            </Card>
          </View>
        )}
      </ResourceView>
    </>
  );
}

function Facts({ order }: { order: OrderDetail }) {
  const { about, number, fen, paidFen, refundedFen, receipts } = order;
  return (
    <View>
      <Fact name="费用编号">
        <View className="money-number">{number}</View>
      </Fact>
      <Fact name="属于">{about}</Fact>
      <Fact name="应付">{yuan(fen)} 元</Fact>
      <Fact name="已付">{yuan(paidFen)} 元</Fact>
      <Fact name="已退">{yuan(refundedFen)} 元</Fact>
      {receipts.map((receipt) => (
        <Fact key={`${receipt.what} ${receipt.number}`} name={receipt.what === 'payment' ? '付款' : '退款'}>
          <View>
            {receipt.words}，{yuan(receipt.fen)} 元，{momentOf(receipt.at)}
          </View>
          <View className="text-second money-number">{receipt.number}</View>
        </Fact>
      ))}
    </View>
  );
}

interface RefundFormProps {
  order: OrderDetail;
  busy: boolean;
  onSend: (fen: number, reason: string) => void;
}

function Refund({ order: { paidFen, refundedFen, state }, busy, onSend }: RefundFormProps) {
  const rest = paidFen - refundedFen;
  const [amount, setAmount] = useState(yuan(rest).replaceAll(',', ''));
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  if (state === 'paid-at-window') return <View>这笔是在窗口收的，退款也在窗口办，系统里不退。</View>;
  if (rest <= 0) return <View>{paidFen === 0 ? '还没有付过，没有可退的。' : '付的已经全部退回。'}</View>;
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const send = () => {
    const fen = fenOf(amount);
    const found: FieldError[] = [];
    if (fen === null) found.push({ field: 'amount', message: '金额写成 20 或 20.50 这样。' });
    else if (fen > rest) found.push({ field: 'amount', message: `最多还能退 ${yuan(rest)} 元。` });
    if (reason.trim().length < 2) found.push({ field: 'reason', message: '写明原因，至少 2 个字。' });
    setErrors(found);
    if (found.length === 0 && fen !== null) onSend(fen, reason.trim());
  };
  return (
    <>
      <ErrorSummary errors={errors} />
      <View className="text-second">退到付款人的微信；超过限额的，另一位主管批准后才退出去。</View>
      <Field
        name="amount"
        label="退多少元"
        hint={`最多 ${yuan(rest)} 元`}
        error={errorAt('amount')}
        value={amount}
        onChange={setAmount}
        type="digit"
        maxlength={12}
      />
      <LongField
        name="reason"
        label="原因"
        hint="申请人会看到这句话"
        error={errorAt('reason')}
        value={reason}
        onChange={setReason}
        maxlength={80}
      />
      <View className="desk-buttons">
        <Button block={false} loading={busy} onPress={send}>
          {fenOf(amount) === null ? '提出退款' : `提出退 ${yuan(fenOf(amount) ?? 0)} 元`}
        </Button>
      </View>
    </>
  );
}
