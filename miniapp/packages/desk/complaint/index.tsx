import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { replace } from '../../../platform/navigate';
import { Frame } from '../frame';
import { ComplaintWork } from './complaint-work';

/** One complaint: what happened, who has it, and what to do now. */
export default function ComplaintPage() {
  const { id = '' } = useRouter().params;
  return (
    <Frame title="一件投诉">
      {(me) => (
        <>
          <View className="desk-buttons">
            <Button kind="link" icon="back" onPress={() => void replace('/packages/desk/complaints/index')}>
              回到投诉列表
            </Button>
          </View>
          <ComplaintWork key={id} id={id} me={me} />
        </>
      )}
    </Frame>
  );
}
