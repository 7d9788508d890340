import type { TrackKind } from '.';

/** action_type of WeChat's 物流助手. */
const byAction: Record<string, TrackKind> = {
  100001: 'picked-up',
  100002: 'pick-up-failed',
  100003: 'assigned',
  200001: 'in-transit',
  300002: 'out-for-delivery',
  300003: 'signed',
  300004: 'sign-failed',
  400001: 'cancelled',
  400002: 'stuck',
};

const refused = /拒收|拒绝签收|拒签/;
/** On its way back, or back: `您的快件已退回`, `退件签收`, `返回寄件人`. `退回` of something else is not spoken of by carriers. */
const backward = /退回|退件|返回寄件|寄件人(?:已)?签收|发件人(?:已)?签收/;

/**
 * What a line of WeChat means. The codes know no way back: a parcel that returns is in transit and at the end signed, by its
 * sender, so the words have the last say, and a parcel on its way back never counts as delivered.
 */
export function kindOfAction(code: string, words: string): TrackKind {
  const kind = byAction[code] ?? 'unknown';
  if (kind === 'signed') return backward.test(words) ? 'returned' : 'signed';
  if (kind === 'sign-failed')
    return refused.test(words) ? 'refused' : backward.test(words) ? 'returning' : kind;
  if (kind === 'in-transit' || kind === 'out-for-delivery') return backward.test(words) ? 'returning' : kind;
  return kind;
}

/** `state` of 快递100, of the parcel as a whole. */
const byState: Record<string, TrackKind> = {
  1: 'picked-up',
  3: 'signed',
  4: 'returned',
  5: 'out-for-delivery',
  6: 'returning',
  7: 'in-transit',
  14: 'refused',
};
/** 疑难: anything that keeps a parcel; the words say what. */
const PROBLEM = '2';
const ON_ITS_WAY = '0';

/** What the newest line of 快递100 means, whose meaning is the state of the parcel. */
export function kindOfState(state: string, words: string): TrackKind {
  if (state === PROBLEM) return kindOfWords(words);
  if (state === ON_ITS_WAY) return onItsWay(words);
  const kind = byState[state] ?? 'unknown';
  if (!backward.test(words)) return kind;
  if (kind === 'signed') return 'returned';
  return kind === 'in-transit' || kind === 'out-for-delivery' ? 'returning' : kind;
}

/** Also said of what is only ordered, so the words decide; but they do not end a road that the state says goes on. */
function onItsWay(words: string): TrackKind {
  const kind = kindOfWords(words);
  return kind === 'signed' ? 'unknown' : kind;
}

/** First match wins: what ends a road is looked for before what goes on. */
const byWords: readonly [RegExp, TrackKind][] = [
  [refused, 'refused'],
  [/(?:退回|退件).*签收|寄件人(?:已)?签收/, 'returned'],
  [backward, 'returning'],
  [/未妥投|投递失败|无人|再次派送|派送不成功|暂时?无法投递/, 'sign-failed'],
  [/已签收|签收人|代签|已妥投|已由.*签收|已领取/, 'signed'],
  [/滞留|疑难|破损/, 'stuck'],
  [/派送中|派件|正在派送|安排投递|正在投递/, 'out-for-delivery'],
  [/分配.*(?:快递员|揽投员)|上门(?:取件|揽收)/, 'assigned'],
  [/已揽[收件]|已收寄|已收取|揽投员.*收寄/, 'picked-up'],
  [/离开|到达|发往|运输|中转|转运|封车|解车/, 'in-transit'],
];

/** What an earlier line of 快递100 means, of which only the words are known. */
export function kindOfWords(words: string): TrackKind {
  return byWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'unknown';
}
