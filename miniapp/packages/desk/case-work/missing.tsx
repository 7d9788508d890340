import { View } from '@tarojs/components';
import { useState } from 'react';
import type { StaffCase } from '../../../../shared/contract/staff-cases';
import { Button } from '../../../components/button';
import { CheckRow } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Field } from '../../../components/field';
import { LongField } from '../parts/long-field';

interface Asked {
  materialId?: string;
  name?: string;
  why: string;
}

interface MissingProps {
  of: StaffCase;
  ticked: ReadonlySet<string>;
  busy: boolean;
  onSend: (body: { reason: string; asked: Asked[] }) => void;
  onClose: () => void;
}

const notBrought = '没有交来';

/**
 * Everything that is missing, named once (行政许可法 第32条: 一次告知需要补正的全部内容): what was not ticked is chosen
 * beforehand, the rest can be added, each with what is wrong with it.
 */
export function Missing({ of, ticked, busy, onSend, onClose }: MissingProps) {
  const [asked, setAsked] = useState<ReadonlyMap<string, string>>(
    () =>
      new Map(
        of.materials
          .filter(({ id, status }) => !ticked.has(id) && (status === 'missing' || status === 'received'))
          .map(({ id }) => [id, notBrought]),
      ),
  );
  const [other, setOther] = useState('');
  const [otherWhy, setOtherWhy] = useState('');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const errorAt = (field: string) => errors.find((one) => one.field === field)?.message;
  const change = (id: string, why: string | null) => {
    const next = new Map(asked);
    if (why === null) next.delete(id);
    else next.set(id, why);
    setAsked(next);
  };

  const send = () => {
    const list: Asked[] = [...asked].map(([materialId, why]) => ({ materialId, why: why.trim() }));
    if (other.trim()) list.push({ name: other.trim(), why: otherWhy.trim() });
    const found: FieldError[] = [];
    for (const { materialId, why } of list) {
      if (why.length >= 2) continue;
      const name = of.materials.find(({ id }) => id === materialId)?.name ?? '其他';
      found.push({ field: materialId ? `why-${materialId}` : 'otherWhy', message: `写明“${name}”怎么补。` });
    }
    if (list.length === 0) found.push({ field: 'other', message: '至少选一项要补的。' });
    if (reason.trim().length < 2) found.push({ field: 'reason', message: '填写原因，至少 2 个字。' });
    setErrors(found);
    if (found.length === 0) onSend({ reason: reason.trim(), asked: list });
  };

  return (
    <View className="case-form">
      <ErrorSummary errors={errors} />
      <View className="text-second">补正只能告知一次，要补的一次说全。没打勾的材料已经选上。</View>
      {of.materials
        .filter(({ status }) => status !== 'waived')
        .map(({ id, name }) => (
          <View key={id} className="case-missing">
            <CheckRow
              checked={asked.has(id)}
              label={`要补：${name}`}
              title={name}
              onChange={(on) => change(id, on ? notBrought : null)}
            />
            {asked.has(id) && (
              <Field
                name={`why-${id}`}
                label={`${name}：怎么补`}
                error={errorAt(`why-${id}`)}
                value={asked.get(id) ?? ''}
                onChange={(why) => change(id, why)}
                maxlength={200}
              />
            )}
          </View>
        ))}
      <Field
        name="other"
        label="清单以外要补的（没有就空着）"
        error={errorAt('other')}
        value={other}
        onChange={setOther}
        maxlength={100}
      />
      {other.trim() !== '' && (
        <Field
          name="otherWhy"
          label="怎么补"
          error={errorAt('otherWhy')}
          value={otherWhy}
          onChange={setOtherWhy}
          maxlength={200}
        />
      )}
      <LongField
        name="reason"
        label="给申请人的说明"
        error={errorAt('reason')}
        value={reason}
        onChange={setReason}
      />
      <View className="desk-buttons">
        <Button block={false} loading={busy} onPress={send}>
          告知补正
        </Button>
        <Button kind="secondary" block={false} onPress={onClose}>
          先不告知
        </Button>
      </View>
    </View>
  );
}
