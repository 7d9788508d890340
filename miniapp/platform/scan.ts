import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** Whether this phone can scan a code for us; in the browser it is typed instead. */
export const canScan = isWeapp;

/**
 * Scans a code with the camera; only ever called by a tap.
 * @returns what it holds, or null when the person turned away or the camera may not be used
 */
export async function scan(kinds: ('qrCode' | 'barCode')[] = ['qrCode']): Promise<string | null> {
  if (!canScan) return null;
  try {
    const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: kinds });
    return result;
  } catch {
    return null;
  }
}
