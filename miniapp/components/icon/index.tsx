import { View } from '@tarojs/components';
import { a11y } from '../../platform/a11y';
import type { IconName } from './names';

export type { IconName };

/** A line icon in the size and colour of the text around it. Without a label it is decoration and says nothing. */
export function Icon({ name, label, className }: { name: IconName; label?: string; className?: string }) {
  const semantics = label ? a11y({ role: 'img', label }) : a11y({ hidden: true });
  return <View className={`icon icon-${name} ${className ?? ''}`} {...semantics} />;
}
