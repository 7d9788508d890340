import { View } from '@tarojs/components';

export default function CheckPage() {
  return <View className="app-root">核对预约</View>;
}
