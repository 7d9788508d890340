import type { PublicList } from '../../../shared/contract';

/** The five public lists by the names citizens know, in the order in which they are shown. */
export const publicLists: readonly { list: PublicList; name: string }[] = [
  { list: 'immediate', name: '马上办' },
  { list: 'online', name: '一网通办' },
  { list: 'one-visit', name: '最多跑一次' },
  { list: 'citywide', name: '全城通办' },
  { list: 'time-limited', name: '限时办' },
];
