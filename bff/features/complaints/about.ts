import { dateOf } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import type { ComplaintDoc } from './model';
import type { ComplaintVenue } from './needs';
import type { ComplaintParts } from './parts';

/** What a complaint says it is about. */
export interface SaidAbout {
  on?: string;
  venueId?: string;
  windowId?: string;
  itemCode?: string;
  caseId?: string;
  appointmentId?: string;
}

export type About = Pick<
  ComplaintDoc,
  | 'venueId'
  | 'deskVenueId'
  | 'windowId'
  | 'itemCode'
  | 'itemName'
  | 'department'
  | 'caseId'
  | 'caseNumber'
  | 'appointmentId'
  | 'barred'
  | 'barredWindowId'
>;

/**
 * Place, item and department, and who must never see it: officers who handled the case, who served the appointment, who sit at
 * the window or sat there that day. Of what was said itself nothing is guessed; the rest follows from the case, the appointment
 * and the window.
 * @param asked.anonymous the case and the appointment are asked and forgotten: they would tell who complains
 * @throws Problem NOT_FOUND when something is not there, or not theirs; NOT_SIGNED_IN for a case or an appointment of nobody
 */
export async function aboutOf(
  parts: ComplaintParts,
  said: SaidAbout,
  asked: { caller: Caller | undefined; anonymous: boolean; now: Date },
): Promise<About> {
  const { caller, anonymous, now } = asked;
  if ((said.caseId ?? said.appointmentId) !== undefined && !caller) throw new Problem('NOT_SIGNED_IN');
  const theirs = caller && { caller, now };
  const [theCase, appointment] = await Promise.all([
    said.caseId !== undefined && theirs ? parts.cases.complainedOf(said.caseId, theirs) : null,
    said.appointmentId !== undefined && theirs
      ? parts.appointments.complainedOf(said.appointmentId, theirs)
      : null,
  ]);
  const venue = placeOf(parts, said.venueId ?? appointment?.venueId ?? theCase?.venueId);
  const windowId =
    said.windowId ?? (appointment?.venueId === venue?.id ? appointment?.windowId : null) ?? null;
  const window = windowId === null ? null : venue?.windows.find(({ id }) => id === windowId);
  if (window === undefined) throw new Problem('NOT_FOUND', { next: '重新选一下是哪个窗口。' });
  const itemCode = said.itemCode ?? theCase?.itemCode ?? appointment?.itemCode ?? null;
  const item = itemCode === null ? null : parts.catalogue.findItem(itemCode);
  if (said.itemCode !== undefined && !item)
    throw new Problem('NOT_FOUND', { next: '重新选一下是哪个事项。' });
  const on = said.on ?? dateOf(now);
  const atWindow =
    window && venue
      ? await Promise.all([
          parts.staff.sittingAt(window.id),
          parts.staff.satAt({ windowId: window.id, on }),
          parts.appointments.servedAt({ venueId: venue.id, windowId: window.id, date: on }),
        ])
      : [];
  return {
    venueId: venue?.id ?? null,
    deskVenueId: deskOf(parts, venue),
    windowId: window?.id ?? null,
    itemCode,
    itemName: item?.name ?? theCase?.itemName ?? appointment?.itemName ?? null,
    department: theCase?.department ?? item?.department ?? window?.department ?? null,
    caseId: anonymous ? null : (theCase?.caseId ?? null),
    caseNumber: anonymous ? null : (theCase?.number ?? null),
    appointmentId: anonymous ? null : (appointment?.appointmentId ?? null),
    barred: [
      ...new Set([...(theCase?.staffIds ?? []), ...(appointment?.staffIds ?? []), ...atWindow.flat()]),
    ],
    barredWindowId: window?.id ?? null,
  };
}

function placeOf({ venues }: ComplaintParts, venueId: string | undefined): ComplaintVenue | null {
  if (venueId === undefined) return null;
  const venue = venues.venue(venueId);
  if (!venue) throw new Problem('NOT_FOUND', { next: '重新选一下是哪个大厅。' });
  return venue;
}

/** A township or a village has nobody who hands out complaints: the centre of its county does; without a place the city's. */
function deskOf({ venues }: ComplaintParts, venue: ComplaintVenue | null): string {
  if (venue && (venue.level === 'city' || venue.level === 'county')) return venue.id;
  const all = venues.all();
  const county = venue && all.find(({ level, county }) => level === 'county' && county === venue.county);
  const centre = county ?? all.find(({ level }) => level === 'city');
  if (!centre) throw new Error('There is no city centre');
  return centre.id;
}
