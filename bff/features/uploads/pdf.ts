import { Problem } from '../../problem';
import { inThread } from '../../work/thread';
import type { PdfVerdict } from './judge-pdf';

/** An honest file of 10 MB takes a second or two. */
const BOUNDS = { ms: 15_000, megabytes: 512 };

/**
 * Has a PDF looked through in a thread of its own: a file can be made so that reading it never ends.
 * @returns its pages
 * @throws Problem UPLOAD_PDF_ACTIVE, UPLOAD_PDF_LOCKED, UPLOAD_UNREADABLE
 */
export async function inspectPdf(content: Buffer): Promise<number> {
  const bytes = new Uint8Array(content);
  const verdict = (await inThread<PdfVerdict>('pdf-worker', bytes, BOUNDS, [
    bytes.buffer as ArrayBuffer,
  ])) ?? {
    refusal: 'UPLOAD_UNREADABLE' as const,
  };
  if ('refusal' in verdict) throw new Problem(verdict.refusal);
  return verdict.pages;
}
