import { View } from '@tarojs/components';

export default function NotFoundPage() {
  return <View className="app-root">没有这个页面</View>;
}
