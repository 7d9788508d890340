import { PDFArray, PDFDict, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';
import { parseWatched, plainName } from './pdf-watch';

/** Pages, or why it cannot be taken. */
export type PdfVerdict =
  | { pages: number }
  | { refusal: 'UPLOAD_PDF_ACTIVE' | 'UPLOAD_PDF_LOCKED' | 'UPLOAD_UNREADABLE' };

/**
 * Looks through a PDF for whatever acts by itself or carries something along: scripts, programs to start, forms that
 * send, attachments, films, forms of the XFA kind. Links to pages and addresses do nothing until somebody taps them.
 */
export async function judgePdf(content: Buffer): Promise<PdfVerdict> {
  if (isSecondFile(content)) return { refusal: 'UPLOAD_UNREADABLE' };
  const readable = resolved(content);
  // A locked file is not parsed: everything in it but this entry would be noise.
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(readable)) return { refusal: 'UPLOAD_PDF_LOCKED' };
  let active = namesWhatActs(readable);
  let pages = 0;
  try {
    const document = await parseWatched(content, (object) => {
      active ||= acts(object);
    });
    pages = document.getPageCount();
  } catch {
    // What cannot be read has no pages; what was seen of it until then still counts.
  }
  if (active) return { refusal: 'UPLOAD_PDF_ACTIVE' };
  return pages > 0 ? { pages } : { refusal: 'UPLOAD_UNREADABLE' };
}

/** Kinds of actions (ISO 32000-1 table 198) that do no more than turn to a page or open an address when tapped. */
const quiet = new Set(['GoTo', 'URI', 'Named', 'Thread', 'SetOCGState', 'Hide', 'Trans', 'GoTo3DView']);
/** What begins by itself may only turn to a page. */
const quietOpening = new Set(['GoTo']);
/** Entries that bring programs or other files along, wherever they stand. */
const carrying = ['JS', 'JavaScript', 'EmbeddedFiles', 'EF', 'XFA', 'RichMediaContent', 'RichMediaSettings'];
/** Annotations that are more than ink. */
const lively = new Set(['RichMedia', 'Screen', 'Movie', 'Sound', '3D', 'FileAttachment']);
/** Deeper nesting than any honest file has. */
const DEEPEST = 60;

function acts(object: PDFObject, depth = 0): boolean {
  if (depth > DEEPEST) return true;
  if (object instanceof PDFArray) return object.asArray().some((each) => acts(each, depth + 1));
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return false;
  if (entryActs(dict)) return true;
  return dict.values().some((each) => acts(each, depth + 1));
}

function entryActs(dict: PDFDict): boolean {
  const keys = new Set(dict.keys().map((key) => plainName(key)));
  if (carrying.some((key) => keys.has(key))) return true;
  const type = plainName(dict.get(PDFName.of('Type')));
  if (type === 'EmbeddedFile') return true;
  const subtype = plainName(dict.get(PDFName.of('Subtype')));
  if (subtype !== null && lively.has(subtype)) return true;
  const action = plainName(dict.get(PDFName.of('S')));
  if (action !== null && (type === 'Action' || loud.has(action)) && !quiet.has(action)) return true;
  return opensActively(dict.get(PDFName.of('OpenAction')));
}

/** Actions by their own names, where a dictionary does not say that it is one. */
const loud = new Set([
  'JavaScript',
  'Launch',
  'GoToR',
  'GoToE',
  'SubmitForm',
  'ImportData',
  'ResetForm',
  'Sound',
  'Movie',
  'Rendition',
  'RichMediaExecute',
]);

/** An action behind a reference is an object of its own and is judged as one; here it must not even be quiet. */
function opensActively(opening: PDFObject | undefined): boolean {
  if (!(opening instanceof PDFDict)) return false;
  const action = plainName(opening.get(PDFName.of('S')));
  return action === null || !quietOpening.has(action);
}

/** As text, a character a byte, with the escapes of names resolved. */
function resolved(content: Buffer): string {
  return content
    .toString('latin1')
    .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * What the parser does not see because nothing refers to it or it is broken, a reader that mends files may. Only names
 * too long to stand in packed bytes by chance.
 */
function namesWhatActs(readable: string): boolean {
  return /\/(JavaScript|EmbeddedFiles?|RichMedia(Content)?|SubmitForm|ImportData|Launch)(?![A-Za-z0-9])/.test(
    readable,
  );
}

const ZIP_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ZIP_END_BYTES = 22;

/** A file that is a PDF from its beginning and something else from its end. */
function isSecondFile(content: Buffer): boolean {
  const end = content.lastIndexOf('%%EOF');
  const after = content.subarray(end + 5);
  // Some writers leave a line or a few zeros.
  if (end < 0 || after.length > 2_048 || after.some((byte) => byte > 0x20)) return true;
  const zip = content.lastIndexOf(ZIP_END);
  if (zip < 0 || zip + ZIP_END_BYTES > content.length) return false;
  // The comment of a ZIP reaches to the end of the file: that is how its readers find it.
  return zip + ZIP_END_BYTES + content.readUInt16LE(zip + 20) === content.length;
}
