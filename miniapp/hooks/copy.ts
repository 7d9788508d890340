import Taro from '@tarojs/taro';
import { toast } from '../components/toast';
import { isWeapp } from '../platform/env';

/** Puts a text on the clipboard and says so (WeChat and Taro's browser way say it themselves). */
export async function copy(text: string): Promise<void> {
  try {
    if (isWeapp || !navigator.clipboard) {
      await Taro.setClipboardData({ data: text });
      return;
    }
    await navigator.clipboard.writeText(text);
    toast('已复制');
  } catch {
    toast('这里不让自动复制，可以长按文字选取');
  }
}
