import Taro from '@tarojs/taro';
import { isWeapp } from '../platform/env';
import { Row } from './row';

/** Calls a number. On a desk without a telephone the browser says so itself; the number can be read either way. */
export function dial(number: string): void {
  if (isWeapp) Taro.makePhoneCall({ phoneNumber: number }).catch(() => undefined);
  else window.location.href = `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** A number to call: who answers there, and when. */
export function PhoneRow({ who, number, note }: { who: string; number: string; note?: string }) {
  return <Row icon="phone" title={who} note={note} value={number} onPress={() => dial(number)} />;
}
