import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from '@cantoo/fontkit';
import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb } from '@cantoo/pdf-lib';
import { encode } from 'uqr';

/** What stands on the paper. */
export interface ResultPaper {
  /** `7K3Q-9FXM-2BCD-FGHJ` */
  code: string;
  title: string;
  /** Heading and words, from the top. */
  rows: [string, string][];
  /** Small lines at the foot. */
  foot: string[];
  /** What the code beside the foot says. */
  qr: string;
  /** Written across the page: sample data must never be taken for official. */
  mark: string | null;
  /** ISO time: the file says when it was made, and nothing else varies. */
  issuedAt: string;
}

const PAGE = { width: 595.28, height: 841.89, margin: 64 };
const INK = rgb(0.12, 0.14, 0.17);
const SOFT = rgb(0.38, 0.41, 0.46);
const BLUE = rgb(0.078, 0.337, 0.753);

/** Draws the result as a PDF of one page, its font in it, so that every phone shows the same. */
export async function drawResult(paper: ResultPaper): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit as never);
  const made = new Date(paper.issuedAt);
  pdf.setTitle(`${paper.title} ${paper.code}`, { showInWindowTitleBar: true });
  pdf.setLanguage('zh-CN');
  pdf.setCreationDate(made);
  pdf.setModificationDate(made);
  const [font, bold] = await Promise.all(
    ['Regular', 'Bold'].map(async (weight) => pdf.embedFont(await fontFile(weight), { subset: true })),
  );
  if (!font || !bold) throw new Error('the font is missing');
  const page = pdf.addPage([PAGE.width, PAGE.height]);
  if (paper.mark) drawMark(page, bold, paper.mark);
  centred(page, bold, paper.title, 24, PAGE.height - 120);
  page.drawLine({
    start: { x: PAGE.margin, y: PAGE.height - 146 },
    end: { x: PAGE.width - PAGE.margin, y: PAGE.height - 146 },
    thickness: 1.5,
    color: BLUE,
  });
  drawRows(page, font, bold, paper.rows);
  drawFoot(page, font, bold, paper);
  return pdf.save();
}

const locate = createRequire(import.meta.url).resolve;

function fontFile(weight: string): Promise<Buffer> {
  return readFile(join(dirname(locate('@embedpdf/fonts-sc')), '..', 'fonts', `NotoSansHans-${weight}.otf`));
}

function centred(page: PDFPage, font: PDFFont, text: string, size: number, y: number): void {
  page.drawText(text, {
    x: (PAGE.width - font.widthOfTextAtSize(text, size)) / 2,
    y,
    size,
    font,
    color: INK,
  });
}

function drawRows(page: PDFPage, font: PDFFont, bold: PDFFont, rows: ResultPaper['rows']): void {
  const words = PAGE.margin + 96;
  let y = PAGE.height - 190;
  for (const [heading, text] of rows) {
    page.drawText(heading, { x: PAGE.margin, y, size: 12, font, color: SOFT });
    for (const line of wrapped(text, bold, 13, PAGE.width - PAGE.margin - words)) {
      page.drawText(line, { x: words, y, size: 13, font: bold, color: INK });
      y -= 22;
    }
    y -= 12;
  }
}

function drawFoot(page: PDFPage, font: PDFFont, bold: PDFFont, { code, foot, qr }: ResultPaper): void {
  const side = 108;
  const bottom = 96;
  drawQr(page, qr, PAGE.margin, bottom, side);
  const x = PAGE.margin + side + 20;
  page.drawText('核验码', { x, y: bottom + side - 14, size: 11, font, color: SOFT });
  page.drawText(code, { x, y: bottom + side - 36, size: 17, font: bold, color: INK });
  let y = bottom + side - 60;
  for (const text of foot)
    for (const line of wrapped(text, font, 10, PAGE.width - PAGE.margin - x)) {
      page.drawText(line, { x, y, size: 10, font, color: SOFT });
      y -= 16;
    }
}

function drawQr(page: PDFPage, text: string, left: number, bottom: number, side: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const cell = side / size;
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (!dark) return;
      // A hair wider than the cell: viewers would draw white lines between them.
      page.drawRectangle({
        x: left + x * cell,
        y: bottom + side - (y + 1) * cell,
        width: cell + 0.1,
        height: cell + 0.1,
        color: rgb(0, 0, 0),
      });
    });
  });
}

function drawMark(page: PDFPage, font: PDFFont, mark: string): void {
  for (const y of [180, 420, 660])
    page.drawText(mark, { x: 120, y, size: 40, font, color: rgb(0.86, 0.88, 0.91), rotate: degrees(24) });
}

/** Lines that fit a width; Chinese may be broken anywhere. */
function wrapped(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (line !== '' && font.widthOfTextAtSize(line + character, size) > width) {
      lines.push(line);
      line = '';
    }
    line += character;
  }
  return [...lines, line];
}
