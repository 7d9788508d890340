import type { Model } from 'mongoose';
import type { Deps } from '../../deps';
import { type StaffAccountDoc, type StaffRosterDoc, staffModels } from './model';
import { initialPassword, Passwords } from './passwords';
import { ROSTER } from './roster';
import { forgetTries } from './tries';

export interface FirstAdministrator {
  number: string;
  /** Shown this once, on the terminal of whoever ran the command. */
  initialPassword: string;
  until: Date;
}

type Needs = Pick<Deps, 'settings' | 'clock' | 'mongo' | 'cipher'>;

/**
 * Makes the first administrator of the whole city. There is no default password: the one given is random, for one use
 * and for the set hours. One whose first account was never used in that time may be made again.
 * @throws when there is an administrator, or the number is taken
 */
export async function firstAdministrator(
  needs: Needs,
  { number, name }: { number: string; name: string },
): Promise<FirstAdministrator> {
  const { accounts, rosters } = staffModels(needs.mongo);
  const now = needs.clock.now();
  const refuseSecond = async () => {
    const usable = await accounts.exists({
      roles: 'administrator',
      venueId: null,
      closedAt: null,
      $or: [{ initialUntil: null }, { initialUntil: { $gt: now } }],
    });
    if (usable) throw new Error('There is an administrator already; accounts are kept by them.');
  };
  await refuseSecond();
  const fresh = await freshPassword(needs, now);
  const _id = `s${number.toLowerCase()}-first`;
  await claimFirst(rosters, now);
  // Whoever had the claim before may have finished since we looked.
  await refuseSecond();
  const made = accounts.updateOne(
    { _id, number, lastSignInAt: null },
    {
      $set: { ...fresh.set, name, roles: ['administrator'], venueId: null, department: null, closedAt: null },
      $setOnInsert: { createdAt: now, sample: false },
      $inc: { revision: 1 },
    },
    { upsert: true },
  );
  await made.catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    throw new Error(`The number ${number} has an account already; choose another.`, { cause: error });
  });
  return { number, initialPassword: fresh.password, until: fresh.set.initialUntil };
}

/** How long a command has the place to itself; one that died leaves it to the next. */
const CLAIM_MS = 60_000;

/** Of several commands at the same moment one gets this place. @throws when another one has it */
async function claimFirst(rosters: Model<StaffRosterDoc>, now: Date): Promise<void> {
  const claim = { $set: { firstClaimedAt: now } };
  const old = { $lte: new Date(now.getTime() - CLAIM_MS) };
  const taken = await rosters.updateOne({ _id: ROSTER, firstClaimedAt: old }, claim);
  if (taken.matchedCount === 1) return;
  try {
    await rosters.updateOne({ _id: ROSTER, firstClaimedAt: null }, claim, { upsert: true });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    throw new Error('Another command is making the first administrator; try again in a minute.', {
      cause: error,
    });
  }
}

/**
 * For the day on which no administrator can sign in any more: a new initial password for one of them. Whoever may run
 * it can already write the database.
 * @throws when there is no open administrator account of the whole city with that number
 */
export async function resetFromConsole(needs: Needs, number: string): Promise<FirstAdministrator> {
  const { accounts, sessions, tries } = staffModels(needs.mongo);
  const fresh = await freshPassword(needs, needs.clock.now());
  const account = await accounts
    .findOneAndUpdate(
      { number, roles: 'administrator', venueId: null, closedAt: null },
      { $set: fresh.set, $inc: { revision: 1 } },
    )
    .lean<StaffAccountDoc>();
  if (!account) throw new Error(`No administrator of the whole city has the number ${number}.`);
  await sessions.deleteMany({ staffId: account._id });
  await forgetTries({ tries, cipher: needs.cipher }, number);
  return { number, initialPassword: fresh.password, until: fresh.set.initialUntil };
}

async function freshPassword({ settings }: Needs, now: Date) {
  const password = initialPassword();
  const { scrypt, initialPasswordHours } = settings.staff;
  const set = {
    password: await new Passwords(scrypt).hash(password),
    initialUntil: new Date(now.getTime() + initialPasswordHours * 3_600_000),
    secret: null,
    codeStep: -1,
  };
  return { password, set };
}
