import { View } from '@tarojs/components';
import { useState } from 'react';
import type { FaqEntry } from '../../shared/contract/questions';
import { dateWords } from '../../shared/domain/words';
import { today } from '../hooks/words';
import './answered.css';
import { Icon } from './icon';
import { Pressable } from './pressable';

/** Questions that somebody asked before; each opens to its answer in place. */
export function Answered({ entries }: { entries: readonly FaqEntry[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <View>
      {entries.map(({ id, question, answer, by, answeredOn, itemName, sample }) => (
        <View key={id} className="answered">
          <Pressable
            className="answered-question"
            expanded={open === id}
            onPress={() => setOpen(open === id ? null : id)}
          >
            <View className="row-main">{question}</View>
            <Icon name={open === id ? 'close' : 'down'} />
          </Pressable>
          {open === id && (
            <View className="answered-answer">
              <View>{answer}</View>
              <View className="text-second">
                {[itemName, `${by} ${dateWords(answeredOn, today())} 答复`, sample && '示例']
                  .filter(Boolean)
                  .join(' · ')}
              </View>
            </View>
          )}
        </View>
      ))}
    </View>
  );
}
