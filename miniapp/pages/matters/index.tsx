import { View } from '@tarojs/components';

export default function MattersPage() {
  return <View className="app-root">我的事</View>;
}
