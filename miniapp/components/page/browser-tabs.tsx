import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { a11y } from '../../platform/a11y';
import { Icon, type IconName } from '../icon';
import { Pressable } from '../pressable';

/** The tabs of app.config.ts, in the same order. */
const tabs: readonly { path: string; title: string; icon: IconName }[] = [
  { path: '/pages/home/index', title: '首页', icon: 'home' },
  { path: '/pages/services/index', title: '办事', icon: 'services' },
  { path: '/pages/matters/index', title: '我的事', icon: 'matters' },
  { path: '/pages/me/index', title: '我的', icon: 'me' },
];

/** The bar of tabs in the browser; WeChat draws its own. */
export function BrowserTabs() {
  const here = useRouter().path.split('?')[0] ?? '';
  return (
    <View className="browser-tabs" {...a11y({ role: 'navigation', label: '主菜单' })}>
      {tabs.map(({ path, title, icon }) => {
        const current = here.endsWith(path);
        return (
          <Pressable
            key={path}
            className={current ? 'browser-tab browser-tab-on' : 'browser-tab'}
            role="link"
            current={current}
            onPress={() => void Taro.switchTab({ url: path })}
          >
            <Icon name={icon} />
            <View>{title}</View>
          </Pressable>
        );
      })}
    </View>
  );
}
