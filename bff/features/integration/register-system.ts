import { randomBytes } from 'node:crypto';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import { type integrationModels, integrationPurposes, type SystemDoc, type SystemKeyDoc } from './model';
import type { SignatureAlgorithm } from './signature';

type Models = Pick<ReturnType<typeof integrationModels>, 'systems' | 'keys'>;

/** What is needed to sign; the secret is shown once and cannot be had again. */
export interface NewKey {
  keyId: string;
  secret: string;
  algorithms: readonly SignatureAlgorithm[];
}

/** As many keys of a system as may be good at once. */
export const KEYS_AT_ONCE = 2;

/** @throws Error when there is such a system */
export async function registerSystem(
  models: Models,
  cipher: PersonalDataCipher,
  system: Omit<SystemDoc, 'createdAt'>,
  algorithms: readonly SignatureAlgorithm[],
  now: Date,
): Promise<NewKey> {
  if (!/^[a-z0-9][a-z0-9-]{1,30}$/.test(system._id))
    throw new Error('The id has 2 to 31 lower-case letters, digits and hyphens');
  if (system.departments.length === 0) throw new Error('A system speaks for one department at least');
  if (await models.systems.exists({ _id: system._id })) throw new Error(`There is a system ${system._id}`);
  await models.systems.create({ ...system, createdAt: now });
  return addKey(models, cipher, system._id, algorithms, now);
}

/**
 * Gives a system another key; those it had stay good for as long as the change takes.
 * @param graceDays after which the older ones end
 * @throws Error when there is no such system, or it has two good keys already
 */
export async function rotateKey(
  models: Models,
  cipher: PersonalDataCipher,
  systemId: string,
  graceDays: number,
  now: Date,
): Promise<NewKey> {
  if (!(await models.systems.exists({ _id: systemId }))) throw new Error(`There is no system ${systemId}`);
  const good = await goodKeys(models, systemId, now);
  if (good.length >= KEYS_AT_ONCE)
    throw new Error(`${systemId} has ${good.length} good keys already; end one first: --end KEY_ID`);
  const algorithms = good[0]?.algorithms ?? ['hmac-sha256', 'hmac-sm3'];
  const made = await addKey(models, cipher, systemId, algorithms, now);
  const until = new Date(now.getTime() + graceDays * 86_400_000);
  await models.keys.updateMany({ systemId, _id: { $ne: made.keyId }, until: null }, { $set: { until } });
  return made;
}

/** Ends a key at once. @throws Error when there is no such key */
export async function endKey({ keys }: Models, keyId: string, now: Date): Promise<void> {
  const { matchedCount } = await keys.updateOne({ _id: keyId }, { $set: { until: now } });
  if (matchedCount === 0) throw new Error(`There is no key ${keyId}`);
}

function goodKeys({ keys }: Models, systemId: string, now: Date): Promise<SystemKeyDoc[]> {
  return keys.find({ systemId, $or: [{ until: null }, { until: { $gt: now } }] }).lean<SystemKeyDoc[]>();
}

async function addKey(
  { keys }: Models,
  cipher: PersonalDataCipher,
  systemId: string,
  algorithms: readonly SignatureAlgorithm[],
  now: Date,
): Promise<NewKey> {
  const keyId = `${systemId}-${randomBytes(4).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  await keys.create({
    _id: keyId,
    systemId,
    secret: cipher.seal(secret, integrationPurposes.secret),
    algorithms: [...algorithms],
    createdAt: now,
  });
  return { keyId, secret, algorithms };
}
