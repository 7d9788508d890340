import Taro from '@tarojs/taro';

/**
 * What the phone remembers, as JSON. Everything kept here can be fetched or asked again, so a full or forbidden
 * storage (private windows, WeChat's 10 MB) loses comfort, never data: writing reports instead of throwing.
 */
export const storage = {
  /** The value under `key`, or null when there is none or it cannot be read. The caller checks its shape. */
  read(key: string): unknown {
    try {
      const text: unknown = Taro.getStorageSync(key);
      return typeof text === 'string' && text !== '' ? JSON.parse(text) : null;
    } catch {
      return null;
    }
  },

  /** @returns false when the phone refused to keep it. */
  write(key: string, value: unknown): boolean {
    try {
      Taro.setStorageSync(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },

  remove(key: string): void {
    try {
      Taro.removeStorageSync(key);
    } catch {
      // Nothing to take away, or nothing may be touched: either way it cannot be read either.
    }
  },
};
