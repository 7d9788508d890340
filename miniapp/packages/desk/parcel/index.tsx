import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { replace } from '../../../platform/navigate';
import { Frame } from '../frame';
import { ParcelWork } from './parcel-work';

/** One parcel: what to do with it now, where it is, and what goes wrong with it. */
export default function ParcelPage() {
  const { id = '' } = useRouter().params;
  return (
    <Frame title="一件寄件">
      {(me) => (
        <>
          <View className="desk-buttons">
            <Button kind="link" icon="back" onPress={() => void replace('/packages/desk/parcels/index')}>
              回到寄件列表
            </Button>
          </View>
          <ParcelWork key={id} id={id} me={me} />
        </>
      )}
    </Frame>
  );
}
