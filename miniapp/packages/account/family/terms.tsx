import { View } from '@tarojs/components';
import { Card } from '../../../components/card';

/** What is agreed to, line by line. */
export function Terms({ lines }: { lines: readonly string[] }) {
  return (
    <Card title="同意以下几条">
      {lines.map((line, at) => (
        <View key={line}>
          {at + 1}. {line}
        </View>
      ))}
    </Card>
  );
}
