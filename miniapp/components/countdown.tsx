import { View } from '@tarojs/components';
import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { a11y } from '../platform/a11y';
import { serverNow } from '../platform/clock';
import { leftInWords } from './left-in-words';

interface CountdownProps {
  /** The server's time at which it ends, in milliseconds since 1970. */
  until: number;
  /** Called once, when the end is reached or was already passed. */
  onEnd: () => void;
  /** Stands before the time: 为您保留. */
  before?: string;
}

/**
 * Time left until a moment of the server's clock. It looks at the clock each time instead of counting ticks, so that
 * a phone that slept shows the truth; while the page is hidden it does nothing.
 */
export function Countdown({ until, onEnd, before = '' }: CountdownProps) {
  const [left, setLeft] = useState(() => until - serverNow());
  const [visible, setVisible] = useState(true);
  const end = useRef(onEnd);
  end.current = onEnd;
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));

  useEffect(() => {
    if (!visible) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const now = until - serverNow();
      setLeft(now);
      if (now <= 0) end.current();
      // Until just after the next whole second.
      else timer = setTimeout(look, (now % 1000) + 1);
    };
    look();
    return () => clearTimeout(timer);
  }, [until, visible]);

  return (
    <View {...a11y({ role: 'timer' })}>
      {before}
      {leftInWords(left)}
    </View>
  );
}
