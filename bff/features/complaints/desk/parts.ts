import type { VenueLevel } from '../../../../shared/contract/venues';
import type { OtherAct } from '../../audit';
import type { Staff } from '../../staff';
import type { ComplaintParts } from '../parts';

/** What the desk asks of the other features besides. */
export interface DeskNeeds {
  officers: Pick<Staff, 'officersAt' | 'windowsOf' | 'beforeSeat' | 'sittingAt'>;
  halls: { all(): readonly { id: string; level: VenueLevel }[] };
  /** Writes down who looked at a phone in full. Nothing is answered before it stands. */
  record(act: OtherAct): Promise<void>;
}

/** What the desk's commands work with. */
export interface DeskParts extends ComplaintParts, DeskNeeds {}
