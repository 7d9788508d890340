import sharp from 'sharp';
import { UPLOAD_MAX_BYTES } from '../../../shared/contract/uploads';
import { Problem } from '../../problem';

/** Enough to read the small print of an A4 page; larger ones are made smaller. Pixels of the longer side. */
const LONGEST_SIDE = 4_096;
const SECONDS = 20;

sharp.cache(false);

/**
 * Writes a picture anew: turned as it was held, without place, camera, thumbnails or anything that is not its pixels.
 * Moving pictures keep their first. What was hidden behind or inside the file is gone.
 * @throws Problem UPLOAD_PICTURE_TOO_LARGE, UPLOAD_UNREADABLE
 */
export async function cleanPicture(
  sent: Buffer,
  type: 'image/jpeg' | 'image/png' | 'image/webp',
  pixels: number,
): Promise<Buffer> {
  await refuseTooLarge(sent, pixels);
  const picture = sharp(sent, { limitInputPixels: pixels, failOn: 'truncated', pages: 1 })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const written =
    type === 'image/jpeg'
      ? picture.jpeg({ quality: 85 })
      : type === 'image/png'
        ? picture.png()
        : picture.webp({ quality: 85 });
  let content: Buffer;
  try {
    content = await written.toBuffer();
  } catch (error) {
    throw new Problem('UPLOAD_UNREADABLE', { cause: error });
  }
  // A small file may be a large picture that packs well no longer.
  if (content.length > UPLOAD_MAX_BYTES) throw new Problem('UPLOAD_PICTURE_TOO_LARGE');
  return content;
}

/** By the header alone: nothing is unpacked yet. */
async function refuseTooLarge(sent: Buffer, pixels: number): Promise<void> {
  let size: { width: number; height: number };
  try {
    size = await sharp(sent, { limitInputPixels: false, pages: 1 }).metadata();
  } catch (error) {
    throw new Problem('UPLOAD_UNREADABLE', { cause: error });
  }
  if (size.width * size.height > pixels) throw new Problem('UPLOAD_PICTURE_TOO_LARGE');
}
