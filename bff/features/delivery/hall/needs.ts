import type { StaffRole } from '../../../../shared/domain/staff';
import type { DeliveryParts } from '../parts';

/** What the hall's side asks of the other features besides. */
export interface HallNeeds {
  staff: {
    staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
  };
}

/** What the hall's commands work with. */
export interface HallParts extends DeliveryParts, HallNeeds {}
