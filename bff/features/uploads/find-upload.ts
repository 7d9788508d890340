import { Problem } from '../../problem';
import type { UploadDoc } from './model';
import type { UploadParts } from './parts';

/** An upload of the person. @throws Problem NOT_FOUND, also when it is somebody else's or deleted */
export async function findUpload(parts: UploadParts, id: string, personId: string): Promise<UploadDoc> {
  const found = await parts.uploads
    .findOne({ _id: id, personId, state: { $ne: 'removed' } })
    .lean<UploadDoc>();
  if (!found) throw new Problem('NOT_FOUND', { next: '重新选择文件再传一次。' });
  return found;
}
