import { useState } from 'react';
import { type Answer, perform } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { keepAppointment } from '../../../hooks/use-hold';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { pageUrl, replace } from '../../../platform/navigate';

export type Appointment = Answer<'GET /appointments/{id}'>;

interface Ticket {
  ticket: Resource<Appointment>;
  asking: boolean;
  ask: (open: boolean) => void;
  cancel: Action<[]>;
}

/** One appointment and what can be done with it. */
export function useTicket(id: string): Ticket {
  const ticket = useResource('GET /appointments/{id}', id ? { params: { id } } : null);
  const [asking, ask] = useState(false);
  const cancel = useAction(async (options) => {
    // Closed first: a failure stands at the head of the page, not behind the question.
    ask(false);
    keepAppointment(await perform('POST /appointments/{id}/cancel', { params: { id } }, options));
    await replace(pageUrl('/packages/booking/done/index', { id, did: 'cancelled' }));
  });
  return { ticket, asking, ask, cancel };
}
