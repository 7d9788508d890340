import { perform, remember } from '../../../api';
import { forWhom } from '../../../hooks/for-whom';
import { type Action, useAction } from '../../../hooks/use-action';
import { open, pageUrl } from '../../../platform/navigate';

/**
 * Begins an application, or takes up the one that was begun, and opens its form. Signs in, asks for consent and the real
 * name first where the server wants them, and comes back to do it.
 */
export function useApplyOnline(itemCode: string): Action<[]> {
  return useAction(async (options) => {
    const mandateId = forWhom(itemCode)?.mandateId;
    const draft = await perform(
      'POST /cases',
      { body: { itemCode, ...(mandateId && { mandateId }) } },
      options,
    );
    remember('GET /cases/{id}', { params: { id: draft.id } }, draft, null);
    await open(pageUrl('/packages/cases/apply/index', { id: draft.id }));
  }, 'identity');
}
