import { createHash, randomInt } from 'node:crypto';
import type { UploadType } from '../../../shared/contract/uploads';
import { newObjectKey } from '../../crypto/sealed-object';
import { contentKey, store } from './contents';
import { purposes, type UploadDoc } from './model';
import type { UploadParts } from './parts';

/** Stands where the sender's account stands: nobody signs in with it. */
const OFFICE = 'office';

/** A file that an office made for a citizen. */
export interface Deposit {
  /** Unique for ever: the same file is kept once however often it is brought. */
  id: string;
  personId: string;
  caseId: string;
  name: string;
  type: UploadType;
  content: Buffer;
  now: Date;
}

/**
 * Keeps it as a paper of the case: read by whoever may see the case, deleted with it. Repeatable; of several that bring it at
 * once one is kept.
 * @returns the digest of what is kept (SHA-256, hex)
 */
export async function deposit(parts: UploadParts, given: Deposit): Promise<{ id: string; sha256: string }> {
  const { id, personId, caseId, name, type, content, now } = given;
  const known = await parts.uploads.findById(id).lean<UploadDoc>();
  if (known) return { id, sha256: known.sha256 ?? '' };
  const { cipher } = parts;
  const sha256 = createHash('sha256').update(content).digest('hex');
  // Whoever is second stores beside the first, never over it: the key of an object stands in one document.
  const version = randomInt(1, 2 ** 40);
  const doc: UploadDoc = {
    _id: id,
    personId,
    accountId: OFFICE,
    state: 'ready',
    refusal: null,
    key: cipher.seal(newObjectKey(), purposes.key),
    name: cipher.seal(name, purposes.name),
    size: content.length,
    sha256,
    parts: 0,
    received: [],
    type,
    pages: null,
    object: contentKey(id, version),
    leaseUntil: null,
    caseId,
    createdAt: now,
    version: 1,
  };
  await store(parts, doc, contentKey(id, version), content);
  try {
    await parts.uploads.create(doc);
    return { id, sha256 };
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    await parts.storage.remove(contentKey(id, version));
    const first = await parts.uploads.findById(id).lean<UploadDoc>();
    if (!first) throw error;
    return { id, sha256: first.sha256 ?? '' };
  }
}
