import Taro from '@tarojs/taro';
import { isWeapp } from '../platform/env';

let voice: HTMLElement | null = null;

/** Says a sentence to screen readers in the browser, where a toast is silent. */
function say(text: string): void {
  if (!voice) {
    voice = document.createElement('div');
    voice.className = 'said-only';
    voice.setAttribute('role', 'status');
    document.body.appendChild(voice);
  }
  voice.textContent = text;
}

/** Shows for a moment what needs no action: 已复制, 已保存. Never for what went wrong: that stands on the page. */
export function toast(text: string): void {
  Taro.showToast({ title: text, icon: 'none', duration: 2500 }).catch(() => undefined);
  if (!isWeapp) say(text);
}
