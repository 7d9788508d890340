import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegionFinder } from '../../bff/features/addresses/find-region';
import { halfWidth } from '../../bff/features/addresses/half-width';
import { parseAddress } from '../../bff/features/addresses/parse-address';
import { loadRegions } from '../../bff/features/addresses/regions';

const regions = loadRegions();
const finder = createRegionFinder(regions);
const parse = (text: string) => {
  const { regionCode, ...rest } = parseAddress(text, finder);
  return { ...rest, region: regionCode && regions.words(regionCode) };
};

const zhaoyang = '云南省昭通市昭阳区';
const taiping = `${zhaoyang}太平街道`;
const phone = '13812345678';
const wang = '王小明';

/** Text; then name, phone, region and detail that it tells. */
const cases: [string, string | null, string | null, string | null, string | null][] = [
  // Orders and separators.
  [`王小明 13812345678 ${taiping}龙泉路12号3单元501`, wang, phone, taiping, '龙泉路12号3单元501'],
  [`${taiping}龙泉路12号 王小明 13812345678`, wang, phone, taiping, '龙泉路12号'],
  [`13812345678,${taiping}龙泉路12号,王小明`, wang, phone, taiping, '龙泉路12号'],
  [`龙泉路12号，${taiping}，王小明，13812345678`, wang, phone, taiping, '龙泉路12号'],
  [`王小明；13812345678；${taiping}；龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`王小明|13812345678|云南省|昭通市|昭阳区|太平街道|龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  ['王小明\n13812345678\n云南省 昭通市 昭阳区\n太平街道 龙泉路12号', wang, phone, taiping, '龙泉路12号'],
  ['王小明\t13812345678\t云南省/昭通市/昭阳区/太平街道\t龙泉路12号', wang, phone, taiping, '龙泉路12号'],
  // Written together.
  [`王小明13812345678${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`13812345678王小明 ${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`${taiping}龙泉路12号王小明13812345678`, wang, phone, taiping, '龙泉路12号'],
  [`王小明${taiping}龙泉路12号13812345678`, wang, phone, taiping, '龙泉路12号'],
  // Labels.
  [`收件人：王小明\n电话：13812345678\n地址：${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`姓名:王小明 手机号:13812345678 详细地址:${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [
    `收货人: 王小明, 手机号码: 13812345678, 所在地区: 云南省昭通市昭阳区太平街道, 详细地址: 龙泉路12号`,
    wang,
    phone,
    taiping,
    '龙泉路12号',
  ],
  [`收件人王小明 联系电话13812345678 收货地址${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`【收件人】王小明【电话】13812345678【地址】${taiping}龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`联系人：欧阳小明 ${phone} ${zhaoyang}大坪村3组`, '欧阳小明', phone, zhaoyang, '大坪村3组'],
  [`收件人：John ${phone} ${zhaoyang}大坪村3组`, 'John', phone, zhaoyang, '大坪村3组'],
  [`地址：${zhaoyang}电话局宿舍2栋 收件人：王小明`, wang, null, zhaoyang, '电话局宿舍2栋'],
  [`所在地区：${zhaoyang}\n详细地址：${taiping}龙泉路12号`, null, null, taiping, '龙泉路12号'],
  // Phones.
  [`王小明 138 1234 5678 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明 138-1234-5678 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明 +86 13812345678 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明 +8613812345678 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明 86-138-1234-5678 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明　１３８１２３４５６７８　${taiping}１号`, wang, phone, taiping, '1号'],
  [`王小明 ${phone} 13900000000 ${taiping}1号`, wang, phone, taiping, '1号'],
  [`王小明 ${phone} 0870-2123456 ${taiping}1号 邮编：657000`, wang, phone, taiping, '1号'],
  [`王小明 12812345678 ${taiping}1号`, wang, null, taiping, '12812345678 1号'],
  [`王小明 138123456789 ${zhaoyang}1号`, wang, null, zhaoyang, '138123456789 1号'],
  // Regions that are named in other ways.
  [`王小明 ${phone} 昭通昭阳区龙泉路12号`, wang, phone, zhaoyang, '龙泉路12号'],
  [`王小明 ${phone} 云南昭通昭阳龙泉路12号`, wang, phone, zhaoyang, '龙泉路12号'],
  [`王小明 ${phone} 昭通市昭阳区太平办事处龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`王小明 ${phone} 昭阳区太平街道办事处龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`王小明 ${phone} 云南省昭阳区龙泉路12号`, wang, phone, zhaoyang, '龙泉路12号'],
  [`王小明 ${phone} 昭通市太平街道龙泉路12号`, wang, phone, taiping, '龙泉路12号'],
  [`王大山 ${phone} 镇雄县乌峰街道李家湾`, '王大山', phone, '云南省昭通市镇雄县乌峰街道', '李家湾'],
  [`王大山 ${phone} 镇雄乌峰街道李家湾`, '王大山', phone, '云南省昭通市镇雄县乌峰街道', '李家湾'],
  [`王小明 ${phone} 水富县向家坝镇1号`, wang, phone, '云南省昭通市水富市向家坝镇', '1号'],
  [`王小明 ${phone} 大理州大理市1号`, wang, phone, '云南省大理白族自治州大理市', '1号'],
  [`王小明 ${phone} 红河州个旧市1号`, wang, phone, '云南省红河哈尼族彝族自治州个旧市', '1号'],
  [`王小明 ${phone} 内蒙古呼和浩特新城区1号`, wang, phone, '内蒙古自治区呼和浩特市新城区', '1号'],
  [`王小明 ${phone} 新疆石河子市1号`, wang, phone, '新疆维吾尔自治区石河子市', '1号'],
  [`王小明 ${phone} 湖北省仙桃市沙嘴街道1号`, wang, phone, '湖北省仙桃市沙嘴街道', '1号'],
  [`王小明 ${phone} 湖北省省直辖县级行政区划仙桃市1号`, wang, phone, '湖北省仙桃市', '1号'],
  [`王小明 ${phone} 广东省东莞市东城街道1号`, wang, phone, '广东省东莞市东城街道', '1号'],
  [`王小明 ${phone} 广东省东莞市东莞市东城街道1号`, wang, phone, '广东省东莞市东城街道', '1号'],
  [`王小明 ${phone} 吉林省吉林市昌邑区1号`, wang, phone, '吉林省吉林市昌邑区', '1号'],
  [`王小明 ${phone} 吉林市昌邑区1号`, wang, phone, '吉林省吉林市昌邑区', '1号'],
  // Municipalities.
  [`王小明 ${phone} 北京市东城区1号`, wang, phone, '北京市东城区', '1号'],
  [`王小明 ${phone} 北京市北京市东城区1号`, wang, phone, '北京市东城区', '1号'],
  [`王小明 ${phone} 北京市市辖区东城区1号`, wang, phone, '北京市东城区', '1号'],
  [`王小明 ${phone} 北京东城区1号`, wang, phone, '北京市东城区', '1号'],
  [`王小明 ${phone} 重庆市县城口县1号`, wang, phone, '重庆市城口县', '1号'],
  // What could be several is left to the person.
  [`王小明 ${phone} 鼓楼区中山路1号`, wang, phone, null, '鼓楼区中山路1号'],
  [`王小明 ${phone} 南京鼓楼区中山路1号`, wang, phone, '江苏省南京市鼓楼区', '中山路1号'],
  [`王小明 ${phone} 福建省鼓楼区东街1号`, wang, phone, '福建省福州市鼓楼区', '东街1号'],
  [`王小明 ${phone} 朝阳区1号`, wang, phone, null, '朝阳区1号'],
  [`王小明 ${phone} 北京朝阳区1号`, wang, phone, '北京市朝阳区', '1号'],
  [`王小明 ${phone} 河北省桥西区1号`, wang, phone, null, '河北省桥西区1号'],
  [`王小明 ${phone} 云南省昭通市龙泉路12号`, wang, phone, null, '云南省昭通市龙泉路12号'],
  // What only looks like a region, or like a name.
  [`王小明 ${phone} 南京路100号`, wang, phone, null, '南京路100号'],
  [`王小明 ${phone} 中山市场旁`, wang, phone, null, '中山市场旁'],
  [`李昭通 ${phone} ${taiping}1号`, '李昭通', phone, taiping, '1号'],
  [`${phone} ${taiping} 李家湾`, null, phone, taiping, '李家湾'],
  [`阿依古丽·买买提 ${phone} ${taiping}1号`, '阿依古丽·买买提', phone, taiping, '1号'],
  [`王小明（收） ${phone} ${taiping}1号`, wang, phone, taiping, '1号'],
  [`${taiping}1号 王小明收 ${phone}`, wang, phone, taiping, '1号'],
  // Almost nothing.
  ['', null, null, null, null],
  ['   \n', null, null, null, null],
  ['，，：；', null, null, null, null],
  [phone, null, phone, null, null],
  [zhaoyang, null, null, zhaoyang, null],
  ['𠮷野家一楼', null, null, null, '𠮷野家一楼'],
];

describe('a pasted address', () => {
  it.each(cases)('%j', (text, name, number, region, detail) => {
    expect(parse(text)).toEqual({ name, phone: number, region, detail });
  });
});

const anything = fc.oneof(
  fc.string({ maxLength: 300, unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '王小明',
          phone,
          taiping,
          zhaoyang,
          '鼓楼区',
          '北京市',
          '昭通',
          '太平街道',
          '：',
          ' ',
        ),
        fc.constantFrom(
          '收件人',
          '电话:',
          '地址：',
          '12号',
          '+86 ',
          '（收）',
          '𠮷',
          '邮编',
          '0870-2123456',
          '\n',
        ),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('').slice(0, 300)),
);

describe('whatever is pasted', () => {
  it('is answered, and each part of the answer stands in it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { name, phone: number, regionCode, detail } = parseAddress(text, finder);
        const plain = halfWidth(text);
        if (name !== null) expect(plain).toContain(name);
        if (number !== null) {
          expect(number).toMatch(/^1[3-9]\d{9}$/);
          expect(plain.replace(/\D/g, '')).toContain(number);
        }
        if (regionCode !== null) expect(regions.names(regionCode)).not.toBeNull();
        // The pieces of the detail, in their order.
        let at = 0;
        for (const piece of detail?.split(' ') ?? []) {
          const found = plain.indexOf(piece, at);
          expect(found, piece).toBeGreaterThanOrEqual(0);
          at = found + piece.length;
        }
        expect((name ?? '').length).toBeLessThanOrEqual(30);
        expect((detail ?? '').length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 300 },
    );
  });

  it('is read in steps that grow as it does', () => {
    let looked = 0;
    const counting = createRegionFinder({
      ...regions,
      townships: (county) => {
        looked += 1;
        return regions.townships(county);
      },
    });
    for (const piece of ['鼓楼区', '昭通', '城区', '收件人:', '北京市', '1', '138123456 ', '( ', '云南省 ']) {
      const text = piece.repeat(300).slice(0, 300);
      let found = 0;
      const watching = {
        find: (given: string) => {
          const all = counting.find(given);
          found += all.length;
          return all;
        },
      };
      expect(() => parseAddress(text, watching)).not.toThrow();
      expect(found).toBeLessThanOrEqual(150);
    }
    // Each county's townships are read once, however often it is named.
    expect(looked).toBeLessThan(100);
  });
});

const counties = [...regions.all()].filter(({ level }) => level === 'county');
const county = fc.constantFrom(...counties);
const person = fc
  .tuple(fc.constantFrom(...'王李张刘陈杨赵'), fc.constantFrom('小明', '大山', '丽华', '春', '建国', '秀英'))
  .map((parts) => parts.join(''));
const number = fc
  .tuple(fc.constantFrom('130', '138', '159', '186', '199'), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([prefix, rest]) => prefix + String(rest).padStart(8, '0'));
const place = fc
  .tuple(
    fc.constantFrom('龙泉路', '迎宾大道', '幸福小区', '和平巷', '凤凰小区'),
    fc.integer({ min: 1, max: 999 }),
    fc.constantFrom('号', '号2单元', '栋301室', '号附3号'),
  )
  .map(([street, house, more]) => `${street}${house}${more}`);
const shown = (digits: string) =>
  fc.constantFrom(digits, `+86 ${digits}`, `${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}`);

describe('an address that was written down', () => {
  it('comes back, whatever the order of its parts and whatever is between them', () => {
    fc.assert(
      fc.property(
        fc.record({ county, person, number, place, withTownship: fc.boolean() }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.constantFrom(' ', ',', '，', '\n', '；', ' | '),
        fc.infiniteStream(fc.nat()),
        (given, order, between, picks) => {
          const pick = <T>(from: readonly T[]): T => from[(picks.next().value ?? 0) % from.length] as T;
          const townships = regions
            .townships(given.county.code)
            .filter(({ name }) => name !== given.county.name);
          const region = given.withTownship && townships.length > 0 ? pick(townships) : given.county;
          const spoken = pick(fc.sample(shown(given.number), { numRuns: 3, seed: 1 }));
          const parts = [given.person, spoken, `${regions.words(region.code)}${between}${given.place}`];
          const text = order.map((at) => parts[at]).join(between);
          expect(parseAddress(text, finder), text).toEqual({
            name: given.person,
            phone: given.number,
            regionCode: region.code,
            detail: given.place,
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
