import { algorithmOf } from '../../crypto/cipher';
import { openObject, sealObject } from '../../crypto/sealed-object';
import { purposes, type UploadDoc } from './model';
import type { UploadParts } from './parts';

/** Where part n of an upload lies. */
export const partKey = (id: string, n: number) => `uploads/${id}/part-${n}`;
/** Where the content lies that the check of that version has taken: two checks at once do not write over each other. */
export const contentKey = (id: string, version: number) => `uploads/${id}/content-${version}`;

/** Seals a content with the upload's key, bound to its place, and stores it there. */
export async function store(
  { cipher, settings, storage }: UploadParts,
  doc: UploadDoc,
  key: string,
  content: Buffer,
): Promise<void> {
  const algorithm = algorithmOf[settings.personalData.cipher];
  await storage.put(key, [sealObject(content, cipher.open(doc.key, purposes.key), key, algorithm)]);
}

/** What lies there, opened as it is read. @returns null when nothing does */
export async function read(
  { cipher, storage }: UploadParts,
  doc: UploadDoc,
  key: string,
): Promise<AsyncGenerator<Buffer> | null> {
  const stored = await storage.get(key);
  return stored && openObject(stored.content, cipher.open(doc.key, purposes.key), key);
}

/** The same, whole. */
export async function readWhole(parts: UploadParts, doc: UploadDoc, key: string): Promise<Buffer | null> {
  const frames = await read(parts, doc, key);
  if (!frames) return null;
  const chunks: Buffer[] = [];
  for await (const frame of frames) chunks.push(frame);
  return Buffer.concat(chunks);
}

/** Deletes the parts, once the content is taken or refused. */
export async function removeParts(parts: UploadParts, doc: UploadDoc): Promise<void> {
  for (let n = 0; n < doc.parts; n += 1) await parts.storage.remove(partKey(doc._id, n));
  await parts.uploads.updateOne({ _id: doc._id, version: doc.version }, { $unset: { litter: 1 } });
}
