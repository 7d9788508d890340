import { View } from '@tarojs/components';
import { a11y } from '../platform/a11y';
import './skeleton.css';

/**
 * Grey lines in the shape of what is coming. Moves by CSS alone, so that waiting costs no setData.
 * @param lines lines of text in each block
 */
export function Skeleton({ blocks = 2, lines = 3 }: { blocks?: number; lines?: number }) {
  return (
    <View className="stack" {...a11y({ role: 'status', label: '正在打开…', busy: true })}>
      {Array.from({ length: blocks }, (_, block) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are alike and never change places
        <View key={block} className="skeleton">
          {Array.from({ length: lines }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike and never change places
            <View key={line} className="skeleton-line" />
          ))}
        </View>
      ))}
    </View>
  );
}
