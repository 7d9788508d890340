/** What people say → what the catalogue calls it. Applied to the query; the words as typed are searched too. */
const synonyms: readonly [said: string, called: string][] = [
  ['驾照', '驾驶证'],
  ['行车证', '行驶证'],
  ['车牌', '号牌'],
  ['年检', '免检标志'],
  ['年审', '免检标志'],
  ['准生证', '生育登记'],
  ['房产证', '不动产'],
  ['房本', '不动产权证书'],
  ['过户', '转移登记'],
  ['低保', '最低生活保障'],
  ['医保卡', '社保卡'],
  ['社会保障卡', '社保卡'],
  ['新农合', '居民医保'],
  ['新农保', '居民养老'],
  ['报销', '手工报销'],
  ['失业金', '失业保险金'],
  ['养老金', '养老'],
  ['户口本', '户口簿'],
  ['上户口', '出生登记'],
  ['迁户口', '户口迁移'],
  ['暂住证', '居住证'],
  ['结婚证', '结婚登记'],
  ['离婚证', '离婚登记'],
  ['执照', '营业执照'],
  ['开店', '个体工商户登记'],
  ['开公司', '公司设立登记'],
  ['卫生证', '卫生许可'],
  ['食品证', '食品经营许可'],
  ['砍树', '林木采伐'],
  ['盖房', '宅基地'],
  ['建房', '宅基地'],
  ['营运证', '道路货运'],
  ['教资', '教师资格'],
  ['残疾证', '残疾人证'],
  ['遗失', '补'],
  ['丢了', '补'],
  ['到期', '换'],
  ['过期', '换'],
  ['补办', '补领'],
  ['办理', ''],
  ['怎么', ''],
  ['如何', ''],
  ['申请', ''],
];

/**
 * The ways to ask for the same thing, the words as typed first: each synonym alone, then all of them together.
 * Bounded by the length of a query.
 */
export function waysToAsk(query: string): string[] {
  const found = synonyms.filter(([said]) => query.includes(said));
  const each = found.map(([said, called]) => query.replaceAll(said, called));
  const together = found.reduce((text, [said, called]) => text.replaceAll(said, called), query);
  return [...new Set([query, ...each, together])].filter((way) => way.trim() !== '').slice(0, 8);
}
