import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Guide } from '../../../../shared/contract';
import { Card } from '../../../components/card';
import { Icon } from '../../../components/icon';
import { Pressable } from '../../../components/pressable';

/** Questions that open to their answers. */
export function Faq({ faq }: { faq: Guide['faq'] }) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Card title="常有人问">
      <View>
        {faq.map(({ question, answer }, at) => (
          <View key={question}>
            <Pressable
              className="faq-question"
              expanded={open === at}
              onPress={() => setOpen(open === at ? null : at)}
            >
              <View className="row-main">{question}</View>
              <Icon name={open === at ? 'close' : 'down'} />
            </Pressable>
            {open === at && <View className="text-second">{answer}</View>}
          </View>
        ))}
      </View>
    </Card>
  );
}
