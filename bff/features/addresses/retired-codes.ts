/**
 * Counties of Yunnan that got another code when they became cities or districts, by the Ministry of Civil Affairs' notices:
 * old address books, maps and phones still have the old one.
 */
export const retiredCounties: Readonly<Record<string, string>> = {
  /** 水富, a city since 2018. */
  '530630': '530681',
  /** 呈贡, 2011. */
  '530121': '530114',
  /** 晋宁, 2016. */
  '530122': '530115',
  /** 马龙, 2018. */
  '530321': '530304',
  /** 沾益, 2016. */
  '530328': '530303',
  /** 江川, 2015. */
  '530421': '530403',
  /** 澄江, 2019. */
  '530422': '530481',
  /** 腾冲, 2015. */
  '530522': '530581',
  /** 蒙自, 2010. */
  '532522': '532503',
  /** 弥勒, 2013. */
  '532526': '532504',
  /** 禄丰, 2021. */
  '532331': '532302',
  /** 文山, 2010. */
  '532621': '532601',
  /** 泸水, 2016. */
  '533321': '533301',
  /** 香格里拉, 2014. */
  '533421': '533401',
};

/** The code of today for one of a county or of something in it; any other code as it is. */
export function currentCode(code: string): string {
  const now = retiredCounties[code.slice(0, 6)];
  return now === undefined ? code : now + code.slice(6);
}
