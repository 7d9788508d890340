import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { toIso } from '../../../../shared/domain/time';
import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import type { DisplayDoc } from '../model';
import type { BookingParts } from '../parts';
import { hallCode } from './hall-code';
import { venueWithin } from './scope';

/** A key for a screen of the hall; only its hash is kept. @throws Problem NOT_FOUND */
export async function addDisplay(
  parts: BookingParts,
  staff: StaffCaller,
  venueId: string,
  name: string,
  now: Date,
) {
  const venue = venueWithin(parts, staff, venueId);
  const key = randomBytes(24).toString('base64url');
  const display: DisplayDoc = {
    _id: randomUUID(),
    venueId: venue.id,
    name,
    keyHash: hashOf(key),
    createdAt: now,
    by: `${staff.name}（${staff.number}）`,
  };
  await parts.displays.create(display);
  return { ...presented(display), key };
}

/** @throws Problem NOT_FOUND */
export async function listDisplays(parts: BookingParts, staff: StaffCaller, venueId: string) {
  const venue = venueWithin(parts, staff, venueId);
  const displays = await parts.displays
    .find({ venueId: venue.id })
    .sort({ createdAt: 1 })
    .lean<DisplayDoc[]>();
  return { items: displays.map(presented) };
}

/** @throws Problem NOT_FOUND */
export async function removeDisplay(
  parts: BookingParts,
  staff: StaffCaller,
  venueId: string,
  displayId: string,
): Promise<void> {
  const venue = venueWithin(parts, staff, venueId);
  const { deletedCount } = await parts.displays.deleteOne({ _id: displayId, venueId: venue.id });
  if (deletedCount === 0) throw new Problem('NOT_FOUND');
}

/** What the hall shows now. @throws Problem DISPLAY_KEY_UNKNOWN */
export async function codeForDisplay(parts: BookingParts, venueId: string, key: string, now: Date) {
  const known = await parts.displays.exists({ venueId, keyHash: hashOf(key) });
  if (!known) throw new Problem('DISPLAY_KEY_UNKNOWN');
  const { code, until } = hallCode(parts.settings.ticketKey, venueId, now);
  return { code, until: toIso(until), now: toIso(now) };
}

function presented({ _id, name, createdAt, by }: DisplayDoc) {
  return { id: _id, name, createdAt: toIso(createdAt), by };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
