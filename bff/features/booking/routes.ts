import type { bookingContract } from '../../../shared/contract/booking';
import { pageAfter } from '../../http/cursor';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { actingFor, actingIn, asking, namesFor, personOf, readingIn } from './acting';
import { cancelAppointment } from './cancel-appointment';
import { confirmAppointment } from './confirm-appointment';
import { findAppointment } from './find-appointment';
import { holdSeat } from './hold-seat';
import { listAppointments, orderOf } from './list-appointments';
import type { BookingParts } from './parts';
import { presentAppointment, presentRow } from './presenter';
import { rescheduleAppointment } from './reschedule-appointment';

const PAGE = 20;

export function bookingRoutes(parts: BookingParts): Routes<typeof bookingContract> {
  const changing = async (id: string, caller: Caller, context: RequestContext) =>
    asking(await actingIn(parts, id, caller), caller, context);
  return {
    'GET /queues/{id}/days': ({ params }) => parts.availability.days(params.id),

    'GET /queues/{id}/slots': ({ params, query }) => parts.availability.slots(params.id, query.date),

    'POST /appointments': async ({ body, caller, context }) => {
      const { itemCode, queueId } = body;
      const acting = await actingFor(parts, caller, body.mandateId);
      const command = { ...asking(acting, caller, context), itemCode, queueId, at: timeIn(body) };
      const held = await holdSeat(parts, command);
      return presentAppointment(parts, held, context.now, personOf(caller));
    },

    'POST /appointments/{id}/confirm': async ({ params, caller, context }) => {
      const booked = await confirmAppointment(parts, {
        ...(await changing(params.id, caller, context)),
        id: params.id,
      });
      return presentAppointment(parts, booked, context.now, personOf(caller));
    },

    'POST /appointments/{id}/cancel': async ({ params, caller, context }) => {
      const cancelled = await cancelAppointment(parts, {
        ...(await changing(params.id, caller, context)),
        id: params.id,
      });
      return presentAppointment(parts, cancelled, context.now, personOf(caller));
    },

    'POST /appointments/{id}/reschedule': async ({ params, body, caller, context }) => {
      const moved = await rescheduleAppointment(parts, {
        ...(await changing(params.id, caller, context)),
        id: params.id,
        queueId: body.queueId,
        at: timeIn(body),
      });
      return presentAppointment(parts, moved, context.now, personOf(caller));
    },

    'GET /appointments': async ({ query, caller, context }) => {
      const all = await listAppointments(parts, personOf(caller), query.scope, context.now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, orderOf);
      const forWhom = await namesFor(parts, items, personOf(caller));
      return { items: items.map((doc) => presentRow(parts, doc, context.now, forWhom(doc))), next, total };
    },

    'GET /appointments/{id}': async ({ params, caller, context }) => {
      const { personId } = await readingIn(parts, params.id, caller);
      const found = await findAppointment(parts, params.id, personId, context.now);
      return presentAppointment(parts, found, context.now, personOf(caller));
    },
  };
}

/** The contract has seen to it that there are both or neither. */
function timeIn({ date, slot }: { date?: string; slot?: string }) {
  return date !== undefined && slot !== undefined ? { date, slot } : undefined;
}
