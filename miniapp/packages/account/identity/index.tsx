import { View } from '@tarojs/components';

export default function IdentityPage() {
  return <View className="app-root">实名信息</View>;
}
