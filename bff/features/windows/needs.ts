import type { Deps } from '../../deps';
import type { Catalogue } from '../catalogue';
import type { Complaints } from '../complaints';
import type { Evaluations } from '../evaluations';
import type { Staff } from '../staff';
import type { Venues } from '../venues';

/** What window pages ask of the other features, and no more. */
export interface WindowNeeds {
  venues: Pick<Venues, 'venue' | 'all' | 'onChange'>;
  catalogue: Pick<Catalogue, 'itemsAt' | 'caseItem' | 'onChange'>;
  staff: Pick<Staff, 'seatedAt'>;
  evaluations: Pick<Evaluations, 'rates'>;
  complaints: Pick<Complaints, 'aboutWindow'>;
}

/** What the pages are made with. */
export interface WindowParts extends Pick<Deps, 'settings' | 'log' | 'wechat'>, Omit<WindowNeeds, 'venues'> {
  venues: Pick<Venues, 'venue'>;
  /** A window by id, with the id of its hall; null when there is none. */
  find(windowId: string): FoundWindow | null;
}

export interface FoundWindow {
  id: string;
  name: string;
  department: string;
  venueId: string;
}
