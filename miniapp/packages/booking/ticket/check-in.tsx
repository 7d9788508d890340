import { View } from '@tarojs/components';
import { useState } from 'react';
import { perform } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { toast } from '../../../components/toast';
import { useAction } from '../../../hooks/use-action';
import { keepAppointment } from '../../../hooks/use-hold';
import { canScan, scan } from '../../../platform/scan';

const mend = '大屏上的签到码是 6 位数字，每分钟会换，照现在的填。';

/** Check-in without a counter: scan the code on the hall's display, or type its digits. */
export function CheckIn({ id, onDone }: { id: string; onDone: () => void }) {
  const [typing, setTyping] = useState(!canScan);
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const checkIn = useAction(async (options, digits: string) => {
    const params = { id };
    keepAppointment(
      await perform(
        'POST /appointments/{id}/check-in',
        { params, body: { code: digits } },
        { ...options, keep: false },
      ),
    );
    toast('已签到');
    onDone();
  });
  const submit = (text: string) => {
    const digits = /\d{6}/.exec(text.replace(/\s/g, ''))?.[0];
    setError(digits ? undefined : mend);
    if (digits) void checkIn.run(digits);
  };
  const scanned = async () => {
    const text = await scan();
    if (text !== null) submit(text);
  };
  return (
    <Card title="到大厅了？签个到">
      <FailureNotice failure={checkIn.failure} />
      {canScan && (
        <Button icon="scan" loading={checkIn.busy} onPress={() => void scanned()}>
          {checkIn.busy ? '正在签到…' : '扫大屏上的码签到'}
        </Button>
      )}
      {typing ? (
        <>
          <Field
            name="hall-code"
            label="大屏上的 6 位签到码"
            error={error}
            value={code}
            onChange={setCode}
            type="number"
            maxlength={6}
            onConfirm={() => submit(code)}
          />
          <Button
            kind={canScan ? 'secondary' : 'primary'}
            loading={checkIn.busy}
            onPress={() => submit(code)}
          >
            {checkIn.busy ? '正在签到…' : '签到'}
          </Button>
        </>
      ) : (
        <>
          {error && <View className="text-red">{error}</View>}
          <Button kind="link" onPress={() => setTyping(true)}>
            扫不了，填 6 位数字
          </Button>
        </>
      )}
      <View className="text-second">也可以让导办台扫您的签到码。</View>
    </Card>
  );
}
