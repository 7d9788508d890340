import type { addressesContract } from '../../../shared/contract/addresses';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { addAddress } from './add-address';
import { changeAddress, notInBook } from './change-address';
import type { AddressDoc } from './model';
import { parseAddress } from './parse-address';
import type { AddressParts, Asking } from './parts';
import { presentAddress, presentAddressRow } from './presenter';

export function addressRoutes(parts: AddressParts): Routes<typeof addressesContract> {
  const { addresses, regions, finder, settings } = parts;
  return {
    'GET /me/addresses': async ({ caller }) => {
      const docs = await addresses
        .find({ personId: personOf(caller) })
        .sort({ isDefault: -1, changedAt: -1, _id: 1 })
        .lean<AddressDoc[]>();
      return { items: docs.map((doc) => presentAddressRow(parts, doc)), most: settings.addresses.most };
    },

    'GET /me/addresses/{id}': async ({ params, caller }) => {
      const doc = await addresses.findOne({ _id: params.id, personId: personOf(caller) }).lean<AddressDoc>();
      if (!doc) throw notInBook();
      return presentAddress(parts, doc);
    },

    'POST /me/addresses': async ({ body, caller, context }) =>
      presentAddress(parts, await addAddress(parts, { ...asking(caller, context), fields: body })),

    'PUT /me/addresses/{id}': async ({ params, body: { version, ...fields }, caller, context }) => {
      const command = { ...asking(caller, context), id: params.id, version: version ?? null, fields };
      return presentAddress(parts, await changeAddress(parts, command));
    },

    'DELETE /me/addresses/{id}': async ({ params, caller }) => {
      const { deletedCount } = await addresses.deleteOne({ _id: params.id, personId: personOf(caller) });
      if (deletedCount === 0) throw notInBook();
      return undefined;
    },

    'POST /addresses/parse': async ({ body }) => {
      const found = parseAddress(body.text, finder());
      return { ...found, regionWords: found.regionCode && regions().words(found.regionCode) };
    },

    'GET /regions': async ({ query }) => {
      const below = regions().below(query.parent ?? null);
      if (!below) throw new Problem('NOT_FOUND', { next: '从省份开始重新选。' });
      return { items: below.map(({ code, name, level }) => ({ code, name, hasMore: level !== 'township' })) };
    },
  };
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  return personId;
}

function asking(caller: Caller, { operationId, now }: RequestContext): Asking {
  return { personId: personOf(caller), operationId, now };
}
