import type { RequestContext, StaffCaller } from '../../../http/route';
import type { ComplaintCommand } from '../desk/act-on-complaint';
import type { DeskParts } from '../desk/parts';
import type { PublicationRoutes } from '../desk/publication-side';
import { presentForStaff } from '../desk/staff-presenter';
import type { ComplaintDoc } from '../model';
import { approvePublication, draftPublication, refusePublication } from './change-publication';

/** The three acts of publishing an answered complaint, beside those of the desk. */
export function publicationRoutes(parts: DeskParts): PublicationRoutes {
  const shown = async (done: Promise<ComplaintDoc>, { caller, context }: Asked) =>
    presentForStaff(parts, await done, caller, context.now);
  return {
    'POST /staff/complaints/{id}/draft-publication': (call) =>
      shown(draftPublication(parts, command(call), call.body), call),

    'POST /staff/complaints/{id}/approve-publication': (call) =>
      shown(approvePublication(parts, command(call), call.body.lookedAt), call),

    'POST /staff/complaints/{id}/refuse-publication': (call) =>
      shown(refusePublication(parts, command(call), call.body.why), call),
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
