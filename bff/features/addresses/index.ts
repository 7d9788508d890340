import { addressesContract } from '../../../shared/contract/addresses';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { AnyModel } from '../../stores/indexes';

/** An address in the clear: opened to be used and forgotten. */
export interface PlainAddress {
  name: string;
  phone: string;
  /** County, 6 digits, or township, 9. */
  regionCode: string;
  /** Province, city, county, township as far as given. */
  region: string[];
  detail: string;
}

/** What others may ask of the address book. */
export interface Addresses {
  routes: Routes<typeof addressesContract>;
  models: AnyModel[];
  /** An address of that person in the clear; null when there is none (any more). */
  find(personId: string, addressId: string): Promise<PlainAddress | null>;
  /** Province, city, county, township of a code; null when nothing is known of it. */
  regionNames(code: string): string[] | null;
}

export function createAddresses(_deps: Deps): Addresses {
  const routes = Object.fromEntries(
    Object.keys(addressesContract).map((name) => [
      name,
      async () => {
        throw new Problem('NOT_FOUND');
      },
    ]),
  ) as unknown as Routes<typeof addressesContract>;
  return { routes, models: [], find: async () => null, regionNames: () => null };
}
