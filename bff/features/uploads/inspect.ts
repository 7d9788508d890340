import { fileTypeFromBuffer } from 'file-type';
import type { UploadType } from '../../../shared/contract/uploads';
import { Problem } from '../../problem';
import { inspectPdf } from './pdf';
import { cleanPicture } from './picture';
import { Turns } from './turns';

/** What is kept of a file. */
export interface Inspected {
  type: UploadType;
  content: Buffer;
  pages: number;
}

/** A decoded picture takes much memory for a moment; the parser of PDFs has one watch for all. */
const pictures = new Turns(2);
const documents = new Turns(1);

/**
 * Finds out by its content what a file is, and makes of it what may be kept: pictures are written anew, PDFs kept as
 * they are (a signature in them must go on holding) when nothing in them acts by itself.
 * @param pixels the largest picture, width × height
 * @throws Problem UPLOAD_TYPE, UPLOAD_HEIC, UPLOAD_UNREADABLE, UPLOAD_PICTURE_TOO_LARGE, UPLOAD_PDF_ACTIVE, UPLOAD_PDF_LOCKED
 */
export async function inspect(sent: Buffer, pixels: number): Promise<Inspected> {
  const mime = (await fileTypeFromBuffer(sent))?.mime;
  switch (mime) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      return {
        type: mime,
        content: await pictures.next(() => cleanPicture(sent, mime, pixels)),
        pages: 1,
      };
    case 'application/pdf':
      return { type: mime, content: sent, pages: await documents.next(() => inspectPdf(sent)) };
    case 'image/heic':
    case 'image/heif':
      throw new Problem('UPLOAD_HEIC');
    default:
      throw new Problem('UPLOAD_TYPE');
  }
}
