import Taro from '@tarojs/taro';
import { asFailure, perform, remember } from '../../../api';
import { chooseForWhom } from '../../../hooks/for-whom';
import { underWay } from '../../../hooks/papers/paper';
import { type Action, useAction } from '../../../hooks/use-action';
import { back, pageUrl, replace } from '../../../platform/navigate';
import { faultsOf } from '../apply/use-apply';
import { type OpenDraft, useDraft } from '../draft/use-draft';
import { wantedNode } from '../draft/wanted-node';

interface Submit extends OpenDraft {
  /** Files that are still on their way. */
  underWay: number;
  /** What is missing; then there is nothing to hand in yet. */
  faults: number;
  submit: Action<[]>;
  /** Back to where something is filled in. */
  change: (node: string) => void;
}

/** Checking an application and handing it in. */
export function useSubmit(id: string): Submit {
  const opened = useDraft(id);
  const { detail, draft, papers, state } = opened;
  const { data } = detail;

  const submit = useAction(async (options) => {
    await draft.save();
    try {
      const done = await perform('POST /cases/{id}/submit', { params: { id } }, options);
      remember('GET /cases/{id}', { params: { id } }, done, null);
    } catch (thrown) {
      // Handed in from elsewhere, or something is missing by the server's word: show how it stands.
      if (['CASE_STATE', 'CASE_INCOMPLETE'].includes(asFailure(thrown).code)) detail.reload();
      throw thrown;
    }
    draft.forget();
    if (data) chooseForWhom(data.itemCode, null);
    await replace(pageUrl('/packages/cases/done/index', { id }));
  }, 'identity');

  return {
    ...opened,
    underWay: papers.filter(underWay).length,
    faults: data ? faultsOf(data, papers, state.form.phone).length : 0,
    submit,
    change(node) {
      wantedNode.set(node);
      const pages = Taro.getCurrentPages();
      const below = pages[pages.length - 2]?.route ?? '';
      const form = pageUrl('/packages/cases/apply/index', { id });
      void (below.includes('packages/cases/apply') ? back() : replace(form));
    },
  };
}
