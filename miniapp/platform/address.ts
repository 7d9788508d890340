import Taro from '@tarojs/taro';
import { isWeapp } from './env';

/** Whether addresses that the person keeps in WeChat can be taken over here; in the browser they are typed or pasted. */
export const canChooseAddress = isWeapp;

/** An address as WeChat keeps it. */
export interface WechatAddress {
  name: string;
  phone: string;
  /** Province, city, county and, from newer versions, street, one after the other. */
  region: string;
  detail: string;
}

/**
 * Opens the addresses that the person keeps in WeChat; only ever called by a tap.
 * @returns the chosen one, null when the person turned away
 * @throws when WeChat may not give it (the person said no to its question, or the phone is too old)
 */
export async function chooseWechatAddress(): Promise<WechatAddress | null> {
  try {
    const given = await Taro.chooseAddress();
    const { userName, telNumber, provinceName, cityName, countyName, streetName = '' } = given;
    return {
      name: userName,
      phone: telNumber,
      region: [provinceName, cityName, countyName, streetName].filter(Boolean).join(''),
      // With the street told apart the rest stands in a field of its own.
      detail: (streetName && given.detailInfoNew) || given.detailInfo,
    };
  } catch (failed) {
    const { errMsg = '' } = failed as { errMsg?: string };
    if (/:fail cancel/.test(errMsg)) return null;
    throw failed;
  }
}
