import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import { complaintCategories } from '../../../shared/domain/complaint';
import type { ComplaintFacts } from '../../../shared/domain/complaint-rules';
import { latelyAssigned } from './clocks';
import type { ComplaintDoc } from './model';

/** What the guards of the table look at. @param returnDays COMPLAINT_RETURN_DAYS */
export function factsOf(
  doc: ComplaintDoc,
  now: Date,
  calendar: WorkingDayCalendar,
  returnDays: number,
): ComplaintFacts {
  return {
    state: doc.state,
    handlerId: doc.handler?.staffId ?? null,
    handledBy: doc.handledBy,
    returned: doc.returned,
    latelyAssigned: latelyAssigned(doc.assignedAt, now, calendar, returnDays),
    extension: doc.extension.state,
    round: doc.round,
    endingSaid: !endingNeeded(doc) || doc.ending !== null,
    satisfied: doc.satisfied,
  };
}

/** Whether its answer must say how it ends: a matter that was not done. */
export function endingNeeded({ category }: Pick<ComplaintDoc, 'category'>): boolean {
  return category === 'matter-not-done';
}

/** Hall and window in words; null when it was not said. */
export function placeWordsOf(
  venues: { venue(id: string): { name: string; windows: readonly { id: string; name: string }[] } | null },
  { venueId, windowId }: Pick<ComplaintDoc, 'venueId' | 'windowId'>,
): string | null {
  const venue = venueId === null ? null : venues.venue(venueId);
  if (!venue) return null;
  const window = venue.windows.find(({ id }) => id === windowId);
  return window ? `${venue.name} ${window.name}` : venue.name;
}

/** What it is called in a list: the item, else the place, else the category. */
export function titleOf(
  venues: { venue(id: string): { name: string } | null },
  doc: Pick<ComplaintDoc, 'itemName' | 'venueId' | 'category'>,
): string {
  const venue = doc.venueId === null ? null : venues.venue(doc.venueId);
  return doc.itemName ?? venue?.name ?? complaintCategories[doc.category].words;
}
