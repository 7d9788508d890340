/** A stretch of a parcel's road: so long after the one before, what WeChat calls it, and what the carrier says. */
export interface Stretch {
  minutes: number;
  type: number;
  words: string;
}

/** A parcel from the hall to its receiver, in about two days. */
export function roadTo(city: string, expected: string): Stretch[] {
  return [
    { minutes: 20, type: 100003, words: '已分配快递员，快递员 张师傅 13887000001 将上门取件' },
    { minutes: 220, type: 100001, words: '【昭通市】已揽收，快递员：张师傅，电话：13887000001' },
    { minutes: 240, type: 200001, words: `【昭通市】快件离开昭通处理中心，发往${city}，预计${expected}送达` },
    { minutes: 960, type: 200001, words: `【${city}】快件到达${city}处理中心` },
    { minutes: 600, type: 300002, words: `【${city}】快递员 李师傅（电话 13887000002）正在派送` },
    { minutes: 180, type: 300003, words: '已签收，签收人：本人，感谢使用' },
  ];
}

/** After nobody was there: the next day again. */
export const againTomorrow: Stretch[] = [
  { minutes: 1_200, type: 300002, words: '快递员 李师傅（电话 13887000002）再次派送，正在派送' },
  { minutes: 120, type: 300003, words: '已签收，签收人：他人代收（门卫）' },
];

/** Back to the hall. Its end is signed too, by the sender. */
export const wayBack: Stretch[] = [
  { minutes: 600, type: 200001, words: '快件退回途中，发往昭通处理中心' },
  { minutes: 900, type: 300003, words: '退件已由寄件人签收' },
];

/** 快递100's state of a parcel by its last line. */
export function stateOf({ type, words }: Pick<Stretch, 'type' | 'words'>): string {
  if (/退件.*签收/.test(words)) return '4';
  if (/拒收/.test(words)) return '14';
  if (/退回/.test(words)) return '6';
  const states: Record<number, string> = {
    100001: '1',
    100003: '0',
    200001: '0',
    300002: '5',
    300003: '3',
  };
  return states[type] ?? '2';
}
