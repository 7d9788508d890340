import type { Material } from '../../../shared/contract';
import type { Known } from './known';
import type { Template } from './templates';

type Traits = Partial<Omit<Material, 'id' | 'name'>>;

/** What is known of papers that many items ask for; first match holds. All of it is sample. */
const papers: [pattern: RegExp, traits: Traits][] = [
  [/^居民身份证$/, { source: '公安机关', note: '核对以后当场还给您', waivedBy: '电子居民身份证' }],
  [/身份证$/, { source: '公安机关', note: '核对以后当场还给您' }],
  [/户口簿$/, { source: '公安机关', waivedBy: '居民户口簿电子证照' }],
  [/^结婚证$/, { source: '婚姻登记机关', waivedBy: '结婚证电子证照' }],
  [/^营业执照$/, { form: 'copy', source: '市场监管部门', waivedBy: '电子营业执照' }],
  [/驾驶证$/, { source: '公安交管部门', waivedBy: '电子驾驶证' }],
  [/行驶证$/, { source: '公安交管部门', waivedBy: '电子行驶证' }],
  [/社会保障卡$/, { source: '人社部门', waivedBy: '电子社会保障卡' }],
  [/^出生医学证明$/, { source: '接生的医院', waivedBy: '出生医学证明电子证照' }],
  [/^不动产权证书$/, { source: '不动产登记机构', waivedBy: '不动产权电子证照' }],
  [/残疾人证$/, { source: '残联', waivedBy: '电子残疾人证' }],
  [/照片$/, { copies: 2, source: '自己准备', note: '近 6 个月内拍的免冠照片；没有的窗口可以现场拍' }],
  [/银行卡$/, { form: 'copy', source: '自己准备', note: '本人名下的储蓄卡，也可以用社保卡' }],
  [/遗失声明$|遗失情况说明$/, { source: '现场填写', note: '不用登报' }],
  [/(申请|申领|申报|基本信息)表$/, { source: '窗口现场打印', note: '不会填的，工作人员帮您填' }],
  [
    /授权委托书$/,
    { source: '现场填写', necessity: 'optional', note: '别人替您办时才要，一起带上替办人的身份证' },
  ],
  [/承诺书$|说明$|声明$|申请$/, { source: '现场填写' }],
  [/^原/, { source: '自己准备', note: '领新证时交回' }],
  [
    /检测报告$|检验报告$|评价报告$|鉴定$/,
    { source: '有资质的检测机构', necessity: 'later', note: '可以先受理，5 个工作日内补齐' },
  ],
  [/报告$|报告书$/, { source: '自己准备或者委托机构编写' }],
  [/体检表$|合格证明$|诊断证明$|病历|医疗票据|费用清单/, { source: '医院或者考核机构' }],
  [/平面图$|方案$|制度$|章程|名册$|合同|协议|清单$|图$/, { form: 'original-and-copy', source: '自己准备' }],
  [/批复$|批准|许可证$|登记证书$|执业证/, { form: 'copy', source: '发证机关' }],
  [/发票$|凭证$|保单$|票据$/, { form: 'original-and-copy', source: '开具的单位' }],
];

const plain: Omit<Material, 'id' | 'name'> = {
  form: 'original',
  copies: 1,
  necessity: 'required',
  source: '自己准备',
  note: null,
  waivedBy: null,
};

/** Items for which the person is seen: photograph, fingerprints or both spouses. */
export function isInPerson({ name }: Template): boolean {
  return /^(结婚|离婚)登记$|护照|往来.*通行证|居民身份证/.test(name);
}

/** The material list of a kind of business: the form, who one is, what the matter needs. */
export function materialsOf(template: Template, notes: Known['notes'] = {}): Material[] {
  const names = [...whoOneIs(template), ...template.materials];
  const asksForForm = template.type !== '公共服务' && template.promised.unit !== 'instant';
  if (asksForForm) names.unshift(formName(template));
  if (!isInPerson(template)) names.push('授权委托书');
  return [...new Set(names)].map((name, index) => {
    const [, traits] = papers.find(([pattern]) => pattern.test(name)) ?? [null, {}];
    const note = notes[name] ?? traits.note ?? null;
    return { ...plain, ...traits, id: `m${index + 1}`, name, note };
  });
}

function formName({ name }: Template): string {
  return /申[请领]$/.test(name) ? `${name}表` : `${name}申请表`;
}

/** Nobody can show the identity card that is lost or yet to be made. */
function whoOneIs({ audience, result }: Template): string[] {
  if (result.endsWith('居民身份证')) return [];
  if (!audience.includes('organisation')) return ['居民身份证'];
  return audience.includes('person') ? ['居民身份证', '营业执照'] : ['营业执照', '法定代表人身份证'];
}
