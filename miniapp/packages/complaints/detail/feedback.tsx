import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { LongField } from '../../../components/long-field';
import { SlowNote } from '../../../components/resource-view';
import { ConfirmSheet, Sheet } from '../../../components/sheet';
import { toast } from '../../../components/toast';
import type { ComplaintDetail } from '../parts/form';
import type { OpenComplaint } from '../parts/use-complaint';
import { useComplaintAct } from './use-act';

const act = 'POST /complaints/{id}/feedback';

/** Satisfied, or not: then somebody else looks at it again, once. */
export function Feedback({ detail, complaint }: { detail: ComplaintDetail; complaint: OpenComplaint }) {
  const [asking, setAsking] = useState<'yes' | 'no' | null>(null);
  const [why, setWhy] = useState('');
  const [error, setError] = useState<string>();
  const send = useComplaintAct(detail.id, complaint);
  if (!detail.feedback) return null;
  const close = () => setAsking(null);
  const satisfied = () => {
    close();
    void send.run(act, { satisfied: true }, () => toast('已记下：满意，办结归档'));
  };
  const again = () => {
    if (why.trim().length < 2) {
      setError('写一写哪里不满意，换的人好接着查。');
      return;
    }
    close();
    void send.run(act, { satisfied: false, why: why.trim() }, () => toast('已记下，换人重新核查'));
  };
  return (
    <Card title="这次答复，您满意吗">
      <FailureNotice failure={send.failure} />
      {send.slow && <SlowNote>网络有点慢，正在等系统确认，不用再点…</SlowNote>}
      {/* Neither answer is made more inviting than the other. */}
      <Button kind="secondary" loading={send.busy} onPress={() => setAsking('yes')}>
        满意，可以办结
      </Button>
      {detail.feedback === 'both' ? (
        <Button kind="secondary" disabled={send.busy} onPress={() => setAsking('no')}>
          不满意，换人重新核查
        </Button>
      ) : (
        <View className="text-second">
          {`已经换人核查过一次。还不同意，可以打监督电话 ${detail.supervisionPhone} 或 12345。`}
        </View>
      )}
      <ConfirmSheet
        open={asking === 'yes'}
        title="满意，办结这份投诉？"
        action="满意，办结"
        keep="再想想"
        onConfirm={satisfied}
        onClose={close}
      >
        办结后就归档了，不能再补充。
      </ConfirmSheet>
      <Sheet open={asking === 'no'} title="换人重新核查" onClose={close}>
        <View>换一个没有办过这件事的人重新核查，只有这一次。</View>
        <LongField
          name="why"
          label="哪里不满意"
          error={error}
          value={why}
          maxlength={1000}
          onChange={(words) => {
            setWhy(words);
            setError(undefined);
          }}
        />
        <Button onPress={again}>不满意，换人核查</Button>
        <Button kind="secondary" onPress={close}>
          再想想
        </Button>
      </Sheet>
    </Card>
  );
}
