import { View } from '@tarojs/components';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { Button } from '../../../components/button';
import { FailureNotice } from '../../../components/failure-notice';
import { useAction } from '../../../hooks/use-action';
import { showFile } from '../../../platform/files/show';
import { act } from '../api/client';

/** Photos that were sent along. Each opens by a link of a short life; looking at it is recorded. */
export function Photos({ of }: { of: StaffComplaint['photos'] }) {
  const look = useAction(async (_, id: string) => {
    const { url, type } = await act('POST /staff/uploads/{id}/links', { params: { id } });
    await showFile(url, type);
  });
  if (of.length === 0) return null;
  return (
    <View>
      <FailureNotice failure={look.failure} />
      <View className="desk-buttons">
        {of.map(({ id, name, type }, at) => {
          const picture = type.startsWith('image/');
          return (
            <Button
              key={id}
              kind="link"
              icon={picture ? 'picture' : 'document'}
              onPress={() => void look.run(id)}
            >
              {`看${picture ? '照片' : '附件'} ${at + 1}${name ? `：${name}` : ''}`}
            </Button>
          );
        })}
      </View>
    </View>
  );
}
