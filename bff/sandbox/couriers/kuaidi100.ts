import { createHash } from 'node:crypto';
import type { Settings } from '../../settings';
import { type Asked, record, type Said } from '../replies';
import type { Parcel, Parcels } from './parcels';
import { stateOf } from './road';
import { timeWords } from './words';

export type Kuaidi100 = NonNullable<Settings['couriers']['kuaidi100']>;

const words: Record<number, string> = {
  200: '提交成功',
  500: '服务器错误',
  501: '重复订阅',
  600: '您不是合法的订阅者（即授权Key出错）',
  700: '不支持的订阅方式',
  701: '订阅方的订阅数据存在错误',
  702: '识别不到该单号对应的快递公司',
};

export function pollSaid(code: number): Said {
  return {
    status: 200,
    json: { result: code === 200, returnCode: String(code), message: words[code] ?? '错误' },
  };
}

/** POST /poll of 快递100. */
export function answerKuaidi100(
  { method, headers, raw }: Asked,
  { parcels, settings }: { parcels: Parcels; settings: Kuaidi100 | null },
): Said {
  if (!settings) return pollSaid(600);
  if (method !== 'POST' || !/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? ''))
    return pollSaid(700);
  const form = new URLSearchParams(raw.toString('utf8'));
  if (form.get('schema') !== 'json') return pollSaid(700);
  let param: Record<string, unknown> | null = null;
  try {
    param = record(JSON.parse(form.get('param') ?? ''));
  } catch {
    // Told below.
  }
  if (!param) return pollSaid(701);
  if (param.key !== settings.key) return pollSaid(600);
  const { company, number } = param;
  if (typeof company !== 'string' || !Object.values(settings.companies).includes(company))
    return pollSaid(700);
  if (typeof number !== 'string' || number.length < 6 || number.length > 32) return pollSaid(701);
  const given = record(param.parameters);
  if (!given || !/^https?:\/\//.test(String(given.callbackurl))) return pollSaid(701);
  if (company === settings.companies.SF && !/^\d{4,11}$/.test(String(given.phone ?? '')))
    return pollSaid(701);
  const parcel = parcels.ofWaybill(number);
  if (!parcel) return pollSaid(702);
  if (parcel.subscription) return pollSaid(501);
  parcel.subscription = { company };
  return pollSaid(200);
}

/** What 快递100 posts of a parcel: all of it, newest first. */
export function pushForm(
  { waybill, events }: Pick<Parcel, 'waybill' | 'events'>,
  company: string,
  { salt }: Kuaidi100,
): URLSearchParams {
  const newest = [...events].reverse();
  const [last] = newest;
  const state = last ? stateOf(last) : '0';
  const signed = state === '3' || state === '4';
  const param = JSON.stringify({
    status: signed ? 'shutdown' : 'polling',
    billstatus: '',
    message: '',
    lastResult: {
      message: 'ok',
      state,
      nu: waybill,
      com: company,
      ischeck: signed ? '1' : '0',
      data: newest.map(({ at, words: context }) => ({ time: timeWords(at), ftime: timeWords(at), context })),
    },
  });
  const sign = createHash('md5')
    .update(param + salt)
    .digest('hex');
  // Seen in both ways.
  return new URLSearchParams({ sign: events.length % 2 === 0 ? sign : sign.toUpperCase(), param });
}
