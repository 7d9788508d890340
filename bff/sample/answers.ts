import { addDays, dateOf } from '../../shared/domain/time';
import type { Deps } from '../deps';
import type { ItemDoc } from '../features/catalogue/model';
import { ANSWERS_VERSION, type QuestionDoc, questionModel, SAMPLE_PERSON } from '../features/questions/model';
import { DataVersion } from '../stores/data-version';

const CITY = '530600';
const CITY_HALL = 'v530600';

/** What was asked of items that many need, and answered. All of it is sample. */
const answers: readonly [itemName: string, question: string, answer: string][] = [
  [
    '居民身份证换领',
    '身份证快到期了，提前多久可以换？',
    '有效期满前三个月就可以换，带上原来的身份证，拍照、采指纹都在窗口做。',
  ],
  [
    '居民身份证补领',
    '身份证丢了，没有户口簿能补吗？',
    '能。窗口可以核对户籍信息，报姓名和号码、采集指纹确认是本人就行；同时可以办临时身份证。',
  ],
  [
    '居住证申领',
    '刚来昭通上班，住单位宿舍能办居住证吗？',
    '能。住满半年，由单位开一张住宿证明，本人带身份证来办；不满半年的先做居住登记。',
  ],
  [
    '出生登记',
    '孩子出生超过一个月了，还能上户口吗？',
    '能，随时可以办，不罚款。带出生医学证明、父母的户口簿和结婚证，一个人来就行。',
  ],
  [
    '普通护照签发',
    '第一次办护照，要在户口所在地办吗？',
    '不用。全国任何一个出入境窗口都能办，带身份证，照片可以现场免费拍。',
  ],
  [
    '社保卡补换',
    '社保卡丢了，多久能补到新卡？',
    '窗口有即时制卡机，当场补、当场拿；先打 12333 挂失，免得别人用。',
  ],
  [
    '城乡居民养老参保',
    '今年没有交养老保险，明年可以补交吗？',
    '可以补缴，但补缴的部分没有政府补贴，按当年的档次交最合算。',
  ],
  [
    '异地就医备案',
    '去外省住院，忘了先备案怎么报销？',
    '出院结算前补备案就可以直接结算；已经自费结了的，带发票、费用清单、病历回来手工报销。',
  ],
  [
    '居民医保参保',
    '新生儿的医保什么时候交？',
    '出生后 90 天内参保，从出生那天起就能报销；过了 90 天的，从缴费的第二个月起算。',
  ],
  [
    '个体工商户登记',
    '在家里开网店，住宅能登记营业执照吗？',
    '只做网上经营的可以，用平台给的网络经营场所证明登记；要开实体门店的，需要经营场所的使用证明。',
  ],
  [
    '结婚登记',
    '两个人的户口都不在昭通，能在这里登记吗？',
    '能。结婚登记全国通办，带双方身份证，照片可以现场拍，不收费。',
  ],
  [
    '不动产转移登记',
    '二手房过户，要先去税务局吗？',
    '不用。不动产窗口和税务窗口在一起，一次交材料、一次缴税，三个工作日内领证。',
  ],
];

/** Published answers for the city's items that are there under these names. */
export function sampleAnswers(items: readonly ItemDoc[], now: Date): QuestionDoc[] {
  return answers.flatMap(([itemName, question, answer], index) => {
    const item = items.find(({ name, county }) => county === CITY && name === itemName);
    if (!item) return [];
    const at = new Date(now.getTime() - (index + 2) * 86_400_000);
    const doc: QuestionDoc = {
      _id: `sample-answer-${index + 1}`,
      personId: SAMPLE_PERSON,
      accountId: null,
      askedOn: dateOf(at),
      slot: index,
      words: null,
      itemCode: item._id,
      itemName: item.name,
      venueId: CITY_HALL,
      department: item.department,
      state: 'answered',
      askedAt: at,
      dueBy: new Date(`${addDays(dateOf(at), 7)}T16:00:00Z`),
      provisional: false,
      forwardedAt: null,
      answer: { staffId: SAMPLE_PERSON, by: `昭通市政务服务中心 ${item.department}（示例）`, at },
      answerWords: null,
      answeredAt: at,
      inTime: true,
      readAt: at,
      closing: null,
      published: { question, answer },
      publishedAt: at,
      safety: 'pass',
      version: 0,
      operations: [],
      sample: true,
    };
    return [doc];
  });
}

/** Replaces the sample answers of an older start. */
export async function putAnswers(
  { mongo }: Pick<Deps, 'mongo'>,
  docs: readonly QuestionDoc[],
): Promise<void> {
  const questions = questionModel(mongo);
  await questions.deleteMany({ personId: SAMPLE_PERSON });
  await questions.insertMany([...docs], { lean: true });
  await new DataVersion(mongo, ANSWERS_VERSION).raise();
}
