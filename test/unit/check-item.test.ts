import { describe, expect, it } from 'vitest';
import { checkItem } from '../../bff/features/catalogue/check-item';
import { governmentCreditCode, isCreditCode } from '../../bff/features/catalogue/codes';
import type { ItemDoc } from '../../bff/features/catalogue/model';
import { sampleData } from '../../bff/sample/data';

const items = sampleData('small').items;
const item = (name: string): ItemDoc => {
  const found = items.find((row) => row.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const instant = item('结婚登记');
const promised = item('食品经营许可');

describe('checks of an import', () => {
  it('lets sound rows pass', () => {
    expect(checkItem(instant)).toEqual([]);
    expect(checkItem(promised)).toEqual([]);
  });

  it.each<[string, ItemDoc]>([
    ['马上办', { ...promised, lists: [...promised.lists, 'immediate'] }],
    ['马上办', { ...instant, lists: instant.lists.filter((list) => list !== 'immediate') }],
    ['限时办', { ...instant, lists: [...instant.lists, 'time-limited'] }],
    ['最多跑一次', { ...instant, lists: ['immediate', 'one-visit'], visits: 2 }],
    ['一网通办', { ...instant, lists: ['immediate', 'online'], visits: 1 }],
    ['一网通办', { ...promised, lists: ['time-limited', 'online'], visits: 0, channels: ['window'] }],
    ['承诺时限', { ...promised, promised: { value: 11, unit: 'working-day' } }],
    ['承诺时限', { ...promised, legal: { value: 6, unit: 'calendar-day' } }],
    ['承诺时限', { ...promised, promised: { value: 0, unit: 'instant' } }],
    ['可预约', { ...instant, channels: ['online'] }],
    ['31 位', { ...instant, _id: instant._id.slice(1) }],
    ['校验位', { ...instant, _id: `2${instant._id.slice(1)}`, handlingCode: `2${instant._id.slice(1)}01` }],
    ['基本编码不一致', { ...instant, basicCode: '000000000000' }],
    ['业务办理项编码', { ...instant, handlingCode: instant._id }],
    ['事项名称', { ...instant, name: ' ' }],
    [
      '材料编号重复',
      {
        ...instant,
        guide: { ...instant.guide, materials: instant.guide.materials.map((m) => ({ ...m, id: 'm1' })) },
      },
    ],
  ])('reports a fault about %s', (fault, row) => {
    expect(checkItem(row).join('\n')).toContain(fault);
  });

  it('allows a promise in working days within a longer limit in calendar days', () => {
    const limits = {
      legal: { value: 60, unit: 'calendar-day' },
      promised: { value: 20, unit: 'working-day' },
    } as const;
    expect(checkItem({ ...promised, ...limits })).toEqual([]);
  });
});

describe('credit codes', () => {
  it('tells a good check character from a wrong one', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
    expect(isCreditCode('91350100M000100Y44')).toBe(false);
    expect(isCreditCode('91350100M000100I43')).toBe(false);
    expect(isCreditCode('91350100M000100Y4')).toBe(false);
  });

  it('makes codes that an independent validator takes', async () => {
    const { stdnum } = await import('stdnum');
    for (const region of ['530600', '530602', '530681'])
      for (const organisation of ['00000009', '00000041', '00000064'])
        expect(stdnum.CN?.uscc?.validate(governmentCreditCode(region, organisation)).isValid).toBe(true);
  });
});
