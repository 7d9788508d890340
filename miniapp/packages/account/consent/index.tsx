import { View } from '@tarojs/components';

export default function ConsentPage() {
  return <View className="app-root">隐私说明</View>;
}
