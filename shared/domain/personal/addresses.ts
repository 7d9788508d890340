import type { FoundMark } from '../personal-marks';

/** A house is counted in digits, letters or Chinese numerals. */
const NUMBER = '(?:第?\\s?(?:[0-9A-Za-z]{1,6}(?:-[0-9A-Za-z]{1,5})*|[〇零一二三四五六七八九十百]{1,5})\\s?)';
/** Within a house. */
const INSIDE = `(?:${NUMBER}(?:号楼|号院|号|栋|幢|座|单元|层|楼|室|房|户|门))`;
const BARE_ROOM = '(?:\\s?-?\\s?\\d{3,4}(?!\\d))?';
const PLACE = '[\\u4e00-\\u9fa5A-Za-z0-9]{1,14}?';
const STREET =
  '(?:大道|路|街|道|巷|弄|胡同|里|坊|坪|湾|坡|沟|桥头|小区|花园|家园|公寓|新村|苑|府|城|广场|大院|村|寨|屯|庄|社区|组|镇|乡)';
const VILLAGE = '(?:村民委员会|村委会|居委会|自然村|行政村|村|社区|寨|屯|庄|坪|镇|乡|街道)';
const GROUP = '(?:村民小组|居民小组|小组|组|社|队|号)';

/** A road or an estate with a number, and whatever follows within the house. */
const street = new RegExp(
  `${PLACE}${STREET}\\s?(?:附近)?\\s?${INSIDE}(?:\\s?[,，]?\\s?${INSIDE})*${BARE_ROOM}`,
  'g',
);
/** A village and its group. */
const village = new RegExp(
  `${PLACE}${VILLAGE}\\s?(?:[\\u4e00-\\u9fa5]{1,6}?)?${NUMBER}${GROUP}(?:\\s?${INSIDE})*`,
  'g',
);
/** A house, a staircase and a flat without the road. */
const house = new RegExp(`${NUMBER}(?:号楼|号院|栋|幢|座)\\s?(?:${INSIDE})*${BARE_ROOM}`, 'g');
const staircase = new RegExp(`${NUMBER}单元\\s?(?:${INSIDE})*${BARE_ROOM}`, 'g');
/** Windows, lines and papers are counted in 号 too, and are nobody's address. */
const notHouses = /^(?:窗口|机|厅|线|文|令|公告|通知|柜台|叫号|取号)/;

/** What belongs to the sentence and not to the place, at its beginning. */
const lead = /^.*(?:[我你他她它在到从是住址去的了]|位于|地点|家就|送往|寄往|寄给)/;
/** A place that is named right before another: it belongs to it. */
const region = /[\u4e00-\u9fa5]{1,8}(?:省|自治州|地区|市|区|县|镇|乡|街道|办事处|社区|村委会|村)$/;
const MOST_REGIONS = 6;

/** Addresses down to a house or a village's group; offices that have only a road are none. */
export function addresses(text: string): FoundMark[] {
  return [street, village, house, staircase].flatMap((expression) =>
    [...text.matchAll(expression)].flatMap((match) => {
      const to = match.index + match[0].length;
      if (notHouses.test(text.slice(to))) return [];
      const cut = lead.exec(match[0].slice(0, placeLength(match[0])))?.[0].length ?? 0;
      return [{ from: withRegion(text, match.index + cut), to, kind: 'address' as const }];
    }),
  );
}

/** Where the first number begins: what stands before is the place. */
function placeLength(matched: string): number {
  const at = matched.search(/[0-9〇零一二三四五六七八九十]/);
  return at < 0 ? matched.length : at;
}

/** As far as the province, when it stands right before. */
function withRegion(text: string, from: number): number {
  let start = from;
  for (let step = 0; step < MOST_REGIONS; step += 1) {
    const named = region.exec(text.slice(Math.max(0, start - 12), start))?.[0];
    if (named === undefined) break;
    const cut = lead.exec(named)?.[0].length ?? 0;
    start -= named.length - cut;
    if (cut > 0) break;
  }
  return start;
}
