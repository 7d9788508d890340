import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import type { FieldError } from '../../../components/error-summary';
import { focusField } from '../../../components/field';
import type { Paper } from '../../../hooks/papers/paper';
import { goTo } from '../../../platform/go-to';
import { open, pageUrl } from '../../../platform/navigate';
import { phonePattern } from '../draft/draft';
import { askedFor } from '../draft/material-note';
import type { CaseDetail } from '../draft/paper';
import { type OpenDraft, useDraft } from '../draft/use-draft';
import { wantedNode } from '../draft/wanted-node';

interface Apply extends OpenDraft {
  errors: readonly FieldError[];
  errorAt: (field: string) => string | undefined;
  /** Where a line of the summary leads. */
  goToField: (field: string) => void;
  /** On to the page on which everything is checked, when nothing is missing. */
  goOn: () => void;
}

const none: readonly FieldError[] = [];

/** `material-2`: names a material's place on the page. */
export function materialField(materials: readonly { id: string }[], id: string): string {
  return `material-${materials.findIndex((one) => one.id === id)}`;
}

/** Filling in an application. */
export function useApply(id: string): Apply {
  const opened = useDraft(id);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const { detail, state, papers } = opened;

  useDidShow(() => {
    const wanted = wantedNode.get();
    wantedNode.set(null);
    if (wanted) goTo(wanted);
  });

  const goOn = () => {
    if (!detail.data) return;
    const found = faultsOf(detail.data, papers, state.form.phone);
    setErrors(found);
    if (found.length === 0) void open(pageUrl('/packages/cases/check/index', { id }));
  };
  // What was mended since is not held up any more; the summary stays until all of it is.
  const wrong = detail.data ? faultsOf(detail.data, papers, state.form.phone).map(({ field }) => field) : [];
  return {
    ...opened,
    errors: wrong.length === 0 ? none : errors,
    errorAt: (field) =>
      wrong.includes(field) ? errors.find((one) => one.field === field)?.message : undefined,
    goToField: (field) => (field === 'phone' ? focusField(field) : goTo(field)),
    goOn,
  };
}

/** What stands in the way of handing in, in the order of the page. */
export function faultsOf({ materials }: CaseDetail, papers: readonly Paper[], phone: string): FieldError[] {
  const found: FieldError[] = [];
  for (const { id, name, necessity } of askedFor(materials)) {
    const own = papers.filter((paper) => paper.materialId === id);
    const field = materialField(materials, id);
    if (own.some(({ state }) => state === 'refused')) {
      found.push({ field, message: `“${name}”里有一份没有传成，换一份或删掉。` });
    } else if (necessity === 'required' && own.length === 0) {
      found.push({ field, message: `还没有“${name}”，拍照或选文件。` });
    }
  }
  if (phone === '') {
    found.push({ field: 'phone', message: '填一个手机号，材料有问题时好找到您。' });
  } else if (!phonePattern.test(phone)) {
    found.push({ field: 'phone', message: '手机号是 11 位，以 1 开头，数一数有没有多填或漏填。' });
  }
  return found;
}
