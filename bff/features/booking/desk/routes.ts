import type { deskContract } from '../../../../shared/contract/desk';
import type { RequestContext, Routes, StaffCaller } from '../../../http/route';
import { changeHours, closeHall, listClosures, withdrawClosure } from '../closures/change-hours';
import type { AppointmentDoc } from '../model';
import type { BookingParts } from '../parts';
import type { DeskAsking } from './act';
import { finish, miss, park, prioritise, recall, requeue, start, unpark } from './acts';
import { callEarly, callNext } from './call';
import { checkInAtDesk, checkInBy } from './check-in';
import { addDisplay, listDisplays, removeDisplay } from './displays';
import { listQueues, showQueue } from './list-queues';
import { presentTicket } from './presenter';
import type { StaffAsking } from './scope';
import { takeTicket } from './take-ticket';
import { transfer } from './transfer';
import { undo } from './undo';

interface Asked {
  caller: StaffCaller;
  context: RequestContext;
}

export function deskRoutes(parts: BookingParts): Routes<typeof deskContract> {
  const shown = (doc: AppointmentDoc, { caller, context }: Asked) =>
    presentTicket(parts, doc, caller.staffId, context.now);
  const plain =
    (does: (parts: BookingParts, command: DeskAsking) => Promise<AppointmentDoc>) =>
    async (call: Asked & { params: { id: string } }) =>
      shown(await does(parts, { ...asking(call), id: call.params.id }), call);
  return {
    'GET /staff/queues': ({ query, caller, context }) => listQueues(parts, caller, query.venue, context.now),
    'GET /staff/queues/{id}': ({ params, caller, context }) =>
      showQueue(parts, caller, params.id, context.now),
    'POST /staff/queues/{id}/call-next': async (call) => {
      const { called, waiting } = await callNext(parts, { ...asking(call), queueId: call.params.id });
      return { ticket: called && (await shown(called, call)), waiting };
    },
    'POST /staff/queues/{id}/tickets': async (call) =>
      shown(await takeTicket(parts, { ...asking(call), ...call.body, queueId: call.params.id }), call),
    'POST /staff/check-ins': async (call) => {
      const { code, reference = '' } = call.body;
      const by = code === undefined ? { reference } : { code };
      return shown(await checkInBy(parts, { ...asking(call), ...by }), call);
    },

    'POST /staff/appointments/{id}/check-in': plain(checkInAtDesk),
    'POST /staff/appointments/{id}/recall': plain(recall),
    'POST /staff/appointments/{id}/miss': plain(miss),
    'POST /staff/appointments/{id}/requeue': plain(requeue),
    'POST /staff/appointments/{id}/start': plain(start),
    'POST /staff/appointments/{id}/finish': plain(finish),
    'POST /staff/appointments/{id}/unpark': plain(unpark),
    'POST /staff/appointments/{id}/undo': plain(undo),
    'POST /staff/appointments/{id}/call': async (call) =>
      shown(await callEarly(parts, { ...asking(call), id: call.params.id, ...call.body }), call),
    'POST /staff/appointments/{id}/transfer': async (call) =>
      shown(await transfer(parts, { ...asking(call), id: call.params.id, ...call.body }), call),
    'POST /staff/appointments/{id}/park': async (call) =>
      shown(await park(parts, { ...asking(call), id: call.params.id, ...call.body }), call),
    'POST /staff/appointments/{id}/prioritise': async (call) =>
      shown(await prioritise(parts, { ...asking(call), id: call.params.id, ...call.body }), call),

    'POST /staff/venues/{id}/closures': (call) =>
      closeHall(parts, { ...asking(call), ...call.body, venueId: call.params.id }),
    'GET /staff/venues/{id}/closures': async ({ params, caller }) =>
      listClosures(parts, { staff: caller, venueId: params.id }),
    'DELETE /staff/venues/{id}/closures/{closureId}': ({ params, caller }) =>
      withdrawClosure(parts, {
        staff: caller,
        venueId: params.id,
        closureId: params.closureId,
      }) as Promise<never>,
    'PUT /staff/venues/{id}/hours': (call) =>
      changeHours(parts, { ...asking(call), ...call.body, venueId: call.params.id }),

    'POST /staff/venues/{id}/displays': ({ params, body, caller, context }) =>
      addDisplay(parts, caller, params.id, body.name, context.now),
    'GET /staff/venues/{id}/displays': ({ params, caller }) => listDisplays(parts, caller, params.id),
    'DELETE /staff/venues/{id}/displays/{displayId}': ({ params, caller }) =>
      removeDisplay(parts, caller, params.id, params.displayId) as Promise<never>,
  };
}

function asking({ caller, context }: Asked): StaffAsking {
  return { staff: caller, operationId: context.operationId, now: context.now };
}
