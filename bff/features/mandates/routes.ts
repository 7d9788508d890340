import type { mandatesContract } from '../../../shared/contract/mandates';
import { toIso } from '../../../shared/domain/time';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { acceptMandate } from './accept-mandate';
import type { MandateDoc } from './model';
import { offerMandate } from './offer-mandate';
import type { Asking, MandateParts } from './parts';
import { presentMandate } from './presenter';
import { registerChild } from './register-child';
import { terms } from './terms';
import { withdrawMandate } from './withdraw-mandate';

export function mandateRoutes(parts: MandateParts): Routes<typeof mandatesContract> {
  return {
    'GET /mandates': async ({ caller, context: { now } }) => {
      const personId = personOf(caller);
      const docs = await parts.mandates
        .find({ $or: [{ principalId: personId }, { agentId: personId }] })
        .sort({ createdAt: -1 })
        .lean<MandateDoc[]>();
      const items = await Promise.all(docs.map((doc) => presentMandate(parts, doc, personId, now)));
      const ended = items.filter(({ state }) => state === 'ended');
      return {
        items: [...items.filter(({ state }) => state !== 'ended'), ...ended],
        terms,
        childUnder: parts.settings.mandates.childUnder,
      };
    },

    'POST /mandates': async ({ body, caller, context }) => {
      const command = asking(caller, context);
      const { mandate, code, until } = await offerMandate(parts, { ...command, ...body });
      const shown = await presentMandate(parts, mandate, command.personId, context.now);
      return { mandate: shown, code, until: toIso(until) };
    },

    'POST /mandates/accept': async ({ body, caller, context }) => {
      const command = asking(caller, context);
      const accepted = await acceptMandate(parts, { ...command, ...body });
      return presentMandate(parts, accepted, command.personId, context.now);
    },

    'POST /mandates/children': async ({ body, caller, context }) => {
      const command = asking(caller, context);
      const registered = await registerChild(parts, { ...command, ...body });
      return presentMandate(parts, registered, command.personId, context.now);
    },

    'POST /mandates/{id}/withdraw': async ({ params, caller, context }) => {
      const command = asking(caller, context);
      const ended = await withdrawMandate(parts, { ...command, id: params.id });
      return presentMandate(parts, ended, command.personId, context.now);
    },
  };
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

function asking(caller: Caller, { address, operationId, now }: RequestContext): Asking {
  return { personId: personOf(caller), accountId: caller.accountId, address, operationId, now };
}
