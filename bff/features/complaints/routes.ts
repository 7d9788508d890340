import type { complaintsContract } from '../../../shared/contract/complaints';
import { pageAfter, type SortKey } from '../../http/cursor';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { giveFeedback, withdrawComplaint } from './end-complaint';
import { fileComplaint } from './file-complaint';
import { lookUpComplaint, ownComplaint } from './find-complaint';
import type { ComplaintDoc } from './model';
import { complaintsOf } from './own-complaints';
import type { ComplaintParts } from './parts';
import { presentComplaint, presentRow } from './presenter';
import { supplementComplaint } from './supplement-complaint';

const PAGE = 20;

export function complaintRoutes(parts: ComplaintParts): Routes<typeof complaintsContract> {
  return {
    'POST /complaints': async ({ body, caller, context }) => {
      const { doc, queryCode } = await fileComplaint(parts, { body, caller, context });
      return { complaint: await presentComplaint(parts, doc, context.now), queryCode };
    },

    'GET /complaints': async ({ query, caller, context }) => {
      const found = await complaintsOf(parts, personOf(caller), query.state);
      const { items, next, total } = pageAfter(found, query.page, PAGE, newestFirst);
      return { items: items.map((doc) => presentRow(parts, doc, context.now)), next, total };
    },

    'GET /complaints/{id}': async ({ params, caller, context }) =>
      presentComplaint(parts, await ownComplaint(parts, params.id, caller.personId), context.now),

    'POST /complaint-lookups': async ({ body, context }) =>
      presentComplaint(
        parts,
        await lookUpComplaint(parts, { ...body, address: context.address }),
        context.now,
      ),

    'POST /complaints/{id}/supplement': async ({ params, body, caller, context }) =>
      presentComplaint(
        parts,
        await supplementComplaint(parts, { ...body, ...asking(params.id, caller, context) }),
        context.now,
      ),

    'POST /complaints/{id}/withdraw': async ({ params, body, caller, context }) =>
      presentComplaint(
        parts,
        await withdrawComplaint(parts, { ...body, ...asking(params.id, caller, context) }),
        context.now,
      ),

    'POST /complaints/{id}/feedback': async ({ params, body, caller, context }) =>
      presentComplaint(
        parts,
        await giveFeedback(parts, { ...body, ...asking(params.id, caller, context) }),
        context.now,
      ),
  };
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

function asking(id: string, caller: Caller | undefined, { operationId, address, now }: RequestContext) {
  return { id, caller, operationId, address, now };
}

function newestFirst({ filedAt, _id }: ComplaintDoc): SortKey {
  return [-filedAt.getTime(), _id];
}
