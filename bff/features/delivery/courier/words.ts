import { toIso } from '../../../../shared/domain/time';

/** People who sign for others, and places that take in parcels. */
const OTHERS =
  /代收|代签|代领|他人|家人|家属|邻居|门卫|保安|物业|前台|同事|驿站|快递柜|丰巢|菜鸟|自提|收发室|传达室|代办点/;
const SELF = /本人/;

/** Who signed, by the words of a carrier; null where they do not say. */
export function signerOf(words: string): 'self' | 'other' | null {
  if (OTHERS.test(words)) return 'other';
  return SELF.test(words) ? 'self' : null;
}

/** The carrier's words without the name of who signed: `签收人：张**`. */
export function withoutSigner(words: string): string {
  return words.replace(/(签收人(?:是|为)?[:：]?\s*)([\u4e00-\u9fa5·]{2,6})/g, (whole, before, name) =>
    OTHERS.test(name) || SELF.test(name) ? whole : `${before}${String(name).slice(0, 1)}**`,
  );
}

const COURIER =
  /(?:快递员|揽投员|投递员|派件员|派送员|收派员|揽收员|业务员)[:：\s]*([\u4e00-\u9fa5]{1,4}?(?:师傅)?)?[^0-9\u4e00-\u9fa5]{0,4}(?:电话|手机|联系电话|联系方式)?[:：\s]*(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)/;

/**
 * The courier named in the words of a carrier. Only a number that stands right behind a courier is one: others in such a line
 * are the carrier's, or the receiver's own.
 * @param own numbers that are certainly not the courier's
 */
export function courierOf(
  words: string,
  own: readonly string[],
): { name: string | null; phone: string } | null {
  const match = COURIER.exec(words);
  const phone = match?.[2];
  if (!phone || own.includes(phone)) return null;
  return { name: match[1] || null, phone };
}

const DAY_MS = 86_400_000;
/** Further ahead nothing is expected. */
const FURTHEST_DAYS = 30;
/** Until when a carrier delivers where it says only the day. */
const EVENING = 20;

/**
 * Until when a parcel is expected, by words like `预计11月27日送达`, `预计明天18:00前送达`; null where they do not say.
 * @param at when it was said
 */
export function expectedBy(words: string, at: Date): Date | null {
  const match =
    /预计[^，。,]{0,6}?(?:(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})日?|(今天|今日|明天|明日|后天))(?:\s*(\d{1,2})[:：点时](\d{2})?)?/.exec(
      words,
    );
  if (!match) return null;
  const [, year, month, day, soon, hour, minute] = match;
  const [thisYear = 0] = toIso(at).split('-').map(Number);
  const clock = `${(hour ?? String(EVENING)).padStart(2, '0')}:${minute ?? '00'}`;
  const on = (date: string) => new Date(`${date}T${clock}:00+08:00`);
  if (soon !== undefined) {
    const ahead = soon.startsWith('今') ? 0 : soon.startsWith('明') ? 1 : 2;
    return within(on(toIso(new Date(at.getTime() + ahead * DAY_MS)).slice(0, 10)), at);
  }
  const date = `${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  if (year !== undefined) return within(on(`${year}-${date}`), at);
  // The words of December speak of January's days without the year.
  return within(on(`${thisYear}-${date}`), at) ?? within(on(`${thisYear + 1}-${date}`), at);
}

function within(found: Date, at: Date): Date | null {
  const ahead = found.getTime() - at.getTime();
  return ahead > -DAY_MS && ahead < FURTHEST_DAYS * DAY_MS ? found : null;
}
