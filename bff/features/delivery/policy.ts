import type { DeliveryQuote } from '../../../shared/contract/delivery';
import { moneyWords } from '../../../shared/domain/words';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { Settings } from '../../settings';
import type { PlainAddress } from '../addresses';
import { addressOf } from './address-of';
import type { DeliveryDoc } from './model';

/** What a parcel costs, as data: who, what, where, how often. Prices are settings, in 分. */
export type DeliveryPolicy = Settings['delivery']['policy'];

/** Which parcel it is. */
export interface ParcelToPrice {
  /** The first two digits of the region's code. */
  province: string;
  cause: DeliveryDoc['cause'];
  /** How often the result was sent again before. */
  resends: number;
}

/** Said with a parcel that costs nothing. */
export const freeWords = {
  result: '省内第一次寄送不收费。',
  resend: '退回以后，省内再寄一次不收费。',
  reissue: '快递的问题，补办后重新寄送不收费。',
} as const;

/** Carriers ask more: 内蒙古, 西藏, 青海, 新疆. */
const remote = new Set(['15', '54', '63', '65']);
/** A document does not go there as a domestic letter: 台湾, 香港, 澳门. */
const beyond = new Set(['71', '81', '82']);

/** What a parcel costs and why; null when documents are not sent there. */
export function priceOf(policy: DeliveryPolicy, parcel: ParcelToPrice): DeliveryQuote | null {
  const { province, cause, resends } = parcel;
  if (beyond.has(province)) return null;
  if (cause === 'reissue') return { fen: 0, words: freeWords.reissue };
  const near = province === policy.freeProvince;
  if (near && cause === 'result') return { fen: 0, words: freeWords.result };
  if (near && resends < policy.freeResends) return { fen: 0, words: freeWords.resend };
  const fen = near ? policy.near : remote.has(province) ? policy.remote : policy.far;
  const why = near ? '省内免费的次数已经用完' : '寄到省外';
  return { fen, words: fen === 0 ? `${why}，这一次不收费。` : `${why}，快递费 ${moneyWords(fen)}。` };
}

/** The policy in one sentence. */
export function policyWords(policy: DeliveryPolicy): string {
  const again = policy.freeResends > 0 ? `，退回后再寄 ${policy.freeResends} 次也免费` : '';
  const range = [policy.far, policy.remote].sort((a, b) => a - b).map(moneyWords);
  const prices = [...new Set(range)].join('到 ');
  return `结果寄到省内第一次免费${again}；寄到省外每次 ${prices}，寄出前会让您先看到价钱。`;
}

/** The price of sending to an address. @throws never; null when documents are not sent there */
export function priceTo(
  policy: DeliveryPolicy,
  { regionCode }: PlainAddress,
  which: Omit<ParcelToPrice, 'province'>,
): DeliveryQuote | null {
  return priceOf(policy, { ...which, province: regionCode.slice(0, 2) });
}

/**
 * What it costs to send a parcel that came back again.
 * @param to another address than it had
 */
export function resendQuote(
  { settings, cipher }: { settings: Settings; cipher: PersonalDataCipher },
  doc: Pick<DeliveryDoc, 'address' | 'resends'>,
  to: PlainAddress | null = addressOf({ cipher }, doc),
): DeliveryQuote {
  const { policy } = settings.delivery;
  const province = to?.regionCode.slice(0, 2) ?? policy.freeProvince;
  const price = priceOf(policy, { province, cause: 'resend', resends: doc.resends });
  return price ?? { fen: policy.remote, words: '结果寄不到那里，换一个收件地址。' };
}
