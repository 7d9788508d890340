import { View } from '@tarojs/components';

export default function SessionsPage() {
  return <View className="app-root">登录设备</View>;
}
