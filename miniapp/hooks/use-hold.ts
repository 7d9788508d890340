import Taro from '@tarojs/taro';
import { type ActionOptions, type Answer, type Input, perform, remember } from '../api';
import { back, open, pageUrl, replace } from '../platform/navigate';
import { forWhom } from './for-whom';
import { type Action, useAction } from './use-action';

type Wanted = Input<'POST /appointments'>['body'];
type Change = Input<'POST /appointments/{id}/reschedule'>['body'];

/** Keeps what the server just said of an appointment, so that the next page shows it without asking again. */
export function keepAppointment(appointment: Answer<'GET /appointments/{id}'>): void {
  remember('GET /appointments/{id}', { params: { id: appointment.id } }, appointment, null);
}

/**
 * Holds a seat, for whom was chosen, and opens the page on which it is checked and confirmed. Signs in, asks for consent and the real name
 * first where the server wants them, and comes back to do it.
 */
export function useHold(): Action<[wanted: Wanted]> {
  return useAction(async (options: ActionOptions, wanted: Wanted) => {
    const mandateId = forWhom(wanted.itemCode)?.mandateId;
    const body = { ...wanted, ...(mandateId && { mandateId }) };
    const held = await perform('POST /appointments', { body }, options);
    keepAppointment(held);
    await open(pageUrl('/packages/booking/check/index', { id: held.id }));
  }, 'identity');
}

/**
 * Moves an appointment to another time in one step. A booked one ends on the page that says so; one that is only
 * held returns to the page on which it is checked.
 */
export function useMove(): Action<[id: string, change: Change]> {
  return useAction(async (options: ActionOptions, id: string, change: Change) => {
    const moved = await perform(
      'POST /appointments/{id}/reschedule',
      { params: { id }, body: change },
      options,
    );
    keepAppointment(moved);
    const page = (name: string) => pageUrl(`/packages/booking/${name}/index`, { id });
    if (moved.state !== 'held') await replace(`${page('done')}&did=moved`);
    else if (Taro.getCurrentPages().length > 1) await back();
    else await replace(page('check'));
  }, 'identity');
}
