import type { liveContract } from '../../../shared/contract/live';
import { prepare } from '../../http/etag';
import type { Routes } from '../../http/route';
import { actingIn, asking, personOf, readingIn } from './acting';
import { alternatives } from './alternatives';
import { checkInMyself } from './desk/check-in';
import { codeForDisplay } from './desk/displays';
import { type LiveView, placeOf } from './desk/live';
import type { BookingParts } from './parts';
import { presentAppointment } from './presenter';

export function liveRoutes(parts: BookingParts, view: LiveView): Routes<typeof liveContract> {
  return {
    'GET /queues/{id}/live': async ({ params }) => prepare(await view.queue(params.id)),
    'GET /venues/{id}/live': async ({ params }) => prepare(await view.venue(params.id)),
    'POST /venues/{id}/check-in-codes': ({ params, body, context }) =>
      codeForDisplay(parts, params.id, body.key, context.now),
    'GET /appointments/{id}/place': async ({ params, caller, context }) => {
      const { personId } = await readingIn(parts, params.id, caller);
      return placeOf(parts, params.id, personId, context.now);
    },
    'GET /appointments/{id}/alternatives': async ({ params, caller, context }) => {
      const { personId } = await readingIn(parts, params.id, caller);
      return alternatives(parts, params.id, personId, context.now);
    },
    'POST /appointments/{id}/check-in': async ({ params, body, caller, context }) => {
      const inLine = await checkInMyself(parts, {
        ...asking(await actingIn(parts, params.id, caller), caller, context),
        id: params.id,
        code: body.code,
      });
      return presentAppointment(parts, inLine, context.now, personOf(caller));
    },
  };
}
