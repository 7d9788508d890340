import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { pageUrl, replace } from '../../../platform/navigate';
import { Frame } from '../frame';
import { RectificationWork } from './rectification-work';

/** One rectification that a bad grade opened. */
export default function RectificationPage() {
  const { id = '' } = useRouter().params;
  return (
    <Frame title="一件整改">
      {() => (
        <>
          <View className="desk-buttons">
            <Button
              kind="link"
              icon="back"
              onPress={() =>
                void replace(pageUrl('/packages/desk/ratings/index', { view: 'rectifications' }))
              }
            >
              回到整改列表
            </Button>
          </View>
          <RectificationWork key={id} id={id} />
        </>
      )}
    </Frame>
  );
}
