import { View } from '@tarojs/components';

export default function SettingsPage() {
  return <View className="app-root">长辈版和字号</View>;
}
