import type { Deps } from '../../deps';
import { Problem } from '../../problem';
import type { RegionFinder } from './find-region';
import type { AddressModel } from './model';
import type { Regions } from './regions';

/** What the commands work with. Made once in index.ts. */
export interface AddressParts extends Pick<Deps, 'settings' | 'cipher'> {
  addresses: AddressModel;
  /** Read from disk when somebody first asks. */
  regions: () => Regions;
  /** Made from them when somebody first pastes something. */
  finder: () => RegionFinder;
}

/** Who writes into their book, and under which operation. */
export interface Asking {
  personId: string;
  operationId: string;
  now: Date;
}

/** An address as it is typed. */
export interface AddressFields {
  name: string;
  phone: string;
  regionCode: string;
  detail: string;
  isDefault: boolean;
}

/** Turns after which somebody else wins every race; then the store is in trouble, not we. */
export const MOST_TURNS = 50;

/** The region's code of today. @throws Problem VALIDATION_FAILED when it is no county or township */
export function regionOf({ regions }: Pick<AddressParts, 'regions'>, code: string): string {
  const region = regions().get(code);
  if (region?.level === 'county' || region?.level === 'township') return region.code;
  throw new Problem('VALIDATION_FAILED', {
    fields: { 'body.regionCode': '没有这个县区或乡镇，重新选一次。' },
  });
}

/** Whether an index refused to take it. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === 11000;
}
