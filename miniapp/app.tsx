import Taro, { useDidShow, useLaunch, usePageNotFound } from '@tarojs/taro';
import type { ReactNode } from 'react';
import { refreshPayments, startApi } from './api';
import './app.css';
import { resumeLatePhotos } from './hooks/late-photos';
import { isWeapp } from './platform/env';
import { canPay } from './platform/pay';

if (!isWeapp) require('./theme/h5.css');

/** The app around every page. What pages share lives in modules (platform/, api/), not in this component. */
export default function App({ children }: { children?: ReactNode }) {
  useLaunch(() => {
    startApi();
    resumeLatePhotos();
  });
  // WeChat may have closed the app while its payment stood in front of it.
  useDidShow(() => {
    if (canPay) void refreshPayments();
  });
  // An old link or a mistyped address: both platforms would show nothing.
  usePageNotFound(() => {
    Taro.redirectTo({ url: '/pages/not-found/index' }).catch(() => undefined);
  });
  return children;
}
