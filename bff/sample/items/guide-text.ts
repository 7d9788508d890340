import { moneyWords } from '../../../shared/domain/words';
import type { ItemDoc } from '../../features/catalogue/model';
import type { Known } from './known';
import { materialsOf } from './materials';
import type { Template } from './templates';

type GuideFields = ItemDoc['guide'];

/** Results that are told rather than handed over. */
const told = /查询|咨询|结果|回执|通知|凭证|答复|告知|核定|审批表|发放表/;

/** Whether the result is a paper that a courier can carry. */
export function isDeliverable({ result, name }: Template): boolean {
  return !told.test(result) && !/^结婚登记|^离婚登记/.test(name);
}

/** The guide of a kind of business, the same in every region that has it. */
export function guideOf(template: Template, known: Known | undefined): GuideFields {
  const { type, result, basis, audience, promised } = template;
  return {
    audience,
    jointDepartments: /转移登记|二手房/.test(template.name) ? ['税务局'] : [],
    specialSteps: specialSteps(template),
    conditions: known?.conditions ?? conditions(template),
    materials: materialsOf(template, known?.notes),
    steps: steps(template),
    result: {
      name: result,
      kind: told.test(result) ? '办理结果' : type === '行政许可' ? '许可证件' : '证照、证明',
      validity: known?.validity ?? (type === '行政许可' ? '以证件载明的期限为准' : '长期'),
      deliverable: isDeliverable(template),
    },
    fees: (known?.fees ?? []).map(({ fen, ...fee }) => ({ ...fee, standard: moneyWords(fen) })),
    basis: [basis, '《优化营商环境条例》'],
    remedies: remedies(template),
    faq: [
      ...(known?.faq ?? []),
      [
        '材料没带齐怎么办？',
        '窗口会一次说清还差什么，写在一次性告知单上；标着“可后补”的可以先受理。',
      ] as const,
      promised.unit === 'instant'
        ? (['要等多久？', '材料齐全当场办好。'] as const)
        : (['怎么知道办到哪一步了？', '在“我的事”里随时看，有变化会告诉您。'] as const),
    ].map(([question, answer]) => ({ question, answer })),
  };
}

function conditions({ action, name, result, audience, type }: Template): string[] {
  const who = audience.includes('person') ? '个人带本人身份证件' : '单位依法登记，证照在有效期内';
  if (action === 'change') return [`已经取得${result}，登记的内容有变化。`, '在变化之日起 30 日内提出。'];
  if (action === 'renew') return [`${result}有效期满前 30 日提出。`, '还符合当初取得时的条件。'];
  if (action === 'replace') return [`${result}遗失或者损坏。`, `${who}。`];
  if (action === 'cancel') return [`不再从事相关活动，或者${result}到期不再延续。`, '没有未办结的事项。'];
  if (type === '行政给付' || type === '行政奖励')
    return [`符合${name}的发放条件，没有重复享受同类待遇。`, `${who}。`];
  if (type === '行政许可') return [`从事相关活动的场所、设施、人员符合规定。`, `${who}。`];
  return [`需要办理${name}。`, `${who}。`];
}

function steps({ promised, result, type }: Template): GuideFields['steps'] {
  const first = { name: '预约或取号', detail: '在手机上预约窗口，或者到大厅现场取号；也可以直接前往。' };
  if (promised.unit === 'instant') {
    return [
      first,
      { name: '交材料', detail: '窗口当面核对，材料齐全就受理。' },
      { name: '当场办好', detail: `核对无误，当场给您${result}。` },
    ];
  }
  const decide =
    type === '行政许可' ? '部门审查材料，需要看现场的会先约时间，然后作出决定。' : '部门审核材料，作出决定。';
  return [
    first,
    { name: '受理', detail: '材料齐全当场受理，给您受理编号；不齐的一次说清还差什么。' },
    { name: '审查和决定', detail: decide },
    { name: '取结果', detail: `在窗口领${result}，能寄的可以选免费快递送到家。` },
  ];
}

function specialSteps({ name, type, basis, action }: Template): GuideFields['specialSteps'] {
  if (action !== 'new' && action !== 'single') return [];
  if (type === '行政许可' && /食品|药品|诊疗|卫生|危险|学校|幼儿园|燃气|消防/.test(name))
    return [{ name: '现场查看', timeWords: '5 个工作日', basis, counted: false }];
  if (/环境影响|节能审查|水土保持方案/.test(name))
    return [{ name: '专家评审', timeWords: '20 个工作日', basis, counted: false }];
  return [];
}

/** 行政复议法 §20 and 行政诉讼法 §46: 60 days and 6 months; a public service has no administrative act to contest. */
function remedies({ type }: Template): string[] {
  const window = '没办成、不满意：大厅“未办成事项窗口”当场受理，或拨打 12345。';
  if (type === '公共服务') return [window];
  return [
    window,
    '对决定不服：收到决定之日起 60 日内，可以向本级人民政府申请行政复议。',
    '也可以在收到决定之日起 6 个月内，向人民法院提起行政诉讼。',
  ];
}
