import { View } from '@tarojs/components';

export default function DonePage() {
  return <View className="app-root">预约成功</View>;
}
