import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** Brings a node of the page into sight; in the browser the first thing in it that can be used takes the focus. */
export function goTo(id: string): void {
  if (isWeapp) {
    Taro.pageScrollTo({ selector: `#${id}`, duration: 0 }).catch(() => undefined);
    return;
  }
  const node = document.getElementById(id);
  node?.scrollIntoView({ block: 'start' });
  node?.querySelector<HTMLElement>('input, textarea, [tabindex="0"]')?.focus({ preventScroll: true });
}
