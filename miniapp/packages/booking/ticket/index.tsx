import { View } from '@tarojs/components';

export default function TicketPage() {
  return <View className="app-root">预约凭证</View>;
}
