import { createHash } from 'node:crypto';
import { type ErrorCode, errors } from '../../../shared/contract/errors';
import { Problem } from '../../problem';
import { contentKey, partKey, readWhole, removeParts, store } from './contents';
import { findUpload } from './find-upload';
import { type Inspected, inspect } from './inspect';
import type { UploadDoc } from './model';
import type { Sending, UploadParts } from './parts';

/** Longer than looking at the largest file takes. */
const LEASE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Looks at what was sent, cleans it and takes it. Whoever comes second is told that it is being looked at; when the one
 * who did was cut off, the next one does it again after a minute.
 * @throws Problem NOT_FOUND, UPLOAD_INCOMPLETE, and why the content is refused
 */
export async function finishUpload(parts: UploadParts, command: Sending): Promise<UploadDoc> {
  const doc = await findUpload(parts, command.id, command.personId);
  if (doc.state === 'refused') throw new Problem(doc.refusal ?? 'UPLOAD_UNREADABLE');
  if (doc.state === 'receiving' && doc.received.length < doc.parts) throw new Problem('UPLOAD_INCOMPLETE');
  if (doc.state === 'ready') return doc;
  const mine = await lease(parts, doc, command.now);
  if (!mine) return findUpload(parts, command.id, command.personId);
  try {
    return await take(parts, mine, command.now);
  } catch (error) {
    // Not its content's fault: it waits for another try.
    if (isRefusal(error)) return refuse(parts, mine, error);
    await change(parts, mine, { state: 'receiving', leaseUntil: null });
    throw error;
  }
}

/** @returns null while somebody else has it */
async function lease(parts: UploadParts, doc: UploadDoc, now: Date): Promise<UploadDoc | null> {
  if (doc.state === 'checking' && doc.leaseUntil && doc.leaseUntil > now) return null;
  return change(parts, doc, { state: 'checking', leaseUntil: new Date(now.getTime() + LEASE_MS) });
}

async function take(parts: UploadParts, doc: UploadDoc, now: Date): Promise<UploadDoc> {
  const sent = await sentContent(parts, doc);
  if (doc.sha256 !== null && createHash('sha256').update(sent).digest('hex') !== doc.sha256)
    throw new Problem('UPLOAD_DAMAGED');
  const found: Inspected = await inspect(sent, parts.settings.uploads.pixels);
  const key = contentKey(doc._id, doc.version);
  await store(parts, doc, key, found.content);
  const dueAt = new Date(now.getTime() + parts.settings.uploads.keepHours * HOUR_MS);
  const { type, pages, content } = found;
  const taken = await change(parts, doc, {
    state: 'ready',
    type,
    pages,
    size: content.length,
    object: key,
    leaseUntil: null,
    dueAt,
    litter: true,
  });
  if (!taken) {
    await parts.storage.remove(key);
    return findUpload(parts, doc._id, doc.personId);
  }
  await removeParts(parts, taken);
  return taken;
}

/** The parts in their order. @throws Problem UPLOAD_INCOMPLETE when one was lost; it is to be sent again */
async function sentContent(parts: UploadParts, doc: UploadDoc): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let n = 0; n < doc.parts; n += 1) {
    const chunk = await readWhole(parts, doc, partKey(doc._id, n));
    if (!chunk) {
      await parts.uploads.updateOne(
        { _id: doc._id, version: doc.version },
        { $pull: { received: n }, $set: { state: 'receiving', leaseUntil: null }, $inc: { version: 1 } },
      );
      throw new Problem('UPLOAD_INCOMPLETE');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function refuse(parts: UploadParts, doc: UploadDoc, problem: Problem): Promise<never> {
  const refused = await change(parts, doc, {
    state: 'refused',
    refusal: problem.code,
    leaseUntil: null,
    litter: true,
  });
  if (refused) await removeParts(parts, refused);
  throw problem;
}

const refusals: readonly ErrorCode[] = (Object.keys(errors) as ErrorCode[]).filter(
  (code) => code.startsWith('UPLOAD_') && errors[code].status === 422,
);
const isRefusal = (error: unknown): error is Problem =>
  error instanceof Problem && refusals.includes(error.code);

/** @returns null when it is no longer as given: somebody else was first */
function change(
  { uploads }: UploadParts,
  before: UploadDoc,
  set: Partial<UploadDoc>,
): Promise<UploadDoc | null> {
  return uploads
    .findOneAndUpdate(
      { _id: before._id, state: before.state, version: before.version },
      { $set: set, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<UploadDoc>();
}
