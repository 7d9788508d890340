import { View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { type ReactNode, useEffect, useRef } from 'react';
import { a11y } from '../../platform/a11y';
import { isWeapp } from '../../platform/env';
import { focusSoon } from '../../platform/focus';
import { watchNetwork } from '../../platform/network';
import { readDeviceScale, usePreferences } from '../../platform/preferences';
import { watchPrivacy } from '../../platform/privacy';
import { PrivacyPopup } from '../privacy-popup';
import { BrowserHeader } from './browser-header';
import { BrowserTabs } from './browser-tabs';
import { OfflineBanner } from './offline-banner';
import './page.css';
import { useQuietWhileHidden } from './quiet';

const appName = '昭通一站办';

/** False until the first page stands: a page that was just loaded keeps the browser's own start. */
let somethingShown = false;

function nameTab(title: string): void {
  document.title = title === appName ? appName : `${title} - ${appName}`;
}

interface PageProps {
  /** What stands in the title bar, and in the browser's tab. */
  title: string;
  /** One of the four tabs: nothing lies behind it, so no way back is drawn. */
  tab?: boolean;
  /** Stays in reach of the thumb: a `BottomBar`. */
  footer?: ReactNode;
  /** Ways to other pages beside the title, in place of the way back: the staff's pages. */
  bar?: ReactNode;
  children: ReactNode;
}

/**
 * The frame of every page: title (the browser's bar is drawn here, WeChat has its own), the person's text size and
 * elder mode, the offline banner, WeChat's privacy question. In the browser the focus goes to the title when a page
 * opens and back to where it was when one returns.
 */
export function Page({ title, tab = false, footer, bar, children }: PageProps) {
  const { elderMode, textScale } = usePreferences();
  const root = useRef<HTMLElement>(null);
  const body = useRef<HTMLElement>(null);
  const heading = useRef<HTMLElement>(null);
  const left = useRef<HTMLElement | null>(null);
  const shown = useRef(false);

  useQuietWhileHidden(root);
  useDidShow(() => {
    shown.current = true;
    watchNetwork();
    watchPrivacy();
    readDeviceScale();
    if (isWeapp) return;
    nameTab(title);
    if (left.current?.isConnected) focusSoon(left.current);
    else if (somethingShown) focusSoon(heading.current);
    somethingShown = true;
  });

  useDidHide(() => {
    shown.current = false;
    if (isWeapp) return;
    const active = document.activeElement;
    left.current = active instanceof HTMLElement && root.current?.contains(active) ? active : null;
  });

  useEffect(() => {
    if (isWeapp) Taro.setNavigationBarTitle({ title }).catch(() => undefined);
    else if (shown.current) nameTab(title);
  }, [title]);

  const drawTabs = tab && !isWeapp;
  return (
    <View
      ref={root}
      className={elderMode ? 'app-root elder' : 'app-root'}
      style={{ '--fs': String(textScale) } as Record<string, string>}
    >
      {isWeapp ? (
        bar
      ) : (
        <BrowserHeader title={title} canGoBack={!tab && !bar} heading={heading} body={body}>
          {bar}
        </BrowserHeader>
      )}
      <OfflineBanner />
      <View
        ref={body}
        className="page-body"
        {...a11y({ role: 'main' })}
        {...(isWeapp ? {} : { tabIndex: -1 })}
      >
        {children}
      </View>
      {(footer || drawTabs) && (
        <View className="page-foot">
          {footer}
          {drawTabs && <BrowserTabs />}
        </View>
      )}
      {isWeapp && <PrivacyPopup />}
    </View>
  );
}
