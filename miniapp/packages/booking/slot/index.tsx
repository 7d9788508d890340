import { View } from '@tarojs/components';

export default function SlotPage() {
  return <View className="app-root">选择时间</View>;
}
