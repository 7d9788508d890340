import type { StaffRole } from '../../../../shared/domain/staff';
import type { DeliveryParts } from '../parts';
import type { TrackPointModel } from './model';

/** What the couriers' side asks of the other features besides. */
export interface CourierNeeds {
  staff: {
    staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
  };
  people: { accountToReach(accountId: string): Promise<{ openid: string } | null> };
  addresses: {
    /** Province, city and county of a code; null when it is none. */
    regionNames(code: string): string[] | null;
  };
}

export type CourierParts = DeliveryParts & CourierNeeds & { points: TrackPointModel };

/** Somebody who died or hangs is given up after so long: longer than all calls of a try together. */
export const CLAIM_MS = 3 * 60_000;

const MINUTE_MS = 60_000;
const MOST_MINUTES = 60;

/** Waits 1, 2, 4 … minutes, an hour at most. @param tries how often it was tried */
export function backOffMs(tries: number): number {
  return Math.min(2 ** Math.max(0, tries - 1), MOST_MINUTES) * MINUTE_MS;
}
