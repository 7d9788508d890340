import { Text, View } from '@tarojs/components';
import type { PersonalMark } from '../../../../shared/contract/staff-complaints';
import { markWords, type PublishedField, type PublishedWords, publishedFields, stretchesOf } from './marks';

interface MarkedProps {
  text: string;
  field: PublishedField;
  marks: readonly PersonalMark[];
}

/** A text in which what tells who somebody is stands out. */
export function Marked({ text, field, marks }: MarkedProps) {
  return (
    <View className="complaint-words">
      {stretchesOf(text, field, marks).map(({ from, text: words, mark }) => (
        <Text key={from} {...(mark && { className: 'complaint-mark' })}>
          {words}
        </Text>
      ))}
    </View>
  );
}

const labels = Object.fromEntries(publishedFields.map(({ field, label }) => [field, label]));

/** `电话“139…”（发生了什么）`. */
export function wordsOfMark(mark: PersonalMark, words: PublishedWords): string {
  return `${markWords[mark.kind]}“${words[mark.field].slice(mark.from, mark.to)}”（${labels[mark.field]}）`;
}
