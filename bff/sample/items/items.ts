import type { PublicList } from '../../../shared/contract';
import { moneyWords } from '../../../shared/domain/words';
import { governmentCreditCode } from '../../features/catalogue/codes';
import type { ItemDoc } from '../../features/catalogue/model';
import { guideOf, isDeliverable } from './guide-text';
import { known } from './known';
import type { Layout } from './layout';
import { isInPerson } from './materials';
import type { Template } from './templates';

/** A region that implements items: the city itself or a county. */
export interface Implementer {
  region: string;
  /** `昭通市`, `镇雄县`. */
  name: string;
  level: 'city' | 'county';
  venueId: string;
}

/** The city's hotline: sample data must not make a stranger's phone ring. */
export const hotline = '0870-12345';
const version = '示例 2026-11';

/** Everything of a kind of business that is the same wherever it is done; made once for all regions. */
const guides = new Map<string, ItemDoc['guide']>();

/** The items of one region, each with a guide of its own. */
export function itemsOf(implementer: Implementer, layout: Layout): ItemDoc[] {
  return layout.templates.map((template) =>
    itemOf(implementer, template, layout.oneVisit.has(template.name)),
  );
}

function itemOf(implementer: Implementer, template: Template, oneVisit: boolean): ItemDoc {
  const { department, name, promised, legal, basicCode } = template;
  const { region, level } = implementer;
  const fame = known[name];
  const instant = promised.unit === 'instant';
  const online = fame?.online === true || isOnline(template);
  const visits = online ? 0 : oneVisit ? 1 : 2;
  const body = level === 'city' ? department.cityBody : department.countyBody;
  const credit = governmentCreditCode(region, `000000${department.code}`);
  const code = `${credit}${level === 'city' ? 3 : 4}${basicCode}`;
  const fees = fame?.fees ?? [];
  const deliverable = isDeliverable(template);
  const lists: PublicList[] = [
    instant ? 'immediate' : 'time-limited',
    ...(fame?.citywide ? (['citywide'] as const) : []),
    ...(online ? (['online'] as const) : []),
    ...(oneVisit ? (['one-visit'] as const) : []),
  ];
  return {
    _id: code,
    basicCode,
    handlingCode: `${code}01`,
    version,
    status: 'active',
    name,
    keywords: fame?.keywords ?? [],
    popularity: fame?.popularity ?? (template.audience.includes('person') ? 2 : 1),
    type: template.type,
    department: department.name,
    county: region,
    venueId: implementer.venueId,
    atTownships: level === 'county' && fame?.townships === true,
    implementingBody: `${implementer.name}${body}`,
    delegatedDepartment: fame?.townships && level === 'county' ? '乡镇人民政府、街道办事处' : null,
    // Of several it depends on the matter which is to be paid: the window says.
    payableOnline: fees.length === 1,
    charges: fees.length === 1 ? fees : [],
    caseKind: instant ? 'instant' : 'promised',
    channels: [
      'window',
      ...(online || (!instant && level === 'city' && !isInPerson(template)) ? (['online'] as const) : []),
      ...(deliverable ? (['courier'] as const) : []),
    ],
    legal,
    promised,
    visits,
    visitsWhy: visits === 2 ? '第一次交材料，第二次取结果；选免费快递就只跑一次。' : null,
    // Looking something up needs no appointment: a counter or the phone does it in passing.
    bookable: !isLookUp(template),
    feeWords: fees.length === 0 ? '不收费' : [...new Set(fees.map(({ fen }) => moneyWords(fen)))].join('或 '),
    lists,
    enquiryPhone: hotline,
    supervisionPhone: hotline,
    sample: true,
    guide: guideFor(template),
  };
}

function guideFor(template: Template): ItemDoc['guide'] {
  const made = guides.get(template.name) ?? guideOf(template, known[template.name]);
  guides.set(template.name, made);
  return made;
}

function isLookUp({ name }: Template): boolean {
  return /查询|咨询|打印|查找/.test(name);
}

function isOnline(template: Template): boolean {
  const { name, promised, type } = template;
  if (known[name]) return false;
  return (
    (type === '公共服务' &&
      promised.unit === 'instant' &&
      (isLookUp(template) || /开具|缴费|认证/.test(name))) ||
    (type === '其他行政权力' && promised.unit === 'instant' && /备案|申报/.test(name))
  );
}
