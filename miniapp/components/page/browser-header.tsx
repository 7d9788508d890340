import { View } from '@tarojs/components';
import type { ReactNode, RefObject } from 'react';
import { a11y } from '../../platform/a11y';
import { back } from '../../platform/navigate';
import { Icon } from '../icon';
import { Pressable } from '../pressable';

interface BrowserHeaderProps {
  title: string;
  canGoBack: boolean;
  /** Receives the title's node, which takes the focus when the page opens. */
  heading: RefObject<HTMLElement>;
  /** The page's content, to which the skip link leads. */
  body: RefObject<HTMLElement>;
  /** Stands after the title. */
  children?: ReactNode;
}

/** What WeChat draws itself and the browser does not: the way back and the title, with a link past both. */
export function BrowserHeader({ title, canGoBack, heading, body, children }: BrowserHeaderProps) {
  return (
    <View className="browser-header" {...a11y({ role: 'banner' })}>
      <Pressable className="skip-link" role="link" onPress={() => body.current?.focus()}>
        跳到正文
      </Pressable>
      {canGoBack && (
        <Pressable className="browser-back" label="返回" onPress={() => void back()}>
          <Icon name="back" />
        </Pressable>
      )}
      <View
        ref={heading}
        className="browser-title"
        {...a11y({ role: 'heading', level: 1 })}
        {...{ tabIndex: -1 }}
      >
        {title}
      </View>
      {children}
    </View>
  );
}
