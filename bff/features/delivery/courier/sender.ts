import { toIso } from '../../../../shared/domain/time';
import type { ParcelEnd } from '../../../gateways/couriers';
import type { CourierParts } from './parts';

/** The city's own halls stand in its first district. */
const CITY = '530600';
const FIRST_DISTRICT = '530602';

/** The hall as a sender; null when there is no such hall (any more). */
export function senderOf({ venues, addresses }: CourierParts, venueId: string): ParcelEnd | null {
  const venue = venues.venue(venueId);
  if (!venue) return null;
  const code = venue.county === CITY ? FIRST_DISTRICT : venue.county;
  const [province = '', city = '', area = ''] = addresses.regionNames(code) ?? [];
  return { name: venue.name, phone: venue.phone, province, city, area, address: venue.address.text };
}

const HOUR_MS = 3_600_000;
const NOTICE_MS = 2 * HOUR_MS;
const OPENS = 9;
const CLOSES = 17;

/** When a courier may come: two hours from now, by day. */
export function courierTime(now: Date): Date {
  const soon = new Date(now.getTime() + NOTICE_MS);
  const [date = '', time = ''] = toIso(soon).split('T');
  const hour = Number(time.slice(0, 2));
  const opening = new Date(`${date}T${String(OPENS).padStart(2, '0')}:00:00+08:00`);
  if (hour < OPENS) return opening;
  return hour < CLOSES ? soon : new Date(opening.getTime() + 24 * HOUR_MS);
}
