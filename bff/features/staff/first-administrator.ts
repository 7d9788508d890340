import type { Deps } from '../../deps';
import { type StaffAccountDoc, staffModels } from './model';
import { initialPassword, Passwords } from './passwords';
import { ROSTER, readRoster } from './roster';
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
  const usable = await accounts.exists({
    roles: 'administrator',
    venueId: null,
    closedAt: null,
    $or: [{ initialUntil: null }, { initialUntil: { $gt: now } }],
  });
  if (usable) throw new Error('There is an administrator already; accounts are kept by them.');
  const fresh = await freshPassword(needs, now);
  const _id = `s${number.toLowerCase()}-first`;
  // Of two commands at the same moment one gets this place.
  const before = await readRoster({ rosters });
  try {
    const claimed = await rosters.updateOne(
      { _id: ROSTER, first: before?.first ?? null },
      { $set: { first: `${_id} ${fresh.set.initialUntil.toISOString()}` } },
      { upsert: before === null },
    );
    if (claimed.matchedCount === 0 && claimed.upsertedCount === 0) throw new Error('claimed');
  } catch (error) {
    throw new Error('Another command is making the first administrator.', { cause: error });
  }
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
