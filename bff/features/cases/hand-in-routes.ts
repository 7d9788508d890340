import type { handInContract } from '../../../shared/contract/cases';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { addLaterMaterials } from './add-later';
import { createDraft } from './create-draft';
import { discardDraft } from './discard-draft';
import type { HandInParts } from './hand-in';
import { lookUpCase } from './look-up-case';
import { presentCase } from './presenter';
import { saveDraft } from './save-draft';
import { submitCase } from './submit-case';
import { supplementCase } from './supplement-case';

export function handInRoutes(parts: HandInParts): Routes<typeof handInContract> {
  return {
    'POST /cases': async ({ body, caller, context }) => {
      const begun = await createDraft(parts, { ...asking(caller, context), ...body });
      return presentCase(parts, begun, caller, context.now);
    },

    'PUT /cases/{id}/draft': async ({ params, body, caller, context }) => {
      const saved = await saveDraft(parts, { ...asking(caller, context), id: params.id, ...body });
      return presentCase(parts, saved, caller, context.now);
    },

    'POST /cases/{id}/submit': async ({ params, caller, context }) => {
      const submitted = await submitCase(parts, { ...asking(caller, context), id: params.id });
      return presentCase(parts, submitted, caller, context.now);
    },

    'POST /cases/{id}/supplement': async ({ params, body, caller, context }) => {
      const sent = await supplementCase(parts, { ...asking(caller, context), id: params.id, ...body });
      return presentCase(parts, sent, caller, context.now);
    },

    'POST /cases/{id}/materials': async ({ params, body, caller, context }) => {
      const sent = await addLaterMaterials(parts, { ...asking(caller, context), id: params.id, ...body });
      return presentCase(parts, sent, caller, context.now);
    },

    'DELETE /cases/{id}': ({ params, caller, context }) =>
      discardDraft(parts, { ...asking(caller, context), id: params.id }) as Promise<undefined>,

    'POST /case-lookups': ({ body, context: { address, now } }) =>
      lookUpCase(parts, { ...body, address, now }),
  };
}

function asking(caller: Caller, { operationId, now }: RequestContext) {
  return { caller, operationId, now };
}
