import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { dial } from '../../../components/phone-row';
import '../parts/complaints.css';
import type { ComplaintDetail } from '../parts/form';

/** Why it was not taken, and where it belongs. */
export function Declined({ detail: { declined } }: { detail: ComplaintDetail }) {
  if (!declined) return null;
  const numbers = [...new Set(declined.channel.match(/\b1\d{2,4}\b|\b0\d{2,3}-?\d{7,8}\b/g) ?? [])];
  return (
    <Card title="为什么没有受理">
      <View className="prose">{declined.reason}</View>
      <View className="complaint-part">
        <View className="complaint-sub">可以找这里</View>
        <View>{declined.channel}</View>
        <View className="line complaint-links">
          {numbers.map((number) => (
            <Button key={number} kind="link" icon="phone" onPress={() => dial(number)}>
              {`打 ${number}`}
            </Button>
          ))}
        </View>
      </View>
    </Card>
  );
}
