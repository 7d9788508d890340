import type { casesContract } from '../../../shared/contract/cases';
import { pageAfter } from '../../http/cursor';
import type { Caller, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { readNumber } from './case-number';
import { findCase } from './find-case';
import { listCases, orderOf } from './list-cases';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { parcelsFor, presentCase, presentRow } from './presenter';
import { withdrawCase } from './withdraw-case';

const PAGE = 20;

export function caseRoutes(parts: CaseParts): Routes<typeof casesContract> {
  return {
    'GET /cases': async ({ query, caller, context: { now } }) => {
      const all = await listCases(parts, personOf(caller), query.scope, now);
      const found = query.q ? all.filter((doc) => says(doc, query.q ?? '')) : all;
      const parcels = await parcelsFor(parts, found);
      const place = (doc: CaseDoc) => orderOf(doc, parcels);
      const { items, next, total } = pageAfter(found, query.page, PAGE, place);
      const shown = items.map((doc) => presentRow(parts, doc, caller, now, parcels.get(doc._id)));
      return { items: shown, next, total };
    },

    'GET /cases/{id}': async ({ params, caller, context: { now } }) =>
      presentCase(parts, await findCase(parts, params.id, { caller, now }), caller, now),

    'POST /cases/{id}/withdraw': async ({ params, body, caller, context }) => {
      const { operationId, now } = context;
      const { reason } = body;
      const withdrawn = await withdrawCase(parts, { id: params.id, caller, operationId, now, reason });
      return presentCase(parts, withdrawn, caller, now);
    },
  };
}

export function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

/** By number, with or without its dashes, or by the item. */
function says(doc: CaseDoc, asked: string): boolean {
  const number = readNumber(asked);
  if (number) return doc.number === number;
  const plain = (text: string) => text.toUpperCase().replace(/[\s-]/g, '');
  return [doc.itemName, doc.number ?? ''].some((text) => plain(text).includes(plain(asked)));
}
