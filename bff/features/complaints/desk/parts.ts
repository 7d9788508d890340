import type { OtherAct } from '../../audit';
import type { Staff } from '../../staff';
import type { ComplaintParts } from '../parts';
import type { PublicationSide } from './publication-side';

/** What the desk asks of the other features besides. */
export interface DeskNeeds {
  officers: Pick<Staff, 'officersAt' | 'windowsOf' | 'beforeSeat' | 'sittingAt'>;
  /** Writes down who looked at a phone in full. Nothing is answered before it stands. */
  record(act: OtherAct): Promise<void>;
}

/** What the desk's commands work with. */
export interface DeskParts extends ComplaintParts, DeskNeeds {
  publication: PublicationSide;
}
