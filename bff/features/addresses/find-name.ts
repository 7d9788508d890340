import type { Piece } from './parse-address';

/** The commonest surnames: nine of ten people have one of them. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙陶黎史贺毛郝顾龚邵万覃武钱戴严莫孔常赖文申普念晏阮铁锁虎撒纳';
const COMPOUND = /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木)/;
/** Ends of places, never of a person's name next to them. */
const PLACE_END =
  /[路街道巷村镇乡组号室楼层栋幢座园区城湾沟坝坪寨屯庄院校店厂站局所部寺桥口处社场馆家边旁门]$/;
const HAN_NAME = /^[\u3400-\u9fff]{2,4}$/;
const LONG_NAME = /^[\u3400-\u9fff]{1,10}(?:·[\u3400-\u9fff]{1,10}){1,3}$/;
const LATIN_NAME = /^[A-Za-z][A-Za-z'-]{1,29}$/;

interface FoundName {
  piece: Piece;
  words: string;
}

/** Without what is said to the postman: 王小明（收） → 王小明. */
export function withoutManners(words: string): string {
  return words.replace(/\s*(?:\((?:收|亲启|转)\)|(?:收|亲启)(?=$))$/, '').trim() || words;
}

/** The piece that is somebody's name: labelled, or looking like one and standing by the phone or at an end. */
export function nameAmong(
  pieces: readonly Piece[],
  phones: readonly { start: number; end: number }[],
): FoundName | null {
  const labelled = pieces.find(({ isName }) => isName);
  if (labelled) return { piece: labelled, words: withoutManners(labelled.text) };
  let found: FoundName | null = null;
  let highest = 2;
  for (const [at, piece] of pieces.entries()) {
    const words = withoutManners(piece.text);
    const points =
      likeness(words) +
      (byPhone(at, pieces, phones) ? 2 : 0) +
      (at === 0 || at === pieces.length - 1 ? 1 : 0);
    if (points <= highest) continue;
    highest = points;
    found = { piece, words };
  }
  return found;
}

/** A name that was written right behind the house number: 12号3单元501王小明. */
export function nameAtEnd(pieces: readonly Piece[]): FoundName | null {
  for (const piece of [...pieces].reverse()) {
    const text = withoutManners(piece.text);
    for (const length of [3, 2]) {
      const words = text.slice(-length);
      if (!/[号室栋楼户元\d]$/.test(text.slice(0, -length)) || !HAN_NAME.test(words)) continue;
      if (hasSurname(words) && !PLACE_END.test(words)) return { piece, words };
    }
  }
  return null;
}

function likeness(words: string): number {
  if (LONG_NAME.test(words)) return 3;
  if (LATIN_NAME.test(words)) return 0;
  if (!HAN_NAME.test(words)) return -9;
  return (hasSurname(words) ? 3 : 0) - (PLACE_END.test(words) ? 4 : 0);
}

function hasSurname(words: string): boolean {
  if (COMPOUND.test(words)) return words.length > 2;
  return words.length < 4 && SURNAMES.includes(words.charAt(0));
}

/** Whether nothing but separators stands between the piece and a phone. */
function byPhone(
  at: number,
  pieces: readonly Piece[],
  phones: readonly { start: number; end: number }[],
): boolean {
  const { start, end } = pieces[at] as Piece;
  const before = pieces[at - 1]?.end ?? -1;
  const after = pieces[at + 1]?.start ?? Number.POSITIVE_INFINITY;
  return phones.some(
    (phone) => (phone.end <= start && phone.start >= before) || (phone.start >= end && phone.end <= after),
  );
}
