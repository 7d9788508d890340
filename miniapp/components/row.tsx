import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import { Pressable } from './pressable';
import './row.css';

interface RowProps {
  title: ReactNode;
  /** Smaller, below the title. */
  note?: ReactNode;
  /** At the end: a value or a `Tag`. */
  value?: ReactNode;
  icon?: IconName;
  /** Where the row leads; without it the row only tells. */
  onPress?: () => void;
  /** Replaces the row's text for screen readers. */
  label?: string;
}

/** A line of a list: what it is, what it says, and where it leads. */
export function Row({ title, note, value, icon, onPress, label }: RowProps) {
  const content = (
    <>
      {icon && <Icon name={icon} className="row-icon" />}
      <View className="row-body">
        <View className="row-text">
          <View className="row-title">{title}</View>
          {note && <View className="text-second">{note}</View>}
        </View>
        {value && <View className="row-value">{value}</View>}
      </View>
      {onPress && <Icon name="next" className="row-next" />}
    </>
  );
  return onPress ? (
    <Pressable className="row" role="link" label={label} onPress={onPress}>
      {content}
    </Pressable>
  ) : (
    <View className="row">{content}</View>
  );
}
