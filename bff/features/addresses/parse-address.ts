import { nameAmong, nameAtEnd, withoutManners } from './find-name';
import type { FoundRegion, RegionFinder } from './find-region';
import { halfWidth } from './half-width';

/** What a pasted text told; null for what it did not. */
export interface ParsedAddress {
  name: string | null;
  /** 11 digits. */
  phone: string | null;
  /** County, 6 digits, or township, 9. */
  regionCode: string | null;
  /** What is left, in its order. */
  detail: string | null;
}

/** A piece of the text between what separates. */
export interface Piece {
  text: string;
  start: number;
  end: number;
  /** Said to be the name by a label. */
  isName: boolean;
}

const DETAIL_MOST = 100;
const NAME_MOST = 30;

const mobile = /(?<!\d)(?:(?:\+|00)?86[\s-]*)?(1[3-9](?:[\s-]?\d){9})(?!\d)/g;
/** The fixed line and the postcode have no field: they may not end in the detail. */
const leftOut = /(?<!\d)\(?0\d{2,3}\)?[\s-]?\d{7,8}(?!\d)|(?:邮政编码|邮编)[\s:]*\d{6}(?!\d)/g;

const nameLabels = '收件人姓名|收货人姓名|收件人|收货人|收信人|联系人|姓名';
const otherLabels =
  '手机号码|电话号码|联系电话|联系方式|手机号|所在地区|所在区域|省市区|详细地址|收货地址|收件地址|联系地址|邮寄地址|地址';
/** Too short to be a label unless a colon or a gap follows: 电话局宿舍, 地区医院. */
const shortLabels = '手机|电话|地区|区域|收件|收';
const label = new RegExp(
  `(?:(${nameLabels})|${otherLabels}|${shortLabels})\\s*:|(?<=^|[\\s,;|。])(?:(${nameLabels})|${otherLabels}|(?:${shortLabels})(?=\\s|$))`,
  'g',
);
const separator = /[\s,;|。]+/;

/**
 * Makes the fields of an address out of one pasted text: name, phone, region and the rest in any order, with or without
 * labels. A guess for a form that a person looks over: what could be several things is null, and text that names no county
 * stays in the detail. Its time grows with the length of the text.
 */
export function parseAddress(text: string, regions: RegionFinder): ParsedAddress {
  let rest = halfWidth(text);
  const phones = [...rest.matchAll(mobile)].map(({ index, 0: whole, 1: number = '' }) => ({
    number: number.replace(/\D/g, ''),
    start: index,
    end: index + whole.length,
  }));
  rest = rest.replace(mobile, blank).replace(leftOut, blank);

  const nameStarts: number[] = [];
  rest = rest.replace(label, (whole, colon: string | undefined, bare: string | undefined, at: number) => {
    if (colon ?? bare) nameStarts.push(at + whole.length);
    return blank(whole);
  });

  const region = chosen(regions.find(rest));
  for (const { start, end } of region.spans) {
    rest = rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end);
  }

  let pieces = piecesOf(rest, nameStarts);
  let name = nameAmong(pieces, phones);
  if (name) pieces = pieces.filter((piece) => piece !== name?.piece);
  else {
    name = nameAtEnd(pieces);
    if (name) {
      const { piece, words } = name;
      pieces = pieces.map((each) =>
        each === piece ? { ...piece, text: piece.text.slice(0, piece.text.lastIndexOf(words)) } : each,
      );
    }
  }
  const detail = cut(pieces.map((piece) => piece.text).join(' '), DETAIL_MOST);
  return {
    name: name && cut(name.words, NAME_MOST),
    phone: phones[0]?.number ?? null,
    regionCode: region.code,
    detail: detail && withoutManners(detail),
  };
}

const blank = (text: string) => '\n'.repeat(text.length);

/**
 * The region that was named most fully, and where it (or a part of it) stands. Several that differ leave the choice to the
 * one with more levels; a text that gives none leaves everything as it is.
 */
function chosen(found: readonly FoundRegion[]): { code: string | null; spans: FoundRegion[] } {
  const told = found.filter(({ code }) => code !== null).sort((a, b) => b.levels - a.levels);
  const code = told[0]?.code;
  if (!code) return { code: null, spans: [] };
  const same = told.filter((each) => each.code?.startsWith(code.slice(0, 6)));
  const fullest = same.find((each) => each.code?.length === 9)?.code ?? code;
  // Another township of the county is a place in the detail.
  const spans = same.filter((each) => fullest.startsWith(each.code ?? ''));
  return { code: fullest, spans };
}

function piecesOf(text: string, nameStarts: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of text.split(separator)) {
    const start = text.indexOf(part, at);
    at = start + part.length;
    const trimmed = part.replace(/^[:、.~!'"_-]+/, '').replace(/[:、.~!'"_-]+$/, '');
    if (trimmed === '') continue;
    const isName = nameStarts.some((from) => from <= start && text.slice(from, start).trim() === '');
    pieces.push({ text: trimmed, start, end: at, isName });
  }
  return pieces;
}

/** Cut to so many UTF-16 units, never through a character; null when nothing is left. */
function cut(text: string, most: number): string | null {
  return (
    text
      .trim()
      .slice(0, most)
      .replace(/[\ud800-\udbff]$/, '')
      .trim() || null
  );
}
