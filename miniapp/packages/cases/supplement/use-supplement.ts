import { useMemo, useState } from 'react';
import { asFailure, forgetOwnUnder, keepOwn, perform, readOwn, remember } from '../../../api';
import type { FieldError } from '../../../components/error-summary';
import { type Paper, underWay } from '../../../hooks/papers/paper';
import { createPapers, type Papers } from '../../../hooks/papers/papers';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { goTo } from '../../../platform/go-to';
import { pageUrl, replace } from '../../../platform/navigate';
import { useStore } from '../../../platform/store';
import { materialNote } from '../draft/material-note';
import type { CaseDetail } from '../draft/paper';

export type Asked = NonNullable<CaseDetail['supplement']>['asked'][number];

/** `asked` answers a request and has to be whole; `later` brings what may follow (容缺), as much as there is. */
export type Way = 'asked' | 'later';

/** What can be sent now. */
export function wantedOf(detail: CaseDetail, way: Way): Asked[] {
  if (way === 'asked') return detail.canSupplement ? (detail.supplement?.asked ?? []) : [];
  return detail.materials
    .filter(({ id }) => detail.toFollow.includes(id))
    .map((material) => ({ materialId: material.id, name: material.name, why: materialNote(material) }));
}

interface Supplement {
  detail: Resource<CaseDetail>;
  papers: Papers;
  list: readonly Paper[];
  note: string;
  setNote: (note: string) => void;
  underWay: number;
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  goToField: (field: string) => void;
  send: () => void;
  sending: Action<[]>;
}

/** How an answer names what was asked for. */
export function askedId({ materialId }: Asked, at: number): string {
  return materialId ?? `extra-${at}`;
}

/** `asked-field-0`: names its place on the page. */
export function askedField(at: number): string {
  return `asked-field-${at}`;
}

interface Entries {
  papers: Papers;
  name: string;
}

const open = new Map<string, Entries>();

/** Kept apart from the papers of the draft, which were handed in already. */
function entriesOf(id: string, way: Way): Entries {
  const name = way === 'asked' ? `supplement ${id}` : `later ${id}`;
  const known = open.get(name) ?? { papers: createPapers(name), name };
  open.set(name, known);
  return known;
}

/** Sending papers to a case that was handed in. What is begun stays on the phone. */
export function useSupplement(id: string, way: Way): Supplement {
  const detail = useResource('GET /cases/{id}', id ? { params: { id } } : null);
  const { papers, name } = useMemo(() => entriesOf(id, way), [id, way]);
  const list = useStore(papers.list);
  const noteName = `${name} note`;
  const [note, setNote] = useState(() => {
    const kept = readOwn(noteName);
    return typeof kept === 'string' ? kept : '';
  });
  const [errors, setErrors] = useState<readonly FieldError[]>([]);

  /** The window may have taken some of it meanwhile. */
  const still = (one: { id: string; uploads: readonly string[] }) =>
    one.uploads.length > 0 && detail.data?.toFollow.includes(one.id) === true;

  const sending = useAction(async (options) => {
    const ids = [...new Set(list.map(({ materialId }) => materialId))];
    const materials = ids.map((material) => ({
      id: material,
      uploads: list.flatMap(({ materialId, uploadId, state }) =>
        materialId === material && state === 'ready' && uploadId ? [uploadId] : [],
      ),
    }));
    const words = note.trim();
    try {
      const done =
        way === 'asked'
          ? await perform(
              'POST /cases/{id}/supplement',
              { params: { id }, body: { materials, ...(words && { note: words }) } },
              options,
            )
          : await perform(
              'POST /cases/{id}/materials',
              { params: { id }, body: { materials: materials.filter(still) } },
              options,
            );
      remember('GET /cases/{id}', { params: { id } }, done, null);
    } catch (thrown) {
      if (asFailure(thrown).code === 'CASE_STATE') detail.reload();
      throw thrown;
    }
    papers.close();
    papers.set([]);
    forgetOwnUnder(name);
    forgetOwnUnder(noteName);
    open.delete(name);
    await replace(pageUrl('/packages/cases/done/index', { id, did: 'supplemented' }));
  });

  const send = () => {
    const found = faultsOf(detail.data ? wantedOf(detail.data, way) : [], list, way);
    setErrors(found);
    if (found.length === 0) void sending.run();
  };
  return {
    detail,
    papers,
    list,
    note,
    setNote(text) {
      setNote(text);
      keepOwn(noteName, text);
    },
    underWay: list.filter(underWay).length,
    errors,
    errorAt: (field) => errors.find((one) => one.field === field)?.message,
    goToField: goTo,
    send,
    sending,
  };
}

function faultsOf(asked: readonly Asked[], list: readonly Paper[], way: Way): FieldError[] {
  const found: FieldError[] = [];
  const sent = (one: Asked, at: number) => list.some(({ materialId }) => materialId === askedId(one, at));
  if (way === 'later' && !asked.some(sent))
    return [{ field: askedField(0), message: '还没有选材料，至少拍一份或选一份。' }];
  asked.forEach((one, at) => {
    const own = list.filter(({ materialId }) => materialId === askedId(one, at));
    const field = askedField(at);
    if (own.some(({ state }) => state === 'refused')) {
      found.push({ field, message: `“${one.name}”里有一份没有传成，换一份或删掉。` });
    } else if (way === 'asked' && own.length === 0) {
      found.push({ field, message: `还没有“${one.name}”，拍照或选文件。` });
    }
  });
  return found;
}
