import { useEffect, useState } from 'react';
import type { StaffDelivery, StaffDeliveryAction } from '../../../../shared/contract/staff-delivery';
import { asFailure } from '../../../api/failure';
import { type Action, useAction } from '../../../hooks/use-action';
import type { Resource } from '../../../hooks/use-resource';
import { act } from '../api/client';
import { useRead } from '../api/use-read';

export interface ParcelWork {
  read: Resource<StaffDelivery>;
  run: Action<[action: StaffDeliveryAction, body: Record<string, unknown>]>;
}

/** All acts have the same shape of request; what each wants in its body is checked by the server. */
function actOn(
  action: StaffDeliveryAction,
  { id, version }: StaffDelivery,
  body: Record<string, unknown>,
): Promise<StaffDelivery> {
  const name = `POST /staff/deliveries/{id}/${action}` as 'POST /staff/deliveries/{id}/retry-order';
  return act(name, { params: { id }, body: { version, ...body } });
}

/** While an order is under way, its answer is looked for. */
const orderingMs = 5_000;

/** One parcel as an officer works on it. */
export function useParcel(id: string): ParcelWork {
  const [ordering, setOrdering] = useState(false);
  const read = useRead('GET /staff/deliveries/{id}', id ? { params: { id } } : null, {
    every: ordering ? orderingMs : undefined,
  });
  const { data, set, reload } = read;
  useEffect(() => setOrdering(data?.state === 'to-order'), [data]);
  const run = useAction(async (_, action: StaffDeliveryAction, body: Record<string, unknown>) => {
    if (!data) return;
    try {
      set(await actOn(action, data, body));
    } catch (thrown) {
      // Somebody else was here meanwhile: what is true now stands on the page beside the refusal.
      const { code } = asFailure(thrown);
      if (code === 'DELIVERY_STATE' || code === 'DELIVERY_CHANGED' || code === 'DELIVERY_QUOTE_CHANGED')
        reload();
      throw thrown;
    }
  });
  return { read, run };
}
