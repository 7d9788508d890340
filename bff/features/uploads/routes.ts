import type { uploadsContract } from '../../../shared/contract/uploads';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { beginUpload } from './begin-upload';
import { findUpload } from './find-upload';
import { finishUpload } from './finish-upload';
import { linkFor, openLink } from './links';
import type { Sending, UploadParts } from './parts';
import { presentUpload } from './presenter';
import { putPart } from './put-part';

export function uploadRoutes(parts: UploadParts): Routes<typeof uploadsContract> {
  return {
    'POST /uploads': async ({ body, caller, context: { operationId, now } }) => {
      const personId = personOf(caller);
      const { accountId } = caller;
      return presentUpload(
        parts,
        await beginUpload(parts, { ...body, operationId, personId, accountId, now }),
      );
    },

    'GET /uploads/{id}': async ({ params, caller }) =>
      presentUpload(parts, await findUpload(parts, params.id, personOf(caller))),

    'PUT /uploads/{id}/parts/{n}': async ({ params, body, caller, context }) => {
      const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      const command = { ...sending(params.id, caller, context), n: Number(params.n), content };
      return presentUpload(parts, await putPart(parts, command));
    },

    'POST /uploads/{id}/finish': async ({ params, caller, context }) =>
      presentUpload(parts, await finishUpload(parts, sending(params.id, caller, context))),

    'POST /uploads/{id}/links': ({ params, caller, context }) =>
      linkFor(parts, params.id, { personId: personOf(caller) }, context.now),

    'POST /staff/uploads/{id}/links': ({ params, caller, context }) => {
      const { staffId, roles, venueId, department, windowId } = caller;
      const staff = { staffId, roles, venueId, department, windowId };
      return linkFor(parts, params.id, { staff }, context.now);
    },

    'GET /files/{token}': ({ params, context }) => openLink(parts, params.token, context.now),
  };
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

function sending(id: string, caller: Caller, { now }: RequestContext): Sending {
  return { id, personId: personOf(caller), now };
}
