import type { bookingContract } from '../../../shared/contract/booking';
import { pageAfter } from '../../http/cursor';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { cancelAppointment } from './cancel-appointment';
import { confirmAppointment } from './confirm-appointment';
import { findAppointment } from './find-appointment';
import { holdSeat } from './hold-seat';
import { listAppointments, orderOf } from './list-appointments';
import type { Asking, BookingParts } from './parts';
import { presentAppointment, presentRow } from './presenter';
import { rescheduleAppointment } from './reschedule-appointment';

const PAGE = 20;

export function bookingRoutes(parts: BookingParts): Routes<typeof bookingContract> {
  return {
    'GET /queues/{id}/days': ({ params }) => parts.availability.days(params.id),

    'GET /queues/{id}/slots': ({ params, query }) => parts.availability.slots(params.id, query.date),

    'POST /appointments': async ({ body, caller, context }) => {
      const { itemCode, queueId } = body;
      const held = await holdSeat(parts, { ...asking(caller, context), itemCode, queueId, at: timeIn(body) });
      return presentAppointment(parts, held, context.now);
    },

    'POST /appointments/{id}/confirm': async ({ params, caller, context }) => {
      const booked = await confirmAppointment(parts, { ...asking(caller, context), id: params.id });
      return presentAppointment(parts, booked, context.now);
    },

    'POST /appointments/{id}/cancel': async ({ params, caller, context }) => {
      const cancelled = await cancelAppointment(parts, { ...asking(caller, context), id: params.id });
      return presentAppointment(parts, cancelled, context.now);
    },

    'POST /appointments/{id}/reschedule': async ({ params, body, caller, context }) => {
      const moved = await rescheduleAppointment(parts, {
        ...asking(caller, context),
        id: params.id,
        queueId: body.queueId,
        at: timeIn(body),
      });
      return presentAppointment(parts, moved, context.now);
    },

    'GET /appointments': async ({ query, caller, context }) => {
      const all = await listAppointments(parts, personOf(caller), query.scope, context.now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, orderOf);
      return { items: items.map((doc) => presentRow(parts, doc, context.now)), next, total };
    },

    'GET /appointments/{id}': async ({ params, caller, context }) => {
      const found = await findAppointment(parts, params.id, personOf(caller), context.now);
      return presentAppointment(parts, found, context.now);
    },
  };
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

function asking(caller: Caller, { operationId, now }: RequestContext): Asking {
  return { personId: personOf(caller), accountId: caller.accountId, operationId, now };
}

/** The contract has seen to it that there are both or neither. */
function timeIn({ date, slot }: { date?: string; slot?: string }) {
  return date !== undefined && slot !== undefined ? { date, slot } : undefined;
}
