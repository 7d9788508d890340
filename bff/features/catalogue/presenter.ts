import type { Guide, ItemRow } from '../../../shared/contract';
import { weekWords } from '../../../shared/domain/hours';
import { durationWords } from '../../../shared/domain/words';
import type { Venues } from '../venues';
import { deadlineWords } from './deadline';
import type { CatalogueItem } from './directory';
import type { ItemDoc, Limit } from './model';

/** An item as lists show it. */
export function presentRow(item: CatalogueItem, venues: Venues): ItemRow {
  return {
    code: item.code,
    name: item.name,
    department: item.department,
    county: item.county,
    countyName: venues.regionName(item.county),
    venueId: item.venueId,
    venueName: venues.venue(item.venueId)?.name ?? '',
    type: item.type,
    caseKind: item.caseKind,
    channels: item.channels,
    promised: presentLimit(item.promised),
    visits: item.visits,
    bookable: item.bookable,
    feeWords: item.feeWords,
    lists: item.lists,
    sample: item.sample,
  };
}

export interface GuideExtras {
  soonest: Guide['soonest'];
  venueCount: number;
}

/** The guide of an item with what the hour decides: its deadline and the soonest free time. */
export function presentGuide(
  item: CatalogueItem,
  doc: ItemDoc,
  venues: Venues,
  now: Date,
  { soonest, venueCount }: GuideExtras,
): Guide {
  const venue = venues.venue(item.venueId);
  const windows = venue?.windows.filter(({ department }) => department === item.department) ?? [];
  const where = [venue?.address.text, windows.map(({ name }) => name).join('、')].filter(Boolean).join(' ');
  return {
    ...presentRow(item, venues),
    codes: { basic: doc.basicCode, implementation: doc._id, handling: doc.handlingCode },
    version: doc.version,
    implementingBody: doc.implementingBody,
    legal: presentLimit(doc.legal),
    deadlineWords: deadlineWords(item.promised, now, venues.calendar, (date) =>
      venues.periodsOn(item.venueId, date),
    ),
    visitsWhy: doc.visitsWhy,
    contact: {
      address: where,
      hours: weekWords(venue?.week ?? []),
      enquiryPhone: doc.enquiryPhone,
      supervisionPhone: doc.supervisionPhone,
    },
    ...doc.guide,
    soonest,
    venueCount,
  };
}

function presentLimit({ value, unit }: Limit) {
  return { value, unit, words: durationWords(value, unit) };
}
