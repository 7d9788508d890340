import { View } from '@tarojs/components';

export default function PrivacyPage() {
  return <View className="app-root">我的数据</View>;
}
