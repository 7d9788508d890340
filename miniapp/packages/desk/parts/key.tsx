import { View } from '@tarojs/components';
import { a11y } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import './key.css';

/** The key beside the words of what it does; a screen reader is told the words only. WeChat has no keyboard. */
export function Key({ letter }: { letter: string }) {
  if (isWeapp) return null;
  return (
    <View className="desk-key" {...a11y({ hidden: true })}>
      {letter}
    </View>
  );
}
