/** Whether an answer says anything of the matter, or only what is always said. */

/** What fits every complaint. Taken out of a text, what is left is what it says. */
const stock: readonly RegExp[] = [
  /(尊敬的)?(市民|群众|网友|投诉人|先生|女士|您好|你好)+/g,
  /(感谢|谢谢)(您|你|您们)?(的|对)?[^，。；！]{0,20}(来信|来电|反映|监督|关注|支持|理解|配合|意见|建议|反馈|投诉|留言)/g,
  /(您|你)?(所)?(反映|投诉|提出|反馈)的(问题|情况|事项|诉求|内容)(我们|我单位|我中心|我局)?(已经|已|均已)?(收悉|收到|知悉|受理|登记)?/g,
  /(我们|我单位|我中心|我局|本中心|中心|单位|领导)?(对此)?(非常|十分|高度|及时)*(重视|关注)/g,
  /(已经|已|及时|立即|第一时间|将)*(转交?|交由|反馈给?|转办)?(有关|相关|责任|承办)(部门|单位|科室|人员|窗口)(进行|予以)?(核实|处理|办理|核查|调查|整改)?/g,
  /(经|通过)(过)?(认真|仔细|详细|多方)*(核实|核查|调查|了解|查证|沟通)(后)?/g,
  /(情况|反映)?(基本)?属实/g,
  /(已经|已|将|要)?(对)?(当事人|相关人员|有关人员|工作人员|窗口人员|责任人)?(进行|予以|给予)?了?(严肃|严厉)?的?(批评|教育|处理|培训|提醒|谈话|约谈)+/g,
  /(今后|以后|下一步)?(我们|我单位|我中心|我局)?(将|会|要)?(进一步|切实|不断|继续|严格)*(加强|改进|提升|提高|强化|优化|完善|改善)[^，。；！]{0,16}(管理|培训|教育|服务|作风|水平|质量|监督|工作|意识|态度|能力|效率|制度|流程)/g,
  /举一反三|引以为戒|立行立改|杜绝类似(问题|情况)(再次)?发生|避免类似(问题|情况)(再次)?发生/g,
  /(严格)?(按照|依据|根据|按|依)(国家|有关|相关|现行)*(的)?(法律法规|法律|法规|规定|政策|文件|制度|要求|程序|标准)+(精神|要求)?(进行|予以)?(办理|执行|处理|答复|规定)?/g,
  /(给|对)(您|你)?(造成|带来)(的|了)?(不便|影响|困扰)(之处)?/g,
  /(敬|恳)?请(您|你)?(予以)?(谅解|理解|见谅|支持|放心|知悉)/g,
  /(我们)?(深表|表示)?(深深|诚挚|真诚|衷心)*的?(歉意|感谢|抱歉)/g,
  /(欢迎|希望)(您|你)?(继续)?(对[^，。；！]{0,12})?(监督|批评|提出|反映)[^，。；！]{0,10}/g,
  /(祝您?|顺祝)[^，。；！]{0,12}/g,
  /(特此|现)(答复|回复|告知)(如下)?|(以上|此)(为|是)?(答复|回复)|如下/g,
  /(已经|已|均已|现已|正在)?(妥善|依法|按规定|按程序|全部|及时)*(处理|解决|整改|办理|落实|答复|办结|处置)(完毕|完成|到位|好)?/g,
  /如(有|仍有)(疑问|问题|异议)[^。；！]{0,20}/g,
];
const joints = /[\p{P}\p{S}\s的了已经并和及与对后将我们您在也都就有为是]/gu;

/** Characters that a part has to have of its own. */
const OWN_WORDS = 4;
/** `《行政许可法》第四十二条` is short and says it all. */
const OWN_BASIS = 3;

/** A text without what does not change its meaning: punctuation, spaces, width and case. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]/gu, '');
}

function ownWords(text: string): number {
  let left = text.normalize('NFKC').replace(/[（(][^）)]{0,6}[）)]/g, '');
  left = left.replace(/,/g, '，').replace(/;/g, '；').replace(/!/g, '！');
  for (const phrase of stock) left = left.replace(phrase, '，');
  return [...left.replace(joints, '')].length;
}

export interface ReplyWords {
  found: string;
  done: string;
  basis: string;
}

/**
 * Whether an answer is only a template: two of its parts are the same, a part is made of stock phrases alone, or the
 * officer has given the same words before.
 * @param earlier what the officer answered to other complaints
 */
export function isTemplate({ found, done, basis }: ReplyWords, earlier: readonly ReplyWords[]): boolean {
  const parts = [found, done, basis].map(plain);
  if (new Set(parts).size < parts.length) return true;
  if (ownWords(found) < OWN_WORDS || ownWords(done) < OWN_WORDS || ownWords(basis) < OWN_BASIS) return true;
  // What is done about two things may well be the same; what was found and done together never is.
  const said = plain(found + done);
  return earlier.some((other) => plain(other.found + other.done) === said || plain(other.found) === parts[0]);
}
