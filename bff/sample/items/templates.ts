import type { ItemType, Limit } from '../../features/catalogue/model';
import { type Department, departments } from './departments';
import { type DepartmentList, peopleLists } from './lists-people';
import { tradeLists } from './lists-trades';

/** What follows on a permit that was given. */
type FollowUp = 'change' | 'renew' | 'replace' | 'cancel';
export type Action = 'single' | 'new' | FollowUp;
export type Audience = 'person' | 'organisation';

/** A kind of business, before a region makes an item of it. */
export interface Template {
  name: string;
  basicCode: string;
  department: Department;
  type: ItemType;
  audience: Audience[];
  legal: Limit;
  promised: Limit;
  basis: string;
  result: string;
  materials: string[];
  action: Action;
}

const types: Record<string, { name: ItemType; code: string }> = {
  许可: { name: '行政许可', code: '01' },
  给付: { name: '行政给付', code: '05' },
  确认: { name: '行政确认', code: '07' },
  奖励: { name: '行政奖励', code: '08' },
  裁决: { name: '行政裁决', code: '09' },
  其他: { name: '其他行政权力', code: '10' },
  服务: { name: '公共服务', code: '20' },
};

const actions: Record<string, FollowUp> = { 变更: 'change', 延续: 'renew', 补办: 'replace', 注销: 'cancel' };

/** Every kind of business there is in the sample, by department. */
export const templates: Template[] = departments.flatMap((department) => {
  const list = peopleLists[department.id] ?? tradeLists[department.id];
  if (!list) throw new Error(`No sample items for ${department.name}`);
  return [...singlesOf(department, list), ...permitsOf(department, list)];
});

function singlesOf(department: Department, { singles }: DepartmentList): Template[] {
  return singles.map((line, index) => {
    const [name = '', type = '', who = '', limit = '', basis = '', result = '', materials = ''] = cells(line);
    const kind = typeOf(type, line);
    return {
      name,
      basicCode: basicCode(kind.code, department, index + 1, 0),
      department,
      type: kind.name,
      audience: audienceOf(who),
      ...limitsOf(limit),
      basis,
      result,
      materials: materialsOf(materials),
      action: 'single',
    };
  });
}

function permitsOf(department: Department, { permits }: DepartmentList): Template[] {
  return permits.flatMap((line, index) => {
    const [name = '', who = '', limit = '', basis = '', result = '', materials = '', verbs] = cells(line);
    const limits = limitsOf(limit);
    const kind = typeOf('许可', line);
    const common = { department, type: kind.name, audience: audienceOf(who), basis, result };
    const code = (sub: number) => basicCode(kind.code, department, 100 + index, sub);
    const first: Template = {
      ...common,
      ...limits,
      name,
      basicCode: code(0),
      materials: materialsOf(materials),
      action: 'new',
    };
    const others = (verbs ?? Object.keys(actions).join(' ')).split(' ').filter(Boolean);
    return [
      first,
      ...others.map((verb): Template => {
        const action = actions[verb] ?? 'change';
        return {
          ...common,
          name: actionName(name, action),
          basicCode: code(Object.keys(actions).indexOf(verb) + 1),
          ...limitsOfAction(limits, action),
          materials: materialsOfAction(action, result, name),
          action,
        };
      }),
    ];
  });
}

/** How the change, renewal, replacement and cancellation of a permit are called. */
function actionName(name: string, action: FollowUp): string {
  return wordings(name)[action];
}

function wordings(name: string): Record<FollowUp, string> {
  if (name.endsWith('成立登记')) {
    const base = name.slice(0, -4);
    return {
      change: `${base}变更登记`,
      renew: `${base}延续登记`,
      replace: `${base}登记证书补办`,
      cancel: `${base}注销登记`,
    };
  }
  if (/(学校|幼儿园)设立$/.test(name)) {
    const base = name.slice(0, -2);
    return {
      change: `${base}变更`,
      renew: `${base}办学许可证延续`,
      replace: `${base}办学许可证补办`,
      cancel: `${base}终止`,
    };
  }
  const paper = name.endsWith('证') ? name : name.endsWith('许可') ? `${name}证` : `${name}证书`;
  return { change: `${name}变更`, renew: `${name}延续`, replace: `${paper}补办`, cancel: `${name}注销` };
}

function limitsOfAction({ legal, promised }: Limits, action: FollowUp): Limits {
  if (promised.unit === 'instant' || action === 'renew') return { legal, promised };
  if (action === 'cancel' || action === 'replace') return { legal, promised: { value: 0, unit: 'instant' } };
  return { legal, promised: { ...promised, value: Math.max(1, Math.ceil(promised.value / 2)) } };
}

function materialsOfAction(action: FollowUp, result: string, name: string): string[] {
  const original = `原${result}`;
  if (action === 'change') return [original, '变更依据材料'];
  if (action === 'renew') return [original, `${name}有效期内情况报告`];
  if (action === 'replace') return ['遗失声明'];
  return [original, '注销原因说明'];
}

interface Limits {
  legal: Limit;
  promised: Limit;
}

/** `即`, `20/8`, `60日/20`, `3/即`. */
function limitsOf(text: string): Limits {
  if (text === '即') return { legal: { value: 0, unit: 'instant' }, promised: { value: 0, unit: 'instant' } };
  const [legal = '', promised = ''] = text.split('/');
  return {
    legal: { value: Number.parseInt(legal, 10), unit: legal.endsWith('日') ? 'calendar-day' : 'working-day' },
    promised:
      promised === '即'
        ? { value: 0, unit: 'instant' }
        : { value: Number.parseInt(promised, 10), unit: 'working-day' },
  };
}

function typeOf(type: string, line: string) {
  const kind = types[type];
  if (!kind) throw new Error(`Unknown type in sample line: ${line}`);
  return kind;
}

function audienceOf(who: string): Audience[] {
  if (who === '个人') return ['person'];
  return who === '法人' ? ['organisation'] : ['person', 'organisation'];
}

/** 12 digits: level of the catalogue, type, department, main item, sub-item. */
function basicCode(type: string, { code }: Department, main: number, sub: number): string {
  return `00${type}${code}${String(main).padStart(3, '0')}${String(sub).padStart(3, '0')}`;
}

function materialsOf(text: string): string[] {
  return text.split('、').filter(Boolean);
}

function cells(line: string): string[] {
  return line.split('|').map((cell) => cell.trim());
}
