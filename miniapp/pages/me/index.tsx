import { View } from '@tarojs/components';

export default function MePage() {
  return <View className="app-root">我的</View>;
}
