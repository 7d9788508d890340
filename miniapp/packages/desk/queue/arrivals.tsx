import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Segmented } from '../../../components/choice';
import { Field } from '../../../components/field';
import { canScan, scan } from '../../../platform/scan';
import type { Desk } from './use-desk';
import { priorities } from './words';

interface ArrivalsProps {
  checkIn: Desk['checkIn'];
  walkIn: Desk['walkIn'];
}

const ordinary = 'none';

/** Who has just come in: by the code on their phone or the reference they say, or a number for who did not book. */
export function Arrivals({ checkIn, walkIn }: ArrivalsProps) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState<'check-in' | 'walk-in' | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [priority, setPriority] = useState<string>(ordinary);

  const submit = async (given: string) => {
    if (given.trim().length < 4 || busy) return;
    setBusy('check-in');
    if (await checkIn(given)) setText('');
    setBusy(null);
  };
  const takeNumber = async () => {
    const chosen = priorities.find(({ value }) => value === priority);
    setBusy('walk-in');
    if (await walkIn(chosen ? { priority: chosen.value } : {})) {
      setChoosing(false);
      setPriority(ordinary);
    }
    setBusy(null);
  };
  const scanCode = async () => {
    const code = await scan();
    if (code) await submit(code);
  };
  return (
    <View className="arrivals">
      <View className="arrivals-line">
        <Field
          name="check-in"
          label="签到：扫码或输预约号"
          value={text}
          onChange={setText}
          maxlength={200}
          confirmType="done"
          onConfirm={() => void submit(text)}
        />
        <Button
          kind="secondary"
          block={false}
          loading={busy === 'check-in'}
          onPress={() => void (canScan && text === '' ? scanCode() : submit(text))}
        >
          {canScan && text === '' ? '扫签到码' : '签到'}
        </Button>
        <Button kind="secondary" block={false} icon="ticket" onPress={() => setChoosing(!choosing)}>
          现场取号
        </Button>
      </View>
      {choosing && (
        <View className="case-form">
          <Segmented
            label="要不要优先"
            segments={[{ value: ordinary, title: '普通' }, ...priorities]}
            value={priority}
            onChange={setPriority}
          />
          <View className="desk-buttons">
            <Button block={false} loading={busy === 'walk-in'} onPress={() => void takeNumber()}>
              取一个号
            </Button>
            <Button kind="secondary" block={false} onPress={() => setChoosing(false)}>
              返回
            </Button>
          </View>
        </View>
      )}
    </View>
  );
}
