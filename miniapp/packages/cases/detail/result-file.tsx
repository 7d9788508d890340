import { View } from '@tarojs/components';
import { call } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { useAction } from '../../../hooks/use-action';
import { showFile } from '../../../platform/files/show';
import { open } from '../../../platform/navigate';

/** The electronic result: seen and kept on the phone, and checked by whoever it is shown to. */
export function ResultFile({ caseId }: { caseId: string }) {
  const view = useAction(async (options) => {
    const link = await call('POST /cases/{id}/result-link', { params: { id: caseId } }, options);
    await showFile(link.url, link.type);
  });
  return (
    <Card title="电子结果">
      <View className="text-second">打开后可以保存、转发。收到的人凭上面的核验码能查真伪。</View>
      <FailureNotice failure={view.failure} onRetry={() => void view.run()} />
      <Button loading={view.busy} onPress={() => void view.run()}>
        {view.busy ? '正在打开…' : '看电子结果'}
      </Button>
      <Button kind="link" onPress={() => void open('/packages/check/result/index')}>
        怎么核验真伪
      </Button>
    </Card>
  );
}
