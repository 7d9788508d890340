import { randomUUID } from 'node:crypto';
import { dateOf, toIso } from '../../../shared/domain/time';
import type { UploadDoc } from './model';
import type { UploadParts } from './parts';
import { nameOf } from './presenter';
import { removeUpload } from './sweep';

/**
 * What uploads hold about a person, for export and erasure (个人信息保护法 第45条, 第47条). What was handed in with a case is
 * a paper of the office.
 */
export function uploadData(parts: UploadParts) {
  return {
    name: 'uploads',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const docs = await parts.uploads
        .find({ personId, state: { $ne: 'removed' } })
        .sort({ createdAt: -1 })
        .lean<UploadDoc[]>();
      return docs.map((doc) => ({
        id: doc._id,
        name: nameOf(parts, doc),
        type: doc.type,
        bytes: doc.size,
        state: doc.state,
        caseId: doc.caseId,
        createdAt: toIso(doc.createdAt),
      }));
    },
    erase: (personId: string | null) => erase(parts, personId),
  };
}

async function erase(parts: UploadParts, personId: string | null) {
  if (personId === null) return { erased: [], kept: [] };
  let deleted = 0;
  for (;;) {
    const own = await parts.uploads.find({ personId, dueAt: { $exists: true } }).lean<UploadDoc[]>();
    if (own.length === 0) break;
    for (const doc of own) await removeUpload(parts, doc);
    deleted += own.length;
  }
  const nobody = `erased-${randomUUID()}`;
  const kept = await parts.uploads.updateMany(
    { personId },
    { $set: { personId: nobody, accountId: nobody, name: null }, $inc: { version: 1 } },
  );
  return {
    erased: deleted > 0 ? [`${deleted} 个上传的文件`] : [],
    kept:
      kept.modifiedCount === 0
        ? []
        : [
            {
              what: '已经交给窗口的办件材料（加密保存，只有办理部门能看）',
              why: '《档案法》和行政许可档案管理要求',
              until: `${Number(dateOf(parts.clock.now()).slice(0, 4)) + 10}年年底`,
            },
          ],
  };
}
