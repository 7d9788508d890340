/** Where a parcel was seen last, as far as the carrier's words name a city: for a map, to the city and no closer. */

/** Latitude and longitude of the city's centre, to about a kilometre: Yunnan's prefectures and where its mail is sorted. */
const cities: Record<string, readonly [number, number]> = {
  昭通: [27.34, 103.72],
  昆明: [25.04, 102.71],
  曲靖: [25.49, 103.8],
  玉溪: [24.35, 102.55],
  保山: [25.11, 99.17],
  丽江: [26.86, 100.23],
  普洱: [22.83, 100.97],
  临沧: [23.88, 100.09],
  楚雄: [25.05, 101.53],
  红河: [23.36, 103.38],
  文山: [23.4, 104.22],
  西双版纳: [22.01, 100.8],
  大理: [25.61, 100.27],
  德宏: [24.43, 98.58],
  怒江: [25.85, 98.86],
  迪庆: [27.82, 99.71],
  成都: [30.57, 104.07],
  重庆: [29.56, 106.55],
  贵阳: [26.65, 106.63],
  六盘水: [26.59, 104.83],
  宜宾: [28.75, 104.64],
  广州: [23.13, 113.26],
  长沙: [28.23, 112.94],
  武汉: [30.59, 114.3],
  北京: [39.9, 116.41],
  上海: [31.23, 121.47],
};

export interface Place {
  name: string;
  latitude: number;
  longitude: number;
}

/** The city that stands first in the words of a carrier; null when none is known. @param words `【昆明市】离开处理中心` */
export function cityIn(words: string): Place | null {
  const named = Object.keys(cities)
    .map((name) => ({ name, at: words.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  const point = named && cities[named.name];
  if (!named || !point) return null;
  return { name: named.name, latitude: point[0], longitude: point[1] };
}
