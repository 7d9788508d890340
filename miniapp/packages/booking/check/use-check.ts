import { useState } from 'react';
import { type Answer, asFailure, perform } from '../../../api';
import { chooseForWhom } from '../../../hooks/for-whom';
import { type Action, useAction } from '../../../hooks/use-action';
import { keepAppointment } from '../../../hooks/use-hold';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { back, pageUrl, replace } from '../../../platform/navigate';

export type Appointment = Answer<'GET /appointments/{id}'>;

interface Check {
  held: Resource<Appointment>;
  /** The hold has run out, by the server's clock or by its word. */
  lapsed: boolean;
  lapse: () => void;
  confirm: Action<[]>;
  /** Gives the seat back and leaves. */
  release: Action<[]>;
  /** Chooses another time of the same hall, in place of this page: for a hold that has run out. */
  again: () => void;
}

/** The held appointment that is about to be confirmed. */
export function useCheck(id: string): Check {
  const held = useResource('GET /appointments/{id}', id ? { params: { id } } : null);
  const [over, setOver] = useState<string | null>(null);
  const { data } = held;

  const confirm = useAction(async (options) => {
    try {
      keepAppointment(await perform('POST /appointments/{id}/confirm', { params: { id } }, options));
    } catch (thrown) {
      // Its state is another than this page shows (confirmed elsewhere, cancelled by the hall): show that.
      if (asFailure(thrown).code === 'APPOINTMENT_STATE') held.reload();
      throw thrown;
    }
    if (data) chooseForWhom(data.itemCode, null);
    await replace(pageUrl('/packages/booking/done/index', { id }));
  }, 'identity');

  const release = useAction(async (options) => {
    keepAppointment(await perform('POST /appointments/{id}/cancel', { params: { id } }, options));
    await back();
  });

  return {
    held,
    // A moved hold has a new end: only the end that was reached counts.
    lapsed:
      data !== null &&
      (data.state === 'expired' || over === data.heldUntil || confirm.failure?.code === 'HOLD_EXPIRED'),
    lapse: () => setOver(data?.heldUntil ?? null),
    confirm,
    release,
    again: () => {
      if (!data) return;
      void replace(pageUrl('/packages/booking/slot/index', { item: data.itemCode, queue: data.queueId }));
    },
  };
}
