import { View } from '@tarojs/components';
import type { CSSProperties, ReactNode } from 'react';
import { a11y, keyboard, type Semantics } from '../platform/a11y';

interface PressableProps extends Semantics {
  onPress: () => void;
  className?: string;
  style?: CSSProperties;
  id?: string;
  children?: ReactNode;
}

/**
 * Everything that can be tapped and is not a `Button`: focusable and usable from the keyboard in the browser, with
 * a pressed look in WeChat, and at least as large as a finger (theme/base.css).
 */
export function Pressable({ onPress, className, style, id, children, ...semantics }: PressableProps) {
  const act = semantics.disabled ? undefined : onPress;
  return (
    <View
      {...(id && { id })}
      className={`pressable ${className ?? ''}`}
      style={style}
      hoverClass="pressed"
      hoverStayTime={100}
      onClick={act}
      {...keyboard(act)}
      {...a11y({ role: 'button', ...semantics })}
    >
      {children}
    </View>
  );
}
