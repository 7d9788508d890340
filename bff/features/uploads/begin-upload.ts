import type { ErrorCode } from '../../../shared/contract/errors';
import { UPLOAD_MAX_BYTES, UPLOAD_PART_BYTES } from '../../../shared/contract/uploads';
import { newObjectKey } from '../../crypto/sealed-object';
import { Problem } from '../../problem';
import { purposes, type UploadDoc } from './model';
import type { UploadParts } from './parts';

export interface BeginUpload {
  operationId: string;
  personId: string;
  accountId: string;
  /** What the phone takes it for. */
  type: string;
  /** Bytes. */
  size: number;
  name?: string;
  sha256?: string;
  now: Date;
}

const HOUR_MS = 3_600_000;

/**
 * Begins an upload. Repeated under the same operation it finds the one it began.
 * @throws Problem UPLOAD_TOO_LARGE, UPLOAD_TYPE, UPLOAD_HEIC, UPLOAD_QUOTA
 */
export async function beginUpload(parts: UploadParts, command: BeginUpload): Promise<UploadDoc> {
  const { operationId, personId, accountId, size, now } = command;
  const begun = await parts.uploads.findOne({ _id: operationId, personId }).lean<UploadDoc>();
  if (begun) return begun;
  if (size > UPLOAD_MAX_BYTES) throw new Problem('UPLOAD_TOO_LARGE');
  const refusal = refusalOfClaim(command.type);
  if (refusal) throw new Problem(refusal);
  await takeFromBudget(parts, personId, size);
  const doc: UploadDoc = {
    _id: operationId,
    personId,
    accountId,
    state: 'receiving',
    refusal: null,
    key: parts.cipher.seal(newObjectKey(), purposes.key),
    name: command.name === undefined ? null : parts.cipher.seal(command.name, purposes.name),
    size,
    sha256: command.sha256 ?? null,
    parts: Math.ceil(size / UPLOAD_PART_BYTES),
    received: [],
    type: null,
    pages: null,
    object: null,
    leaseUntil: null,
    caseId: null,
    createdAt: now,
    dueAt: new Date(now.getTime() + parts.settings.uploads.keepHours * HOUR_MS),
    version: 0,
  };
  try {
    await parts.uploads.create(doc);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    const twin = await parts.uploads.findOne({ _id: operationId, personId }).lean<UploadDoc>();
    if (!twin) throw error;
    return twin;
  }
  return doc;
}

/** What is never taken is refused before it is sent. What passes here is looked at again by its content. */
function refusalOfClaim(type: string): ErrorCode | null {
  if (/^image\/hei[cf]/.test(type)) return 'UPLOAD_HEIC';
  // Phones that do not know say so.
  const possible = [
    'image/jpeg',
    'image/jpg',
    'image/png',
    'image/webp',
    'application/pdf',
    'application/octet-stream',
  ];
  return possible.includes(type) ? null : 'UPLOAD_TYPE';
}

/** Both budgets, or neither. */
async function takeFromBudget({ budget }: UploadParts, personId: string, size: number): Promise<void> {
  const kilobytes = Math.ceil(size / 1_024);
  const wait = await budget.files.take(personId);
  if (wait !== null) throw new Problem('UPLOAD_QUOTA', { retryAfter: wait });
  const waitForMore = await budget.kilobytes.take(personId, kilobytes);
  if (waitForMore === null) return;
  await budget.files.giveBack(personId);
  await budget.kilobytes.giveBack(personId, kilobytes);
  throw new Problem('UPLOAD_QUOTA', { retryAfter: waitForMore });
}
