import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter } from '../../../shared/domain/identity';
import { personalMarks } from '../../../shared/domain/personal-marks';

/** `kind:what` of every mark. */
const found = (text: string, known: string[] = []) =>
  personalMarks(text, known).map(({ from, to, kind }) => `${kind}:${text.slice(from, to)}`);
const complete = (first17: string) => first17 + checkCharacter(first17);

describe('names', () => {
  it.each([
    ['我叫陈小满，来办身份证。', ['陈小满']],
    ['本人马建国,今年五十岁', ['马建国']],
    ['姓名：李思远 性别：男', ['李思远']],
    ['经办人王伟，工号不清楚', ['王伟']],
    ['经办人员是欧阳春晓。', ['欧阳春晓']],
    ['联系人: 司马光明', ['司马光明']],
    ['我的名字叫钱云安。', ['钱云安']],
    ['我儿子叫孙山康，', ['孙山康']],
    ['申请人（周石宁）说', ['周石宁']],
    ['他妻子吴水和也在场', ['吴水和']],
    ['王先生说要再来一次', ['王']],
    ['窗口的张伟同志很耐心', ['张伟']],
    ['我找了李秀英女士', ['李秀英']],
    ['后来欧阳女士来了', ['欧阳']],
    ['诸葛明亮先生', ['诸葛明亮']],
    ['我叫阿依·莫色。', ['阿依·莫色']],
    ['买买提•吐尔逊是我邻居', ['买买提•吐尔逊']],
    ['负责人是刘洋，电话没人接', ['刘洋']],
    ['本人赵一，', ['赵一']],
  ])('%s', (text, names) => {
    expect(found(text)).toEqual(names.map((name) => `name:${name}`));
  });

  it.each([
    '本人到窗口办了三次。',
    '工作人员态度很好。',
    '经办人没有告诉我。',
    '我是来办居住证的。',
    '先生您好，女士优先。',
    '某先生和王某某都不知道。',
    '申请人某某',
    '材料都齐了，说好三天办完，过了十天还没有消息。',
    '按照《云南省行政许可办法》第十二条办理。',
    '姓名和身份证号都写了。',
  ])('leaves alone: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('that are known are found wherever they stand, and an empty one nowhere', () => {
    expect(found('后来晓燕又来了，晓燕很急', ['晓燕', '', '一'])).toEqual(['name:晓燕', 'name:晓燕']);
    expect(found('张·伟，来过', ['张•伟'])).toEqual(['name:张·伟']);
  });
});

describe('phones', () => {
  it.each([
    ['打13900005678找我', '13900005678'],
    ['139 0000 5678', '139 0000 5678'],
    ['电话139-0000-5678。', '139-0000-5678'],
    ['+86 13900005678', '+86 13900005678'],
    ['８６１３９００００５６７８', '８６１３９００００５６７８'],
    ['１３９００００５６７８', '１３９００００５６７８'],
    ['一三九零零零零五六七八', '一三九零零零零五六七八'],
    ['幺三九〇〇〇〇五六七八', '幺三九〇〇〇〇五六七八'],
    ['1\u200b3\u200b9\u200b0\u200b0\u200b0\u200b0\u200b5\u200b6\u200b7\u200b8', undefined],
    ['0870-2123456', '0870-2123456'],
    ['（0870）2123456', '（0870）2123456'],
    ['0870 212 3456转12', '0870 212 3456转12'],
    ['010-62345678', '010-62345678'],
  ])('%s', (text, phone) => {
    expect(found(text)).toEqual([`phone:${phone ?? text}`]);
  });

  it('of the own town are known by the word before', () => {
    expect(found('座机是2123456，找小李')).toEqual(['phone:2123456']);
    expect(found('办件2123456')).toEqual([]);
  });

  it('stand side by side', () => {
    expect(found('13900005678,13900005679 13900005670')).toEqual([
      'phone:13900005678',
      'phone:13900005679',
      'phone:13900005670',
    ]);
  });

  it.each([
    '12345热线',
    '拨打 12388 举报',
    '报警 110',
    '共 23900005678 元',
    '编号 139000056781234',
    '2026年11月24日',
  ])('are not: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('ID numbers', () => {
  const good = complete('53060219920521012');

  it.each([
    good,
    complete('53060219920521002').toLowerCase(),
    `${good.slice(0, 6)} ${good.slice(6, 14)} ${good.slice(14)}`,
    `${good.slice(0, 6)}-${good.slice(6, 10)}-${good.slice(10)}`,
    [...good]
      .map((digit) => (/\d/.test(digit) ? String.fromCharCode(digit.charCodeAt(0) + 0xfee0) : digit))
      .join(''),
    '530602750908031',
  ])('%s', (text) => {
    expect(found(`身份证${text}。`)).toEqual([`id-number:${text}`]);
  });

  it('with a wrong check character still tell who it is, by the day of birth in them', () => {
    const wrong = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
    expect(found(wrong)).toEqual([`id-number:${wrong}`]);
  });

  it.each([
    ['12345678901234567X', 'neither a check nor a day'],
    ['5306021992052101270', 'too long'],
    ['530602751308031', 'no such month'],
  ])('%s is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('plates', () => {
  it.each([
    '云C12345',
    '云C·12345',
    '云c·A2345',
    '云C D1234',
    '云CD12345',
    '云C12345D',
    '京A1234警',
    '云C.1234挂',
    '云Ｃ１２３４５',
  ])('%s', (plate) => {
    expect(found(`车牌${plate}，`)).toEqual([`plate:${plate}`]);
  });

  it.each(['云CABCDE', '云C123', '云I12345', '云C1234567', '新冠', '川菜'])('are not: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ['我住在昭阳区太平街道二甲路12号3栋2单元501室，', '昭阳区太平街道二甲路12号3栋2单元501室'],
    ['家在镇雄县泼机镇老包寨村第三村民小组。', '镇雄县泼机镇老包寨村第三村民小组'],
    ['地址：云南省昭通市昭阳区凤凰街道珠泉路88号', '云南省昭通市昭阳区凤凰街道珠泉路88号'],
    ['在和平小区3栋2单元1001', '和平小区3栋2单元1001'],
    ['小龙洞乡龙汛村委会5组', '小龙洞乡龙汛村委会5组'],
    ['环城东路１２号院', '环城东路１２号院'],
    ['北闸镇塘房村十二组7号', '北闸镇塘房村十二组7号'],
    ['寄到5栋2单元301', '5栋2单元301'],
    ['3单元501室', '3单元501室'],
  ])('%s', (text, address) => {
    const marks = personalMarks(text);
    const at = text.indexOf(address);
    expect(marks.every(({ kind }) => kind === 'address')).toBe(true);
    expect(coveredBy(marks, at, address.length)).toBe(true);
    // And hardly more than that.
    expect(marks[0]?.from).toBeGreaterThanOrEqual(at - 1);
    expect(marks.at(-1)?.to).toBeLessThanOrEqual(at + address.length);
  });

  it.each([
    '人民路3号窗口排了两个小时队',
    '3号窗口、12号线、2号厅',
    '昭阳区政务服务中心2楼A区5号窗口',
    '《昭政发〔2026〕12号》',
    '11月3号来的，12月5号又来',
    '昭阳区的办事大厅',
    '云南省政府令第123号',
  ])('are not: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

type Mark = ReturnType<typeof personalMarks>[number];
const coveredBy = (marks: readonly Mark[], from: number, length: number) =>
  Array.from({ length }, (_, n) => from + n).every((at) =>
    marks.some((mark) => mark.from <= at && at < mark.to),
  );

const surname = fc.constantFrom(...'王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗普余', '欧阳', '司马');
const given = fc
  .array(
    fc.constantFrom(
      ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂云山石水林泉安康宁顺喜建国春晓思远小满',
    ),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((characters) => characters.join(''));
const name = fc.tuple(surname, given).map((parts) => parts.join(''));
const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));
const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const number = fc.oneof(
  fc.integer({ min: 1, max: 999 }).map(String),
  fc.constantFrom('一', '二', '三', '十二', '二十三'),
);
const planted = {
  name: fc.oneof(
    fc
      .tuple(fc.constantFrom('我叫', '本人', '姓名：', '经办人', '联系人:', '申请人（', '我女儿叫'), name)
      .map(([before, who]) => ({ before, who, after: '' })),
    fc
      .tuple(name, fc.constantFrom('先生', '女士', '同志'))
      .map(([who, after]) => ({ before: '，', who, after })),
  ),
  phone: fc
    .oneof(
      fc
        .tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9), fc.constantFrom('', ' ', '-'))
        .map(([head, rest, gap]) =>
          [(head + rest).slice(0, 3), (head + rest).slice(3, 7), (head + rest).slice(7)].join(gap),
        ),
      digits(6).map((rest) => `0870-2${rest}`),
    )
    .map((who) => ({ before: '电话', who, after: '' })),
  'id-number': fc
    .tuple(fc.constantFrom('530602', '530627', '110105'), day, digits(3))
    .map((parts) => ({ before: '身份证', who: complete(parts.join('')), after: '' })),
  plate: fc
    .tuple(
      fc.constantFrom('云C', '云A', '川Q', '贵F'),
      fc.constantFrom('', '·', ' '),
      fc.oneof(
        digits(5),
        digits(5).map((rest) => `D${rest}`),
        digits(4).map((rest) => `A${rest}`),
      ),
    )
    .map((parts) => ({ before: '车', who: parts.join(''), after: '' })),
  address: fc
    .tuple(
      fc.constantFrom('', '昭阳区', '云南省昭通市昭阳区', '镇雄县乌峰街道'),
      fc.oneof(
        fc
          .tuple(
            fc.constantFrom('太平路', '环城东路', '和平街', '向阳巷', '团结大道'),
            number,
            fc.constantFrom('号', '号3栋2单元501室', '号院5栋'),
          )
          .map((parts) => parts.join('')),
        fc
          .tuple(fc.constantFrom('龙汛村', '老包寨村', '塘房社区'), number, fc.constantFrom('组', '村民小组'))
          .map((parts) => parts.join('')),
      ),
    )
    .map((parts) => ({ before: '住在', who: parts.join(''), after: '' })),
};
const noise = fc.constantFrom(
  '，窗口说材料不齐，让我再跑一趟，',
  '。过了十天还没有消息。',
  '；态度不好，一直在看手机；',
  '\n第二天我又去了\n',
  '😀，',
  '，11月3号到2号窗口，',
);
const story = fc
  .array(
    fc.tuple(
      noise,
      fc.oneof(
        ...Object.entries(planted).map(([kind, arbitrary]) => arbitrary.map((one) => ({ kind, ...one }))),
      ),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => {
    let text = '';
    const at: { kind: string; from: number; to: number }[] = [];
    for (const [quiet, { kind, before, who, after }] of parts) {
      text += quiet + before;
      at.push({ kind, from: text.length, to: text.length + who.length });
      text += who + after;
    }
    return { text: `${text}，谢谢`, at };
  });

describe('whatever is written', () => {
  it('what was planted is found, as what it is', () => {
    fc.assert(
      fc.property(story, ({ text, at }) => {
        const marks = personalMarks(text);
        for (const { kind, from, to } of at) {
          expect(coveredBy(marks, from, to - from), `${text} → ${text.slice(from, to)}`).toBe(true);
          expect(marks.some((mark) => mark.kind === kind && mark.from < to && from < mark.to)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('no mark overlaps another, and all are within the text', () => {
    const anything = fc.oneof(
      story.map(({ text }) => text),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(fc.constantFrom(...'村路号组室栋王先生我叫·云C1234567890Xx-( )零一二三\u200b，\n'), {
          maxLength: 120,
        })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(anything, fc.array(fc.string({ maxLength: 4 }), { maxLength: 2 }), (text, known) => {
        const marks = personalMarks(text, known);
        let last = 0;
        for (const { from, to } of marks) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is read to its end, however it is made', () => {
    for (const unit of [
      '村',
      '路',
      '一',
      '1',
      '1 ',
      '王',
      '·',
      '我叫',
      '先生',
      '(0',
      '云C',
      '号',
      '第',
      '村一',
      '-',
      ' ',
    ])
      expect(personalMarks(unit.repeat(2_000 / unit.length)).every(({ to }) => to <= 2_000)).toBe(true);
  });
});
