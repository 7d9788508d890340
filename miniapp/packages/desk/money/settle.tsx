import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import type { OrderDetail, OrderRow } from '../../../../shared/contract/payments';
import type { StaffCase } from '../../../../shared/contract/staff-cases';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { RadioGroup } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { matterTones } from '../../../components/matter-card';
import { Notice } from '../../../components/notice';
import { Tag } from '../../../components/tag';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { act } from '../api/client';
import { useStaffSession } from '../api/session';
import { useRead } from '../api/use-read';
import { yuan } from './amount';
import './money.css';

type How = 'paid-at-window' | 'exempt';

interface FeesProps {
  caseId: string;
  state: StaffCase['state'];
  onSettled: () => void;
}

/**
 * What a case owes, for the clerk at the counter: how each part stands, and the two ways to settle it without WeChat.
 * @param state of the case: accepting it makes it owe its fee, so that it is read again when the case moved on
 * @param onSettled the case may be handed over now
 */
export function CaseFees({ caseId, state, onSettled }: FeesProps) {
  const roles = useStaffSession()?.me.roles ?? [];
  const allowed = roles.includes('window') || roles.includes('supervisor');
  const orders = useRead('GET /staff/orders', allowed ? { query: { caseId } } : null);
  const [open, setOpen] = useState<{ id: string; how: How } | null>(null);
  const read = useRef(state);
  useEffect(() => {
    if (read.current === state) return;
    read.current = state;
    orders.reload();
  }, [state, orders.reload]);
  if (!orders.data) {
    if (!orders.failure) return null;
    return (
      <Notice
        tone="amber"
        title="费用没有读到"
        actions={
          <Button kind="link" icon="refresh" onPress={orders.reload}>
            再读一次费用
          </Button>
        }
      >
        {orders.failure.message}
      </Notice>
    );
  }
  const { items } = orders.data;
  if (items.length === 0) return null;
  const done = () => {
    setOpen(null);
    orders.reload();
    onSettled();
  };
  return (
    <Card title="费用">
      {items.map((order) => (
        <View key={order.id} className="stack">
          <Line order={order} />
          {order.state === 'owed' && open?.id !== order.id && (
            <View className="desk-buttons">
              <Button
                kind="secondary"
                block={false}
                label={`已在窗口收取：${order.title}`}
                onPress={() => setOpen({ id: order.id, how: 'paid-at-window' })}
              >
                已在窗口收取
              </Button>
              <Button
                kind="secondary"
                block={false}
                label={`减免：${order.title}`}
                onPress={() => setOpen({ id: order.id, how: 'exempt' })}
              >
                减免
              </Button>
            </View>
          )}
          {open?.id === order.id && (
            <Settle key={open.how} order={order} how={open.how} onDone={done} onClose={() => setOpen(null)} />
          )}
        </View>
      ))}
    </Card>
  );
}

function Line({ order: { title, number, fen, tone, stateWords } }: { order: OrderRow }) {
  return (
    <View className="money-line">
      <View className="money-what">
        <View>{title}</View>
        <View className="text-second money-number">{number}</View>
      </View>
      <View className="money-sum">{yuan(fen)} 元</View>
      <Tag tone={matterTones[tone]}>{stateWords}</Tag>
    </View>
  );
}

interface SettleProps {
  order: OrderRow;
  how: How;
  onDone: () => void;
  onClose: () => void;
}

/** The server takes that many characters of a ground. */
const longestReference = 100;
const otherGround = 'other';

function Settle({ order, how, onDone, onClose }: SettleProps) {
  const { id } = order;
  const detail = useRead('GET /staff/orders/{id}', how === 'exempt' ? { params: { id } } : null);
  const settle = useAction(async (options, reference: string) => {
    const { stateWords } = await act(
      'POST /staff/orders/{id}/settle',
      { params: { id }, body: { how, reference } },
      options,
    );
    toast(stateWords);
    onDone();
  });
  const grounds = groundsOf(detail.data);
  const [ground, setGround] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const types = how === 'paid-at-window' || ground === otherGround || grounds.length === 0;
  const send = () => {
    const reference = (types ? typed.trim() : (ground ?? '')).slice(0, longestReference);
    const found: FieldError[] = [];
    if (!types && ground === null) found.push({ field: 'ground', message: '选一条减免的依据。' });
    if (types && reference.length < 2) {
      found.push({
        field: 'reference',
        message: how === 'exempt' ? '写明减免的依据，至少 2 个字。' : '填写收据号，至少 2 位。',
      });
    }
    setErrors(found);
    if (found.length === 0) void settle.run(reference);
  };
  const title = how === 'exempt' ? '登记减免' : `登记已收 ${yuan(order.fen)} 元`;
  return (
    <View className="stack">
      <FailureNotice failure={settle.failure ?? detail.failure} />
      <ErrorSummary errors={errors} />
      <View className="text-second">
        {how === 'exempt'
          ? '看过证明再登记；登记后申请人不用再付。'
          : '钱已经收到、收据已经开出再登记；登记后申请人在手机上就不能再付。'}
      </View>
      {how === 'exempt' && grounds.length > 0 && (
        <View className="desk-choice">
          <View className="field-label">减免的依据</View>
          <RadioGroup
            label="减免的依据"
            options={[
              ...grounds.map((line) => ({ value: line, title: line })),
              { value: otherGround, title: '其他依据' },
            ]}
            value={ground}
            onChange={setGround}
          />
        </View>
      )}
      {types && (
        <Field
          name="reference"
          label={how === 'exempt' ? '减免的依据' : '收据号'}
          error={errors.find(({ field }) => field === 'reference')?.message}
          value={typed}
          onChange={setTyped}
          onConfirm={send}
          maxlength={longestReference}
        />
      )}
      <View className="desk-buttons">
        <Button block={false} loading={settle.busy} onPress={send}>
          {title}
        </Button>
        <Button kind="secondary" block={false} onPress={onClose}>
          先不登记
        </Button>
      </View>
    </View>
  );
}

function groundsOf(order: OrderDetail | null): string[] {
  return order?.exemptions ?? [];
}
