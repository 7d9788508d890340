import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Notice } from '../../../components/notice';
import { Page } from '../../../components/page';
import { isWeapp } from '../../../platform/env';
import { back } from '../../../platform/navigate';
import { usePhone } from './use-phone';

/** The phone number: optional, taken over from WeChat, never typed. */
export default function PhonePage() {
  const { me, take, takeFromSandbox } = usePhone();
  const [declined, setDeclined] = useState(false);
  const busy = take.busy || takeFromSandbox.busy;
  const words = busy ? '正在记下…' : '用微信手机号';
  return (
    <Page title="手机号">
      <FailureNotice failure={take.failure ?? takeFromSandbox.failure} />
      {declined && <Notice>没有拿到手机号。不填也能预约，大厅有变动时看“我的事”。</Notice>}
      <Card>
        {me?.phone && <View className="text-lead">{me.phone}</View>}
        <View>大厅临时关门、窗口有变动时，用这个号码找您；不用来做别的。</View>
        {isWeapp ? (
          <Button
            loading={busy}
            openType="getPhoneNumber"
            onGetPhoneNumber={({ detail }) => {
              setDeclined(!detail.code);
              if (detail.code) void take.run(detail.code);
            }}
          >
            {words}
          </Button>
        ) : (
          <Button loading={busy} onPress={() => void takeFromSandbox.run()}>
            {words}
          </Button>
        )}
        <Button kind="secondary" onPress={() => void back()}>
          先不填
        </Button>
      </Card>
    </Page>
  );
}
