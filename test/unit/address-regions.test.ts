import { describe, expect, it } from 'vitest';
import { loadRegions } from '../../bff/features/addresses/regions';
import { retiredCounties } from '../../bff/features/addresses/retired-codes';
import { maskPlace } from '../../shared/domain/mask';

const regions = loadRegions();

describe('the divisions of the country', () => {
  it('are all there, each under one that is there, each county with its townships and a name for each level', () => {
    const count = { province: 0, city: 0, county: 0, township: 0 };
    for (const region of regions.all()) {
      count[region.level] += 1;
      if (region.parent !== null) expect(regions.get(region.parent), region.code).toBeDefined();
      expect(regions.below(region.code)?.length, region.name).toBeGreaterThan(0);
      if (region.level === 'county') expect(regions.names(region.code)).toHaveLength(3);
    }
    expect(count).toEqual({ province: 31, city: 329, county: 2_978, township: 0 });
    const ofZhaotong = (regions.below('5306') ?? []).flatMap(({ code }) => regions.townships(code));
    expect(ofZhaotong).toHaveLength(150);
    for (const { code, name } of ofZhaotong) expect(regions.names(code)?.at(-1)).toBe(name);
  });

  it.each([
    ['530602', ['云南省', '昭通市', '昭阳区'], '云南省昭通市昭阳区'],
    ['110101', ['北京市', '北京市', '东城区'], '北京市东城区'],
    ['500229', ['重庆市', '重庆市', '城口县'], '重庆市城口县'],
    ['429004', ['湖北省', '仙桃市', '仙桃市'], '湖北省仙桃市'],
    ['441900003', ['广东省', '东莞市', '东莞市', '东城街道'], '广东省东莞市东城街道'],
    ['530630101', ['云南省', '昭通市', '水富市', '向家坝镇'], '云南省昭通市水富市向家坝镇'],
  ])('name %s level by level', (code, names, words) => {
    expect(regions.names(code)).toEqual(names);
    expect(regions.words(code)).toBe(words);
  });

  it.each(['', '5', '53', '5306', '530600', '999999', '530602999', '5306020010', '__proto__'])(
    'know no county %j',
    (code) => {
      expect(regions.names(code)).toBeNull();
      expect(regions.words(code)).toBeNull();
      expect(regions.townships(code)).toEqual([]);
    },
  );

  it('know a county by the code it had', () => {
    for (const [retired, current] of Object.entries(retiredCounties)) {
      expect([...regions.all()].some(({ code }) => code === retired)).toBe(false);
      expect(regions.get(retired)).toMatchObject({ code: current, level: 'county' });
    }
  });
});

describe('a place that is shown', () => {
  it.each([
    ['龙泉路12号3单元501', '龙泉路***'],
    ['龙泉路１２号', '龙泉路***'],
    ['迎宾大道与龙泉路交叉口幸福小区', '迎宾大道与龙***'],
    ['大坪村三组', '大坪***'],
    ['三号楼二层', '***'],
    ['A座501', '***'],
    ['楼下', '楼***'],
    ['𠮷野家楼上', '𠮷野***'],
  ])('does not show the door: %s', (place, shown) => {
    expect(maskPlace(place)).toBe(shown);
  });
});
