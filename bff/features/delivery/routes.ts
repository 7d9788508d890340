import type { deliveryContract } from '../../../shared/contract/delivery';
import type { Caller, Routes } from '../../http/route';
import { cancelParcel } from './cancel-parcel';
import { chooseDelivery } from './choose';
import type { DeliveryDoc } from './model';
import { findParcel } from './parcels';
import type { DeliveryParts } from './parts';
import { presentChoice } from './present-choice';
import { presentParcel } from './presenter';
import { resendParcel } from './resend-parcel';

export function deliveryRoutes(parts: DeliveryParts): Routes<typeof deliveryContract> {
  const shown = async ({ _id }: Pick<DeliveryDoc, '_id'>, caller: Caller, now: Date) => {
    const { doc, by } = await findParcel(parts, _id, caller);
    return presentParcel(parts, doc, by, now);
  };
  return {
    'GET /cases/{id}/delivery': async ({ params, query, caller, context: { now } }) => {
      const { found } = await parts.cases.theirCase(params.id, { caller, now });
      return presentChoice(parts, { kind: 'case', found }, { personId: caller.personId, ...query });
    },

    'PUT /cases/{id}/delivery': async ({ params, body, caller, context: { now, operationId } }) => {
      await parts.cases.refuseEndedAgent(params.id, caller);
      const { found, by } = await parts.cases.theirCase(params.id, { caller, now });
      await chooseDelivery(parts, { kind: 'case', found }, by, { ...body, caller, operationId, now });
      const after = await parts.cases.theirCase(params.id, { caller, now });
      return presentChoice(parts, { kind: 'case', found: after.found }, { personId: caller.personId });
    },

    'GET /appointments/{id}/delivery': async ({ params, query, caller, context: { now } }) => {
      const found = await parts.appointments.theirAppointment(params.id, { caller, now, toChange: false });
      return presentChoice(parts, { kind: 'appointment', found }, { personId: caller.personId, ...query });
    },

    'PUT /appointments/{id}/delivery': async ({ params, body, caller, context: { now, operationId } }) => {
      const found = await parts.appointments.theirAppointment(params.id, { caller, now, toChange: true });
      const by =
        found.agentOf === null
          ? ({ role: 'citizen' } as const)
          : ({ role: 'agent', agentOf: found.agentOf } as const);
      await chooseDelivery(parts, { kind: 'appointment', found }, by, { ...body, caller, operationId, now });
      return presentChoice(parts, { kind: 'appointment', found }, { personId: caller.personId });
    },

    'GET /deliveries/{id}': ({ params, caller, context }) => shown({ _id: params.id }, caller, context.now),

    'POST /deliveries/{id}/resend': async ({ params, body, caller, context: { now, operationId } }) =>
      shown(await resendParcel(parts, { ...params, ...body, caller, operationId, now }), caller, now),

    'POST /deliveries/{id}/cancel': async ({ params, body, caller, context: { now, operationId } }) =>
      shown(await cancelParcel(parts, { ...params, ...body, caller, operationId, now }), caller, now),
  };
}
