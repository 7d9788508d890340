import { View } from '@tarojs/components';
import { a11y } from '../../platform/a11y';
import { useOnline } from '../../platform/network';
import { Icon } from '../icon';

/** Stands on every page while there is no network. */
export function OfflineBanner() {
  const online = useOnline();
  return (
    <View {...a11y({ role: 'status', live: 'polite' })}>
      {!online && (
        <View className="offline-banner">
          <Icon name="offline" />
          <View>现在没有网络。看过的内容还能看，预约和修改要等网络恢复。</View>
        </View>
      )}
    </View>
  );
}
