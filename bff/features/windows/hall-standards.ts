import type { WindowPage } from '../../../shared/contract/windows';
import type { Venue } from '../venues';

/** What halls of one level show at every window (三亮三公开): standards and promises, and how a matter goes. */
export interface HallStandards {
  promises: string[];
  standards: string[];
  process: WindowPage['process'];
  /** The promise of whoever sits there, where they have none of their own. */
  promise: string;
  /** Nobody has said these are the hall's own. */
  sample: boolean;
}

const rules = {
  first: '首问负责：第一个接待您的人负责到底，不推给别人。',
  once: '一次告知：缺什么材料一次说清，写在纸上给您。',
  promised: '限时办结：在承诺的时限内办好，办不了的说明原因和依据。',
  free: '不收费的不收，该收的按公布的标准收，结果免费寄送。',
};

const counter: WindowPage['process'] = [
  { title: '取号', words: '预约或现场取号，六十岁以上不用预约。' },
  { title: '交材料', words: '当场核对，缺什么一次说清。' },
  { title: '受理', words: '五个工作日内答复是否受理，给您受理编号。' },
  { title: '办理', words: '在承诺时限内办理，随时可以在“我的事”里看进度。' },
  { title: '拿结果', words: '窗口领取，或者免费寄到家。' },
  { title: '评价', words: '办完可以评价，不满意的有人核实、整改、回访。' },
];

const centre: HallStandards = {
  promises: [rules.first, rules.once, rules.promised, rules.free],
  standards: [
    '着装整齐，佩戴工号牌，来有迎声、问有答声、走有送声。',
    '窗口不空岗，离开时摆放“暂停服务”牌并说明去哪个窗口。',
    '不以任何理由多要指南里没有的材料。',
    '老年人、残疾人、孕妇优先。',
  ],
  process: counter,
  promise: '热情接待，一次说清，按时办好。',
  sample: true,
};

const near: HallStandards = {
  promises: [rules.first, rules.once, '能当场办的当场办，要上报的帮您上报、帮您跟进。', rules.free],
  standards: [
    '工作时间有人在岗，外出时门口留电话。',
    '行动不便的上门办、帮忙办。',
    '不以任何理由多要指南里没有的材料。',
  ],
  process: counter,
  promise: '就近办、帮您办，不让您多跑路。',
  sample: true,
};

/** By the level of a hall. All of it is sample until an office says what its own are. */
export const hallStandards: Record<Venue['level'], HallStandards> = {
  city: centre,
  county: centre,
  township: near,
  village: near,
};
