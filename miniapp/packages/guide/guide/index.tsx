import { View } from '@tarojs/components';

export default function GuidePage() {
  return <View className="app-root">办事指南</View>;
}
