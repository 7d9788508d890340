import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { openLive } from '../platform/live';

/** Without a push connection what is shown is asked for this often. */
const askEvery = 2_000;

export interface LiveWatch {
  /** Below the API's base; null while there is nothing to watch. */
  path: string | null;
  /** Something was pushed. */
  onPush: (data: unknown) => void;
  /** Asks for what a push would have told; also called once when the connection stands, for what was missed. */
  ask: () => void;
}

/**
 * Follows something live while the page is in view: over a push connection, and by asking every 2 seconds for as long
 * as there is none.
 * @returns whether pushes come in
 */
export function useLive({ path, onPush, ask }: LiveWatch): boolean {
  const [connected, setConnected] = useState(false);
  const [visible, setVisible] = useState(true);
  const does = useRef({ onPush, ask });
  does.current = { onPush, ask };
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));

  useEffect(() => {
    if (!path || !visible) return;
    const close = openLive({
      path,
      onMessage: (data) => does.current.onPush(data),
      onConnected(now) {
        setConnected(now);
        if (now) does.current.ask();
      },
    });
    return () => {
      setConnected(false);
      close();
    };
  }, [path, visible]);

  useEffect(() => {
    if (!path || !visible || connected) return;
    const timer = setInterval(() => does.current.ask(), askEvery);
    return () => clearInterval(timer);
  }, [path, visible, connected]);

  return connected;
}
