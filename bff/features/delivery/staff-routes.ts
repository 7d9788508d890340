import type { staffDeliveryContract } from '../../../shared/contract/staff-delivery';
import { pageAfter } from '../../http/cursor';
import type { RequestContext, Routes, StaffCaller } from '../../http/route';
import { actOnParcel, findParcel, type ParcelCommand } from './hall/act-on-parcel';
import * as acts from './hall/acts';
import { listParcels, parcelOrderOf } from './hall/list-parcels';
import type { HallParts } from './hall/needs';
import { belongTogether } from './hall/scans';
import { presentForStaff, presentStaffRow } from './hall/staff-presenter';
import { labelOf } from './label';
import type { DeliveryDoc } from './model';

const PAGE = 50;

/** Parcels at the hall. */
export function staffDeliveryRoutes(parts: HallParts): Routes<typeof staffDeliveryContract> {
  const shown = async (done: Promise<DeliveryDoc>, { caller, context }: Asked) =>
    presentForStaff(parts, await done, caller, context.now);

  return {
    'GET /staff/deliveries': async ({ query, caller, context: { now } }) => {
      const all = await listParcels(parts, caller, query, now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, parcelOrderOf);
      return { items: items.map((doc) => presentStaffRow(parts, doc, now)), next, total };
    },

    'GET /staff/deliveries/{id}': (call) => shown(findParcel(parts, call.params.id, call.caller), call),

    'GET /staff/deliveries/{id}/label': async ({ params, caller }) =>
      labelOf(parts, await findParcel(parts, params.id, caller)),

    'POST /staff/deliveries/{id}/retry-order': (call) =>
      shown(actOnParcel(parts, command(call), 'retry-order'), call),

    'POST /staff/deliveries/{id}/switch-carrier': (call) =>
      shown(acts.switchCarrier(parts, command(call), call.body.carrier), call),

    'POST /staff/deliveries/{id}/switch-to-window': (call) =>
      shown(acts.switchToWindow(parts, command(call), call.body.reason), call),

    'POST /staff/deliveries/{id}/check': (call) =>
      shown(
        actOnParcel(
          parts,
          command(call),
          'check',
          () => ({ set: { check: checkedBy(call.caller, call.context.now) } }),
          (doc) => belongTogether(doc, call.body),
        ),
        call,
      ),

    'POST /staff/deliveries/{id}/uncheck': (call) =>
      shown(
        actOnParcel(parts, command(call), 'uncheck', () => ({ why: call.body.reason })),
        call,
      ),

    'POST /staff/deliveries/{id}/hand-over': (call) =>
      shown(
        actOnParcel(parts, command(call), 'hand-over', acts.toCarrier, (doc) =>
          belongTogether(doc, call.body),
        ),
        call,
      ),

    'POST /staff/deliveries/{id}/confirm-hand-over': (call) =>
      shown(
        actOnParcel(parts, command(call), 'confirm-hand-over', acts.toCarrier, (doc) =>
          belongTogether(doc, call.body),
        ),
        call,
      ),

    'POST /staff/deliveries/{id}/receive-return': (call) =>
      shown(acts.receiveReturn(parts, command(call), call.body), call),

    'POST /staff/deliveries/{id}/resend': (call) =>
      shown(acts.resendAtCounter(parts, command(call), call.body), call),

    'POST /staff/deliveries/{id}/collect': (call) =>
      shown(
        actOnParcel(parts, command(call), 'collect', () => acts.receivedBy(call.body.to, call.body.note)),
        call,
      ),

    'POST /staff/deliveries/{id}/sign': (call) =>
      shown(
        actOnParcel(parts, command(call), 'sign', () => acts.receivedBy(call.body.to, call.body.reason)),
        call,
      ),

    'POST /staff/deliveries/{id}/report-lost': (call) =>
      shown(
        actOnParcel(parts, command(call), 'report-lost', () => ({ why: call.body.reason })),
        call,
      ),

    'POST /staff/deliveries/{id}/report-damaged': (call) =>
      shown(
        actOnParcel(parts, command(call), 'report-damaged', () => ({ why: call.body.reason })),
        call,
      ),

    'POST /staff/deliveries/{id}/reissue': (call) =>
      shown(acts.reissue(parts, command(call), call.body.note), call),
  };
}

type Asked = { caller: StaffCaller; context: RequestContext };

function checkedBy({ staffId, name, number }: StaffCaller, at: Date): DeliveryDoc['check'] {
  return { staffId, by: `${name}（工号 ${number}）`, at };
}

function command({
  params,
  body,
  caller,
  context,
}: Asked & { params: { id: string }; body: { version?: number } }): ParcelCommand {
  const { operationId, now } = context;
  return { id: params.id, staff: caller, version: body.version, operationId, now };
}
