import { Problem } from '../../problem';
import type { StaffAccountDoc } from './model';
import type { StaffParts } from './parts';

type Parts = Pick<StaffParts, 'rosters' | 'accounts'>;

/** The one document in which the administrators of the whole city stand. */
export const ROSTER = 'administrators';

/** Whether an account keeps all others: who cannot do that does not count as the last one. */
export function isCityAdministrator(account: Pick<StaffAccountDoc, 'roles' | 'venueId'>): boolean {
  return account.venueId === null && account.roles.includes('administrator');
}

/** Notes that an administrator signed in and so can really be relied upon. */
export async function joinRoster({ rosters, accounts }: Parts, staffId: string): Promise<void> {
  await rosters.updateOne({ _id: ROSTER }, { $addToSet: { ids: staffId } }, { upsert: true });
  // They may have been closed in this very moment; whoever closed them looked before we wrote.
  const account = await accounts.findById(staffId).lean<StaffAccountDoc>();
  if (!account || account.closedAt || account.initialUntil || !isCityAdministrator(account))
    await leaveRoster({ rosters }, staffId);
}

/**
 * Takes somebody out while another one stays, in one update: of two administrators who end each other at the same
 * moment, one stays. To be done before the account changes, and `leaveRoster` again after it.
 * @throws Problem STAFF_LAST_ADMINISTRATOR
 */
export async function spareFromRoster({ rosters }: Pick<Parts, 'rosters'>, staffId: string): Promise<void> {
  const left = await rosters.updateOne(
    { _id: ROSTER, ids: staffId, 'ids.1': { $exists: true } },
    { $pull: { ids: staffId } },
  );
  if (left.modifiedCount === 1) return;
  if (await rosters.exists({ _id: ROSTER, ids: staffId })) throw new Problem('STAFF_LAST_ADMINISTRATOR');
}

export async function leaveRoster({ rosters }: Pick<Parts, 'rosters'>, staffId: string): Promise<void> {
  await rosters.updateOne({ _id: ROSTER }, { $pull: { ids: staffId } });
}
