import {
  decodePDFRawStream,
  PDFContext,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
} from '@cantoo/pdf-lib';

/** More than any paper a citizen brings has. */
const MOST_OBJECTS = 200_000;
/** Bytes that packed tables and objects of one file may unpack to; pictures and texts are not unpacked. */
const MOST_UNPACKED = 32 * 1_024 * 1_024;

/** A file was made to cost more than it may. */
export class PdfTooCostly extends Error {}

interface Watch {
  objects: number;
  unpacked: number;
  see(object: PDFObject): void;
}
/** One at a time: whoever parses takes a turn first. */
let watch: Watch | undefined;

/*
 * The parser has no limits of its own: a small file whose packed tables unpack to gigabytes would take the process down.
 * And of an object that stands in the file twice it keeps the later only, while a reader may show the earlier. Both are
 * seen at the two places through which everything passes.
 */
const assign = PDFContext.prototype.assign;
PDFContext.prototype.assign = function (this: PDFContext, ref, object) {
  if (watch) {
    watch.objects += 1;
    if (watch.objects > MOST_OBJECTS) throw new PdfTooCostly('too many objects');
    watch.see(object);
  }
  assign.call(this, ref, object);
};

interface Unpacking {
  buffer: Uint8Array;
  ensureBuffer(requested: number): Uint8Array;
}
const unpacking = prototypeWith(
  decodePDFRawStream(
    PDFRawStream.of(PDFContext.create().obj({ Filter: 'ASCIIHexDecode' }), Uint8Array.of(0x3e)),
  ),
  'ensureBuffer',
);
const ensureBuffer = unpacking.ensureBuffer;
unpacking.ensureBuffer = function (this: Unpacking, requested) {
  if (watch && requested > this.buffer.byteLength) {
    // It grows by doubling: what is asked for is counted twice at most.
    watch.unpacked += requested - this.buffer.byteLength;
    if (watch.unpacked > MOST_UNPACKED) throw new PdfTooCostly('unpacks to too much');
  }
  return ensureBuffer.call(this, requested);
};

function prototypeWith(made: object, method: string): Unpacking {
  for (let at: object | null = made; at; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, method)) return at as Unpacking;
  }
  throw new Error(`@cantoo/pdf-lib has changed: no ${method} where packed streams are read`);
}

/**
 * Parses a PDF within bounds. Call it for one file at a time.
 * @param see is shown every object of the file, also those that a later one replaces
 * @throws PdfTooCostly, and whatever the parser throws
 */
export async function parseWatched(
  content: Uint8Array,
  see: (object: PDFObject) => void,
): Promise<PDFDocument> {
  watch = { objects: 0, unpacked: 0, see };
  try {
    return await PDFDocument.load(content, {
      ignoreEncryption: true,
      throwOnInvalidObject: true,
      updateMetadata: false,
      preserveXFA: true,
    });
  } finally {
    watch = undefined;
  }
}

/** The name without its slash, escapes resolved. */
export const plainName = (object: PDFObject | undefined): string | null =>
  object instanceof PDFName ? object.decodeText() : null;
