import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { type Answer, asFailure, perform, remember } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';

export type Parcel = Answer<'GET /deliveries/{id}'>;

interface OpenParcel {
  parcel: Resource<Parcel>;
  /** Which question stands over the page. */
  asking: 'cancel' | 'again' | null;
  ask: (what: 'cancel' | 'again' | null) => void;
  cancel: Action<[]>;
}

/** One parcel, asked about anew each time the page comes into view and when it is pulled down. */
export function useParcel(): OpenParcel {
  const { id = '' } = useRouter().params;
  const parcel = useResource('GET /deliveries/{id}', id ? { params: { id } } : null, { freshFor: 0 });
  const [asking, ask] = useState<'cancel' | 'again' | null>(null);
  usePull(parcel);
  const cancel = useAction(async (options) => {
    // Closed first: a failure stands at the head of the page, not behind the question.
    ask(null);
    const params = { id };
    try {
      const after = await perform('POST /deliveries/{id}/cancel', { params, body: {} }, options);
      remember('GET /deliveries/{id}', { params }, after, null);
    } catch (thrown) {
      // The carrier was quicker: what stands here is no longer so.
      if (asFailure(thrown).code === 'DELIVERY_STATE') parcel.reload();
      throw thrown;
    }
    parcel.reload();
  });
  return { parcel, asking, ask, cancel };
}

/** Pulling the page down asks again; WeChat's wheel turns until there is an answer. */
function usePull({ at, failure, reload }: Resource<unknown>): void {
  usePullDownRefresh(reload);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer and each failure is an end of the asking
  useEffect(() => {
    Taro.stopPullDownRefresh();
  }, [at, failure]);
}
