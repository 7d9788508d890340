import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** Whether money can be paid from here. A browser outside WeChat cannot; it shows the way into the mini-program. */
export const canPay = isWeapp;

/** What wx.requestPayment takes, as the server signed it. */
export interface PaymentParams {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
}

/**
 * What the phone says of a payment: `done` is not proof that it was paid, nor `failed` that it was not; only WeChat Pay
 * knows, and the server asks it.
 */
export type PaymentSaid = 'done' | 'cancelled' | 'failed';

/** Opens WeChat's own payment. @returns what the phone says when it is closed again */
export async function requestPayment(params: PaymentParams): Promise<PaymentSaid> {
  if (!canPay) return 'failed';
  try {
    await Taro.requestPayment({ ...params });
    return 'done';
  } catch (thrown) {
    return /cancel/.test(wordsOf(thrown)) ? 'cancelled' : 'failed';
  }
}

function wordsOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'errMsg' in thrown ? String(thrown.errMsg) : '';
}
