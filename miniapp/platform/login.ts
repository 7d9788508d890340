import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** Gives a login code for `POST /sessions`, or null when the person turned away. */
export type LoginCodeSource = () => Promise<string | null>;

let source: LoginCodeSource | null = null;

/**
 * Says where login codes come from outside WeChat. The browser has no `wx.login`: in development the sandbox signs
 * a sample citizen in. Inside WeChat the given source is not used.
 */
export function provideLoginCode(next: LoginCodeSource): void {
  source = next;
}

/**
 * A fresh login code: single use, five minutes. In WeChat nothing is asked of the person.
 * @returns null when there is no way to sign in here or the person turned away
 * @throws what `wx.login` says when WeChat cannot be reached
 */
export async function loginCode(): Promise<string | null> {
  if (!isWeapp) return source ? source() : null;
  const { code } = await Taro.login();
  return code || null;
}
