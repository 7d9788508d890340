import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { isWeapp } from '../../../platform/env';

/** Full brightness while a code is shown, so that a scanner reads it; as before when the page is left. */
export function useBrightScreen(on: boolean): void {
  const [visible, setVisible] = useState(true);
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));
  useEffect(() => {
    if (!isWeapp || !on || !visible) return;
    let before: number | null = null;
    let left = false;
    // A phone that refuses keeps its own brightness; the code can still be read.
    const set = (value: number) => Taro.setScreenBrightness({ value }).catch(() => undefined);
    Taro.getScreenBrightness()
      .then(({ value }) => {
        if (left) return;
        before = value;
        set(1);
      })
      .catch(() => undefined);
    return () => {
      left = true;
      if (before !== null) set(before);
    };
  }, [on, visible]);
}
