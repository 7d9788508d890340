import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { chooseForWhom, type ForWhom, useAskPrincipals, useForWhom } from '../hooks/for-whom';
import { open } from '../platform/navigate';
import { Button } from './button';
import { RadioGroup } from './choice';
import { FailureNotice } from './failure-notice';
import { Notice } from './notice';
import { Sheet } from './sheet';

const myself = '';

/** For whom an item is done: said aloud while it is somebody else, a quiet link while it is oneself. */
export function ForWhomChoice({ itemCode }: { itemCode: string }) {
  const chosen = useForWhom(itemCode);
  const [principals, setPrincipals] = useState<ForWhom[] | null>(null);
  const ask = useAskPrincipals(setPrincipals);
  const close = () => setPrincipals(null);
  const change = (
    <Button kind="link" icon="people" loading={ask.busy} onPress={() => void ask.run()}>
      {chosen ? '换人' : '替家里人或别人办'}
    </Button>
  );
  return (
    <>
      <FailureNotice failure={ask.failure} onRetry={() => void ask.run()} />
      {chosen ? <ForWhomNotice who={chosen} actions={change} /> : change}
      <Sheet open={principals !== null} title="为谁办" onClose={close}>
        {principals && principals.length > 0 ? (
          <RadioGroup
            label="为谁办"
            options={[
              { value: myself, title: '我自己' },
              ...principals.map(({ mandateId, name, relation }) => ({
                value: mandateId,
                title: name,
                note: `您是${relation}`,
              })),
            ]}
            value={chosen?.mandateId ?? myself}
            onChange={(id) => {
              chooseForWhom(itemCode, principals.find(({ mandateId }) => mandateId === id) ?? null);
              close();
            }}
          />
        ) : (
          <View>还没有人让您代办。对方同意以后，或者添加了孩子，就可以在这里选。</View>
        )}
        <Button kind="secondary" onPress={() => void open('/packages/account/family/index')}>
          代办与家人
        </Button>
      </Sheet>
    </>
  );
}

/** Says that this is done for somebody else. */
export function ForWhomNotice({
  who,
  actions,
}: {
  who: Pick<ForWhom, 'name' | 'relation'>;
  actions?: ReactNode;
}) {
  return (
    <Notice icon="people" title={`正在为 ${who.name} 办`} actions={actions}>
      您是{who.relation}，办了什么、谁办的，都会记下来，对方也看得到。
    </Notice>
  );
}
