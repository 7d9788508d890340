import { createHash, randomBytes } from 'node:crypto';
import type { Deps } from '../../deps';
import type { StaffCaller } from '../../http/route';
import type { Venue } from '../venues';
import type { StaffModels } from './model';
import type { Passwords } from './passwords';

/** What the staff feature asks of venues. */
export interface VenuesForStaff {
  venue(id: string): Venue | null;
  all(): readonly Venue[];
}

/** Something that no endpoint's own record tells of: a sign-in, or what a change consisted in. */
export interface OtherAct {
  act: string;
  staff: Pick<StaffCaller, 'staffId' | 'number' | 'roles' | 'venueId' | 'department'> | null;
  about: Record<string, string>;
  outcome: string;
  requestId: string;
  address: string;
}

/** What the commands work with. Made once in index.ts. */
export interface StaffParts extends StaffModels, Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher'> {
  passwords: Passwords;
  venues: VenuesForStaff;
  record: (act: OtherAct) => Promise<void>;
  /** Told who sits down at which window, before they do. */
  seated: BeforeSeat[];
}

/** Told before somebody sits down at a window, and of the one they leave for it. What it throws keeps them from it. */
export type BeforeSeat = (staffId: string, windowIds: readonly string[]) => Promise<void>;

/** An opaque token of 256 bits, and what is stored in its place. */
export function newToken(): { token: string; id: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, id: tokenId(token) };
}

export function tokenId(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
