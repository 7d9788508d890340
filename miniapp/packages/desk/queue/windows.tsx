import { View } from '@tarojs/components';
import type { StaffMe } from '../../../../shared/contract/staff';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { FailureNotice } from '../../../components/failure-notice';
import { Row } from '../../../components/row';
import { Tag } from '../../../components/tag';
import { useAction } from '../../../hooks/use-action';
import { act } from '../api/client';
import { updateMe } from '../api/session';

/** Where one sits today. Numbers are called to this window. */
export function Windows({ me, onChosen }: { me: StaffMe; onChosen?: () => void }) {
  const sit = useAction(async (options, window: string | null) => {
    updateMe(await act('PUT /staff/me/window', { body: { window } }, options));
    onChosen?.();
  });
  return (
    <Card title="今天坐哪个窗口？">
      <FailureNotice failure={sit.failure} />
      {me.windows.length === 0 && <View>您的岗位没有可坐的窗口，让管理员核对大厅和部门。</View>}
      <View>
        {me.windows.map(({ id, name, department }) => (
          <Row
            key={id}
            icon="hall"
            title={name}
            note={department}
            value={me.window?.id === id ? <Tag tone="blue">现在坐这里</Tag> : undefined}
            onPress={() => void sit.run(id)}
          />
        ))}
      </View>
      {me.window && (
        <Button kind="secondary" loading={sit.busy} onPress={() => void sit.run(null)}>
          离开 {me.window.name}
        </Button>
      )}
    </Card>
  );
}
