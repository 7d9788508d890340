import type { FoundMark } from '../personal-marks';

/** The surnames of nearly everybody, and those of two characters. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾' +
  '夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申' +
  '欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤阳时穆农司卓古吉' +
  '缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官' +
  '封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢扶普者且字自起罕';
const DOUBLE = [
  ...'欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 南宫 端木 独孤 司徒 长孙 宇文 西门 轩辕 百里'.split(
    ' ',
  ),
];
/** Hardly ever in a given name; where one of them stands, the name is over. 某 and × stand where a name was. */
const NOT_GIVEN =
  '叫的今是在去到说没不要因也就把被让从了着过我他她你您它这那很都还又吗呢吧啊们此该某几两个号岁男电话手机身份证住办局所请问';

/** Words that announce a name. */
const announcing = new RegExp(
  '(?:我的?名字(?:是|叫)?|我名叫|我叫|我是|名叫|叫做|本人|姓名|名字|经办人员?|承办人员?|受理人员?|办事人员?|工作人员|窗口人员|联系人|收件人|收货人|' +
    '申请人|投诉人|举报人|当事人|委托人|被委托人|代办人|监护人|户主|业主|房东|法定代表人|法人代表|法人|负责人|经手人|证明人|' +
    '(?:我|他|她|本人)(?:的)?(?:丈夫|妻子|爱人|老公|老婆|儿子|女儿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|哥哥|姐姐|弟弟|妹妹|孙子|孙女|邻居))' +
    '(?:是|叫|为|名叫|姓名)?[\\s:,，"\'“‘「『《（(]{0,3}',
  'g',
);
const titles =
  /先生|女士|同志|小姐|主任|科长|局长|所长|处长|队长|站长|院长|书记|师傅|老师|警官|医生|律师|经理|大姐|大哥|大爷|大妈|阿姨|叔叔/g;
const dotted = /[\u4e00-\u9fa5]{1,6}(?:·[\u4e00-\u9fa5]{1,8})+/g;
const han = /^[\u4e00-\u9fa5]$/;
const MOST_BEFORE_TITLE = 4;
const MOST_OF_A_PART = 5;

/** Names after words that announce one, before a form of address, and those with a dot in them. */
export function names(text: string): FoundMark[] {
  return [...announced(text), ...addressed(text), ...withDots(text)];
}

function announced(text: string): FoundMark[] {
  return [...text.matchAll(announcing)].flatMap((match) => {
    const from = match.index + match[0].length;
    const length = nameAt(text, from);
    return length === 0 ? [] : [{ from, to: from + length, kind: 'name' as const }];
  });
}

/** How long the name is that begins there: 2 to 4 characters, 0 when there is none. */
function nameAt(text: string, from: number): number {
  const surname = surnameAt(text, from);
  if (surname === 0) return 0;
  let given = 0;
  while (given < 2 && isGiven(text[from + surname + given])) given += 1;
  return given === 0 ? 0 : surname + given;
}

function surnameAt(text: string, from: number): number {
  if (DOUBLE.includes(text.slice(from, from + 2))) return 2;
  const first = text[from];
  return first !== undefined && SURNAMES.includes(first) ? 1 : 0;
}

const isGiven = (character: string | undefined) =>
  character !== undefined && han.test(character) && !NOT_GIVEN.includes(character);

/** The longest that can be a name right before 先生 and the like: a surname alone, or all of it. */
function addressed(text: string): FoundMark[] {
  return [...text.matchAll(titles)].flatMap(({ index: to }) => {
    for (let length = Math.min(MOST_BEFORE_TITLE, to); length >= 1; length -= 1) {
      const from = to - length;
      const surname = surnameAt(text, from);
      if (surname === 0 || surname > length || length - surname > 2) continue;
      if ([...text.slice(from + surname, to)].every(isGiven)) return [{ from, to, kind: 'name' as const }];
    }
    return [];
  });
}

/** 阿依·莫色: as far to both sides as it can be a name. */
function withDots(text: string): FoundMark[] {
  return [...text.matchAll(dotted)].flatMap((match) => {
    const parts = match[0].split('·');
    const first = parts[0] ?? '';
    const last = parts.at(-1) ?? '';
    let before = 0;
    while (before < Math.min(first.length, MOST_OF_A_PART) && isGiven(first.at(-1 - before))) before += 1;
    let after = 0;
    while (after < Math.min(last.length, MOST_OF_A_PART) && isGiven(last[after])) after += 1;
    if (before === 0 || after === 0) return [];
    const from = match.index + first.length - before;
    return [{ from, to: match.index + match[0].length - last.length + after, kind: 'name' as const }];
  });
}
