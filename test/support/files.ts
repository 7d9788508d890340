import { createHash, randomBytes } from 'node:crypto';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { UPLOAD_PART_BYTES, type Upload } from '../../shared/contract/uploads';
import type { Client } from './client';

/** A photograph as a phone makes it: held sideways, with the place and the camera in it. */
export async function photo(width = 60, height = 40): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#3366cc' } })
    .composite([
      {
        input: await sharp({ create: { width: 10, height: 10, channels: 3, background: '#ff0000' } })
          .png()
          .toBuffer(),
        left: 0,
        top: 0,
      },
    ])
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'PhoneMaker', Model: 'Secret Phone' },
      IFD3: {
        GPSLatitude: '27/1 20/1 0/1',
        GPSLatitudeRef: 'N',
        GPSLongitude: '103/1 43/1 0/1',
        GPSLongitudeRef: 'E',
      },
    })
    .toBuffer();
}

/** A picture that does not pack: about as many bytes as asked for. */
export async function heavyPicture(bytes: number): Promise<Buffer> {
  const side = Math.ceil(Math.sqrt(bytes / 3));
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** A PDF of some pages, and whatever is done to it. */
export async function pdf(
  change?: (document: PDFDocument) => void | Promise<void>,
  pages = 2,
): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let n = 0; n < pages; n += 1) document.addPage([300, 400]).drawText(`page ${n + 1}`);
  await change?.(document);
  return Buffer.from(await document.save());
}

/** A PDF whose opening runs a script. */
export const scriptedPdf = () =>
  pdf((document) => {
    document.catalog.set(
      PDFName.of('OpenAction'),
      document.context.obj({ Type: 'Action', S: 'JavaScript', JS: PDFString.of('app.alert(1)') }),
    );
  });

export const partOf = (content: Buffer, n: number): ArrayBuffer => {
  const part = content.subarray(n * UPLOAD_PART_BYTES, (n + 1) * UPLOAD_PART_BYTES);
  return new Uint8Array(part).buffer;
};

export interface Sent {
  type?: string;
  name?: string;
  /** `false` leaves the checksum out. */
  checksum?: boolean;
}

/** Begins an upload of that content. */
export function begin(
  client: Client,
  content: Buffer,
  { type = 'image/jpeg', name, checksum = true }: Sent = {},
): Promise<Upload> {
  return client.get('POST /uploads', {
    body: {
      type,
      size: content.length,
      ...(name !== undefined && { name }),
      ...(checksum && { sha256: createHash('sha256').update(content).digest('hex') }),
    },
  });
}

/** Sends every part that has not arrived. */
export async function sendParts(
  client: Client,
  { id, parts, received }: Upload,
  content: Buffer,
): Promise<void> {
  for (let n = 0; n < parts; n += 1) {
    if (received.includes(n)) continue;
    await client.get('PUT /uploads/{id}/parts/{n}', {
      params: { id, n: String(n) },
      body: partOf(content, n),
    });
  }
}

/** Sends a whole file. @returns it, taken */
export async function upload(client: Client, content: Buffer, sent: Sent = {}): Promise<Upload> {
  const begun = await begin(client, content, sent);
  await sendParts(client, begun, content);
  return client.get('POST /uploads/{id}/finish', { params: { id: begun.id } });
}

/** What is behind a link, with its headers. */
export async function fetchLink(
  app: { url: string },
  { url }: { url: string },
): Promise<{ response: Response; content: Buffer }> {
  const response = await fetch(app.url + url);
  return { response, content: Buffer.from(await response.arrayBuffer()) };
}

/** A PDF of exactly that many bytes: a page, and a stream as large as is needed. */
export async function pdfOf(bytes: number): Promise<Buffer> {
  const make = (filler: number) =>
    pdf((document) => {
      document.context.register(document.context.stream(new Uint8Array(filler).fill(0x20)));
    });
  const around = (await make(1_000_000)).length - 1_000_000;
  // The length is written into the file: its digits count too.
  const guess = bytes - around - String(bytes).length + String(1_000_000).length;
  return make(guess + bytes - (await make(guess)).length);
}
