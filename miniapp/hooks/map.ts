import Taro from '@tarojs/taro';
import { isWeapp } from '../platform/env';

interface Spot {
  name: string;
  address: string;
  /** GCJ-02 degrees. */
  latitude: number;
  longitude: number;
}

/** Shows a place with the way to it: WeChat's own map, or a map's page in the browser. */
export function showOnMap({ name, address, latitude, longitude }: Spot): void {
  if (isWeapp) {
    Taro.openLocation({ name, address, latitude, longitude, scale: 16 }).catch(() => undefined);
    return;
  }
  const query = `marker=coord:${latitude},${longitude};title:${encodeURIComponent(name)};addr:${encodeURIComponent(address)}`;
  window.open(
    `https://apis.map.qq.com/uri/v1/marker?${query}&referer=zhaotong-one-stop`,
    '_blank',
    'noopener',
  );
}
