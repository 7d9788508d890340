import type { WindowPage } from '../../../shared/contract/windows';
import { staffRoleWords } from '../../../shared/domain/staff';
import { addDays, at, dateOf } from '../../../shared/domain/time';
import { durationWords } from '../../../shared/domain/words';
import { Problem } from '../../problem';
import type { CatalogueItem } from '../catalogue';
import type { Venue } from '../venues';
import { hallStandards } from './hall-standards';
import type { FoundWindow, WindowParts } from './needs';

const HOTLINE = '12345';
/** More would be a list of its own: the catalogue has it. */
const ITEMS_SHOWN = 100;
const YEAR_DAYS = 365;

/**
 * A window as citizens see it. Of people nothing but what is published at the counter. Counted up to yesterday: a figure that
 * moves at once would tell the window who of those just there complained or rated it badly.
 * @throws Problem NOT_FOUND
 */
export async function windowPage(parts: WindowParts, windowId: string, now: Date): Promise<WindowPage> {
  const window = parts.find(windowId);
  const venue = window && parts.venues.venue(window.venueId);
  if (!window || !venue) throw new Problem('NOT_FOUND', { next: '在大厅页面里重新选窗口。' });
  const { department } = window;
  const today = dateOf(now);
  const midnight = at(today, '00:00');
  const month = at(`${today.slice(0, 8)}01`, '00:00');
  const year = at(addDays(today, -YEAR_DAYS), '00:00');
  const standards = hallStandards[venue.level];
  const items = itemsOf(parts, venue, window);
  const [first] = items;
  const [seated, ofFirst, ofMonth, ofYear, complaints] = await Promise.all([
    parts.staff.seatedAt({ venueId: venue.id, windowId }),
    first ? parts.catalogue.caseItem(first.code) : null,
    parts.evaluations.rates({ from: month, to: midnight, windowId }),
    parts.evaluations.rates({ from: year, to: midnight, windowId }),
    parts.complaints.aboutWindow(windowId, { from: year, to: midnight }),
  ]);
  return {
    id: window.id,
    name: window.name,
    venue: { id: venue.id, name: venue.name, address: venue.address.text, phone: venue.phone },
    department,
    officers: seated.map(({ name, number, roles }) => ({
      name,
      number,
      post: `${department} ${roles.map((role) => staffRoleWords[role]).join('、')}岗`,
      promise: standards.promise,
    })),
    promises: standards.promises,
    standards: standards.standards,
    process: standards.process,
    items: items.slice(0, ITEMS_SHOWN).map(({ code, name, promised }) => ({
      code,
      name,
      byWords:
        promised.unit === 'instant' ? '当场办好' : `承诺 ${durationWords(promised.value, promised.unit)}`,
    })),
    supervision: { phone: ofFirst?.supervisionPhone ?? venue.phone, hotline: HOTLINE },
    rates: { month: ofMonth, year: ofYear },
    complaints,
    sample: standards.sample || venue.sample,
  };
}

/** A township has one counter for everything (一个窗口受理). */
function itemsOf(
  { catalogue }: Pick<WindowParts, 'catalogue'>,
  { id, level }: Venue,
  { department }: FoundWindow,
): CatalogueItem[] {
  return catalogue.itemsAt(id, level === 'township' ? null : department);
}
