import Taro from '@tarojs/taro';

/** Tab pages are switched to, never opened on top. */
const tabs = ['/pages/home/index', '/pages/services/index', '/pages/matters/index', '/pages/me/index'];

/** WeChat refuses an eleventh page. */
const deepest = 10;

/** Builds a page's address; empty values are left out. */
export function pageUrl(path: string, query: Record<string, string | number | undefined> = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

/** Opens a page: a tab is switched to, another page goes on top, or in place of the last when the stack is full. */
export async function open(url: string): Promise<void> {
  const path = url.split('?')[0] ?? url;
  if (tabs.includes(path)) await Taro.switchTab({ url: path });
  else if (Taro.getCurrentPages().length >= deepest) await Taro.redirectTo({ url });
  else await Taro.navigateTo({ url });
}

/** Puts a page in place of this one: a step that must not be gone back to (a booking already made). */
export async function replace(url: string): Promise<void> {
  await Taro.redirectTo({ url });
}

/** Goes back, or to the home page where nothing lies behind (a shared link, a reload). */
export async function back(): Promise<void> {
  if (Taro.getCurrentPages().length > 1) await Taro.navigateBack();
  else await Taro.switchTab({ url: tabs[0] ?? '/pages/home/index' });
}
