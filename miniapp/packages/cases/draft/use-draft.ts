import { useEffect, useMemo } from 'react';
import type { Paper } from '../../../hooks/papers/paper';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { useStore } from '../../../platform/store';
import { type Draft, type DraftState, draftOf } from './draft';
import type { CaseDetail } from './paper';

export interface OpenDraft {
  detail: Resource<CaseDetail>;
  draft: Draft;
  state: DraftState;
  papers: readonly Paper[];
}

/** An application that is being filled in, as server and phone know it together. @param id of the case */
export function useDraft(id: string): OpenDraft {
  const detail = useResource('GET /cases/{id}', id ? { params: { id } } : null);
  const draft = useMemo(() => draftOf(id), [id]);
  const { data } = detail;
  useEffect(() => {
    if (data?.canEdit) draft.take(data);
    else if (data) draft.forget();
  }, [data, draft]);
  return { detail, draft, state: useStore(draft.state), papers: useStore(draft.papers.list) };
}
