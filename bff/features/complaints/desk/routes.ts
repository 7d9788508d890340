import type { staffComplaintsContract } from '../../../../shared/contract/staff-complaints';
import { pageAfter } from '../../../http/cursor';
import type { RequestContext, Routes, StaffCaller } from '../../../http/route';
import type { ComplaintDoc } from '../model';
import type { ComplaintCommand } from './act-on-complaint';
import * as acts from './acts';
import { callBack } from './call-back';
import { join } from './join';
import { complaintOrderOf, listComplaints } from './list-complaints';
import type { DeskParts } from './parts';
import type { PublicationRoutes } from './publication-side';
import { findWithin } from './reach';
import { reply } from './reply';
import { presentForStaff, presentStaffRow } from './staff-presenter';

const PAGE = 50;

/** Complaints at the desk; the acts of publishing come with `publication`. */
export function deskRoutes(
  parts: DeskParts,
): Omit<Routes<typeof staffComplaintsContract>, keyof PublicationRoutes> {
  const shown = async (done: Promise<ComplaintDoc>, { caller, context }: Asked) =>
    presentForStaff(parts, await done, caller, context.now);

  return {
    'GET /staff/complaints': async ({ query, caller, context: { now } }) => {
      const all = await listComplaints(parts, caller, query, now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, complaintOrderOf);
      return { items: items.map((doc) => presentStaffRow(parts, doc, now)), next, total };
    },

    'GET /staff/complaints/{id}': (call) => shown(findWithin(parts, call.params.id, call.caller), call),

    'POST /staff/complaints/{id}/accept': (call) =>
      shown(acts.accept(parts, command(call), call.body.weight), call),

    'POST /staff/complaints/{id}/decline': (call) =>
      shown(acts.decline(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/assign': (call) => shown(acts.assign(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/join': (call) => shown(join(parts, command(call), call.body.leadId), call),

    'POST /staff/complaints/{id}/part': (call) => shown(acts.part(parts, command(call), call.body.why), call),

    'POST /staff/complaints/{id}/return': (call) =>
      shown(acts.giveBack(parts, command(call), call.body.why), call),

    'POST /staff/complaints/{id}/take-up': (call) => shown(acts.takeUp(parts, command(call)), call),

    'POST /staff/complaints/{id}/ask-extension': (call) =>
      shown(acts.askExtension(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/approve-extension': (call) =>
      shown(acts.approveExtension(parts, command(call)), call),

    'POST /staff/complaints/{id}/refuse-extension': (call) =>
      shown(acts.refuseExtension(parts, command(call), call.body.why), call),

    'POST /staff/complaints/{id}/reply': (call) => shown(reply(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/call-back': (call) => shown(callBack(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/handle-again': (call) => shown(acts.handleAgain(parts, command(call)), call),

    'POST /staff/complaints/{id}/close': (call) =>
      shown(acts.close(parts, command(call), call.body.note), call),
  };
}

type Asked = { caller: StaffCaller; context: RequestContext };

function command({
  params,
  body,
  caller,
  context,
}: Asked & { params: { id: string }; body: { version?: number } }): ComplaintCommand {
  const { operationId, now } = context;
  return { id: params.id, staff: caller, version: body.version, operationId, now };
}
