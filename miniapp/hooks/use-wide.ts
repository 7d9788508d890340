import { useDidHide, useDidShow, useUnload } from '@tarojs/taro';
import { isWeapp } from '../platform/env';

/** In the browser: the page takes the whole window while it is in view, not the phone-wide column. */
export function useWide(): void {
  const set = (on: boolean) => {
    if (!isWeapp) document.documentElement.classList.toggle('wide', on);
  };
  useDidShow(() => set(true));
  useDidHide(() => set(false));
  useUnload(() => set(false));
}
