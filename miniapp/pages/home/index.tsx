import { View } from '@tarojs/components';

export default function HomePage() {
  return <View className="app-root">首页</View>;
}
