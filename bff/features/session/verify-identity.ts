import { randomBytes } from 'node:crypto';
import {
  idNumberFault,
  idNumberWords,
  nameFault,
  nameWords,
  normalizeIdNumber,
  normalizeName,
} from '../../../shared/domain/identity';
import { dateOf } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import { tellSessions } from './end-sessions';
import { finishErasureOfPerson } from './erase-data';
import { type AccountDoc, type PersonDoc, purposes } from './model';
import type { SessionParts } from './parts';

export interface Claim {
  accountId: string;
  /** Network address: tries are counted for it too. */
  address: string;
  name: string;
  idNumber: string;
  now: Date;
}

/**
 * Verifies a real name with the authority and makes the account that person's. The same answer comes back whether
 * the person is new here or known: nobody learns who uses the service by trying.
 *
 * Wrong pairs are counted per account and per address. They are not counted per ID number: a stranger could then
 * lock somebody else out by guessing at their number.
 * @throws Problem VALIDATION_FAILED, IDENTITY_NOT_VERIFIED, IDENTITY_TRIES_EXHAUSTED, IDENTITY_ALREADY_SET,
 * IDENTITY_UNAVAILABLE
 */
export async function verifyIdentity(parts: SessionParts, claim: Claim): Promise<void> {
  const name = normalizeName(claim.name);
  const idNumber = normalizeIdNumber(claim.idNumber);
  refuseMalformed(name, idNumber, claim.now);
  const idIndex = parts.cipher.blindIndex(idNumber, purposes.personIdNumber);
  const account = await parts.accounts.findOne({ _id: claim.accountId, erasing: null }).lean<AccountDoc>();
  if (!account) throw new Problem('SESSION_EXPIRED');
  if (account.idIndex !== null && account.idIndex !== idIndex) throw new Problem('IDENTITY_ALREADY_SET');
  if (account.personId !== null && (await isNamed(parts, account.personId, name))) return;

  await askAuthority(parts, claim, name, idNumber);
  // The account says first whose it is, and only once: two different people cannot both win, and the one who
  // loses leaves no person behind.
  const claimed = await parts.accounts.updateOne(
    { _id: account._id, erasing: null, idIndex: { $in: [null, idIndex] } },
    { $set: { idIndex } },
  );
  if (claimed.matchedCount === 0) throw new Problem('IDENTITY_ALREADY_SET');
  await becomePerson(parts, account._id, { name, idNumber, idIndex, now: claim.now });
  await tellSessions(parts, [account._id]);
}

/** @param where the fields stand in the request */
function refuseMalformed(name: string, idNumber: string, now: Date, where = 'body'): void {
  const nameWrong = nameFault(name, idNumber);
  const numberWrong = idNumberFault(idNumber, dateOf(now));
  if (nameWrong === null && numberWrong === null) return;
  throw new Problem('VALIDATION_FAILED', {
    fields: {
      ...(nameWrong && { [`${where}.name`]: nameWords[nameWrong] }),
      ...(numberWrong && { [`${where}.idNumber`]: idNumberWords[numberWrong] }),
    },
  });
}

async function isNamed(parts: SessionParts, personId: string, name: string): Promise<boolean> {
  const person = await parts.persons.findOne({ _id: personId, erasing: null }).lean<PersonDoc>();
  return person !== null && parts.cipher.open(person.name, purposes.personName) === name;
}

/** A try is taken before asking, so that many at once cannot slip past, and given back unless it was wrong. */
async function askAuthority(
  parts: SessionParts,
  claim: Claim,
  name: string,
  idNumber: string,
): Promise<void> {
  const counted = [
    { limiter: parts.tries.account, key: claim.accountId },
    { limiter: parts.tries.address, key: claim.address },
  ];
  let wrong = false;
  const taken: typeof counted = [];
  try {
    for (const each of counted) {
      const wait = await each.limiter.take(each.key);
      taken.push(each);
      if (wait !== null) throw new Problem('IDENTITY_TRIES_EXHAUSTED', { retryAfter: wait });
    }
    wrong = !(await parts.identity.matches(name, idNumber));
  } finally {
    if (!wrong) for (const { limiter, key } of taken) await limiter.giveBack(key);
  }
  if (wrong) throw new Problem('IDENTITY_NOT_VERIFIED');
}

/**
 * The person of an ID card that a member of staff has seen and compared with its holder: the counter is the authority then.
 * @throws Problem VALIDATION_FAILED when the card cannot be one
 */
export async function personOfCard(
  parts: SessionParts,
  card: { name: string; idNumber: string },
  now: Date,
): Promise<string> {
  const name = normalizeName(card.name);
  const idNumber = normalizeIdNumber(card.idNumber);
  refuseMalformed(name, idNumber, now, 'body.applicant');
  const idIndex = parts.cipher.blindIndex(idNumber, purposes.personIdNumber);
  return findOrCreatePerson(parts, { name, idNumber, idIndex, now });
}

/**
 * The person behind a name and an ID number that the authority confirms: for whoever has no account of their own. Wrong
 * pairs count as the caller's own do.
 * @throws Problem VALIDATION_FAILED, IDENTITY_NOT_VERIFIED, IDENTITY_TRIES_EXHAUSTED, IDENTITY_UNAVAILABLE
 */
export async function personByAuthority(parts: SessionParts, claim: Claim): Promise<string> {
  const name = normalizeName(claim.name);
  const idNumber = normalizeIdNumber(claim.idNumber);
  refuseMalformed(name, idNumber, claim.now);
  await askAuthority(parts, claim, name, idNumber);
  const idIndex = parts.cipher.blindIndex(idNumber, purposes.personIdNumber);
  return findOrCreatePerson(parts, { name, idNumber, idIndex, now: claim.now });
}

interface Verified {
  name: string;
  idNumber: string;
  idIndex: string;
  now: Date;
}

async function becomePerson(parts: SessionParts, accountId: string, verified: Verified): Promise<void> {
  for (;;) {
    const personId = await findOrCreatePerson(parts, verified);
    const linked = await parts.accounts.updateOne(
      { _id: accountId, erasing: null },
      { $set: { personId, verifiedAt: verified.now } },
    );
    if (linked.matchedCount === 0) throw new Problem('SESSION_EXPIRED');
    // An erasure that began in between did not see this account: it must not hang on to nobody.
    if (await parts.persons.exists({ _id: personId, erasing: null })) return;
    await parts.accounts.updateOne(
      { _id: accountId, personId },
      { $set: { personId: null, verifiedAt: null } },
    );
  }
}

async function findOrCreatePerson(
  parts: SessionParts,
  { name, idNumber, idIndex, now }: Verified,
): Promise<string> {
  const { persons, cipher } = parts;
  for (;;) {
    try {
      const person = await persons
        .findOneAndUpdate(
          { idIndex, erasing: null },
          {
            // The authority has just confirmed this name: people change theirs.
            $set: { name: cipher.seal(name, purposes.personName) },
            $setOnInsert: {
              _id: randomBytes(16).toString('base64url'),
              idNumber: cipher.seal(idNumber, purposes.personIdNumber),
              createdAt: now,
            },
          },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<PersonDoc>();
      if (person) return person._id;
    } catch (error) {
      // Somebody else made the person at the same moment, or the person is being erased.
      if ((error as { code?: unknown }).code !== 11000) throw error;
      const erased = await persons.findOne({ idIndex, erasing: { $ne: null } }).lean<PersonDoc>();
      if (erased) await finishErasureOfPerson(parts, erased._id);
    }
  }
}
