import { View } from '@tarojs/components';

export default function VenuePage() {
  return <View className="app-root">选择大厅</View>;
}
