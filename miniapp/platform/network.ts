import Taro from '@tarojs/taro';
import { isWeapp } from './env';
import { createStore, useStore } from './store';

const online = createStore(true);
let watching = false;

/** Starts to follow the network; later calls do nothing. */
export function watchNetwork(): void {
  if (watching) return;
  watching = true;
  if (isWeapp) {
    Taro.onNetworkStatusChange(({ isConnected }) => online.set(isConnected));
    Taro.getNetworkType({ success: ({ networkType }) => online.set(networkType !== 'none') }).catch(() => {
      // Unknown is not offline: a request will tell.
    });
    return;
  }
  const update = () => online.set(navigator.onLine);
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  update();
}

/** Whether the phone says it has a network, kept current. True does not promise that the server can be reached. */
export function useOnline(): boolean {
  return useStore(online);
}

/** Calls back each time the network returns. @returns a function that ends it. */
export function onBackOnline(callback: () => void): () => void {
  return online.subscribe(() => {
    if (online.get()) callback();
  });
}
