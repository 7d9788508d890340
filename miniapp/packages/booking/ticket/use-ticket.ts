import Taro, { useDidHide, useDidShow, useUnload } from '@tarojs/taro';
import { useState } from 'react';
import { type Answer, perform } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { keepAppointment } from '../../../hooks/use-hold';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { isWeapp } from '../../../platform/env';
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

/** Full brightness while a code is shown, so that a scanner reads it; as before when the page is left. */
export function useBrightScreen(on: boolean): void {
  const [before, setBefore] = useState<number | null>(null);
  const restore = () => {
    if (before === null) return;
    Taro.setScreenBrightness({ value: before }).catch(() => undefined);
    setBefore(null);
  };
  const brighten = async () => {
    if (!isWeapp || !on || before !== null) return;
    try {
      const { value } = await Taro.getScreenBrightness();
      setBefore(value);
      await Taro.setScreenBrightness({ value: 1 });
    } catch {
      // The phone keeps its own brightness; the code can still be read.
    }
  };
  useDidShow(() => void brighten());
  useDidHide(restore);
  useUnload(restore);
}
