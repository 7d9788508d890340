import { type Answer, perform, useSignedIn } from '../../../api';
import { toast } from '../../../components/toast';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';

export type Mandates = Answer<'GET /mandates'>;
export type Mandate = Mandates['items'][number];

interface Family {
  mandates: Resource<Mandates>;
  withdraw: Action<[mandate: Mandate]>;
}

/** Who may act for me, and for whom I may act. */
export function useFamily(): Family {
  const signedIn = useSignedIn();
  const mandates = useResource('GET /mandates', signedIn ? {} : null);
  const withdraw = useAction(async (options, { id }: Mandate) => {
    await perform('POST /mandates/{id}/withdraw', { params: { id } }, options);
    toast('已经结束');
    mandates.reload();
  });
  return { mandates, withdraw };
}
