import { crc32, deflateSync } from 'node:zlib';

/** A PNG that says it is so large and packs to next to nothing. */
export async function pngOfSize(width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit a pixel, grey.
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A PDF of one page written by hand. @param catalog entries of its catalog @param objects more objects */
export function rawPdf(catalog: string, objects = ''): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n${objects}trailer\n<< /Root 1 0 R /Size 10 >>\nstartxref\n0\n%%EOF\n`,
    'latin1',
  );
}

/** A PDF whose packed objects unpack to a thousand times their size. */
export function packedBomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(200 * 1_024 * 1_024, 0x20), { level: 9 });
  const stream = Buffer.concat([
    Buffer.from(
      `9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
  const whole = rawPdf('');
  const at = whole.indexOf('trailer');
  return Buffer.concat([whole.subarray(0, at), stream, whole.subarray(at)]);
}
