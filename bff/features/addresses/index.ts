import type { addressesContract } from '../../../shared/contract/addresses';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { createRegionFinder } from './find-region';
import { type AddressDoc, addressModel, purposes } from './model';
import type { AddressParts } from './parts';
import { addressData } from './person-data';
import { loadRegions } from './regions';
import { addressRoutes } from './routes';

/** An address in the clear: opened to be used and forgotten. */
export interface PlainAddress {
  name: string;
  phone: string;
  /** County, 6 digits, or township, 9. */
  regionCode: string;
  /** Province, city, county and, as far as given, township: each always in its place (see `regionNames`). */
  region: string[];
  detail: string;
}

/** What others may ask of the address book. */
export interface Addresses {
  routes: Routes<typeof addressesContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** An address of that person in the clear; null when there is none (any more). */
  find(personId: string, addressId: string): Promise<PlainAddress | null>;
  /**
   * Province, city, county and, for a code of 9 digits, township, each always in its place: where there is no city of its
   * own a neighbour's name stands (北京市 北京市 东城区; 湖北省 仙桃市 仙桃市). Null when it is no county or township.
   */
  regionNames(code: string): string[] | null;
}

/** The address book of each person, and the divisions of the country that fill it. */
export function createAddresses(deps: Pick<Deps, 'settings' | 'cipher' | 'mongo'>): Addresses {
  const { settings, cipher, mongo } = deps;
  const addresses = addressModel(mongo);
  const regions = once(loadRegions);
  const finder = once(() => createRegionFinder(regions()));
  const parts: AddressParts = { settings, cipher, addresses, regions, finder };
  return {
    routes: addressRoutes(parts),
    models: [addresses],
    dataHolder: addressData(parts),
    find: async (personId, addressId) => {
      const doc = await addresses.findOne({ _id: addressId, personId }).lean<AddressDoc>();
      if (!doc) return null;
      return {
        name: cipher.open(doc.name, purposes.name),
        phone: cipher.open(doc.phone, purposes.phone),
        regionCode: doc.regionCode,
        region: regions().names(doc.regionCode) ?? [],
        detail: cipher.open(doc.detail, purposes.detail),
      };
    },
    regionNames: (code) => regions().names(code),
  };
}

/** Makes something when it is first wanted, and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
