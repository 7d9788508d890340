import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { replace } from '../../../platform/navigate';
import { CaseWork } from '../case-work/case-work';
import { Frame } from '../frame';

/** One case by itself: for whoever works on it away from the counter. */
export default function CasePage() {
  const { id = '' } = useRouter().params;
  return (
    <Frame title="一个办件">
      {() => (
        <>
          <View className="desk-buttons">
            <Button kind="link" icon="back" onPress={() => void replace('/packages/desk/cases/index')}>
              回到办件列表
            </Button>
          </View>
          <CaseWork id={id} />
        </>
      )}
    </Frame>
  );
}
