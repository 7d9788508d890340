import { View } from '@tarojs/components';

export default function ServicesPage() {
  return <View className="app-root">办事</View>;
}
