import { View } from '@tarojs/components';

export default function PhonePage() {
  return <View className="app-root">手机号</View>;
}
