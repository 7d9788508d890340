import type { Answer } from '../../../api';
import type { Paper } from '../../../hooks/papers/paper';

export type CaseDetail = Answer<'GET /cases/{id}'>;
export type CaseMaterial = CaseDetail['materials'][number];

/** What the server has of a case, as papers that are ready. */
export function papersOf(detail: Pick<CaseDetail, 'materials'>): Paper[] {
  return detail.materials.flatMap(({ id, uploads }) =>
    uploads.map((upload) => ({
      key: upload.id,
      materialId: id,
      name: upload.name,
      type: upload.type,
      size: upload.size,
      uploadId: upload.id,
      state: 'ready' as const,
      share: 1,
      words: null,
    })),
  );
}
