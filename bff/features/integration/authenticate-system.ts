import { randomBytes } from 'node:crypto';
import type { SignedRequest } from '../../http/access';
import type { SystemCaller } from '../../http/route';
import { Problem } from '../../problem';
import { isStoreFailure } from '../../stores/failures';
import { integrationPurposes, type SystemKeyDoc } from './model';
import type { IntegrationParts } from './parts';
import { sameSignature, signatureHeaders, signatureOf } from './signature';

/** How far the clocks may be apart, either way. */
const WINDOW_MS = 5 * 60_000;
/**
 * A nonce is remembered far longer than a timestamp is good: when this machine's clock was set back, timestamps of the
 * last hours become good once more.
 */
const REMEMBER_SECONDS = 24 * 3_600;
const USE_NOTED_EVERY_MS = 60_000;

/**
 * Makes the check of signed calls. Who does not exist, whose key has ended, who may not use the algorithm and who signed
 * wrongly all get the same answer after the same work.
 * @returns a function that throws Problem SIGNATURE_INVALID, SIGNATURE_EXPIRED, SIGNATURE_REPLAYED
 */
export function systemAuthenticator(parts: IntegrationParts) {
  const { keys, systems, cipher } = parts;
  // Opened and used in place of the secret of a key that does not exist.
  const nobody = cipher.seal(randomBytes(32).toString('base64url'), integrationPurposes.secret);

  return async (request: SignedRequest): Promise<SystemCaller> => {
    const given = signatureHeaders(request.headers);
    if (!given) throw new Problem('SIGNATURE_INVALID');
    const away = Math.abs(request.now.getTime() - Number(given.timestamp) * 1_000);
    if (away > WINDOW_MS) throw new Problem('SIGNATURE_EXPIRED');

    const key = await keys.findById(given.keyId).lean<SystemKeyDoc>();
    const secret = cipher.open(key?.secret ?? nobody, integrationPurposes.secret);
    const expected = signatureOf(
      { ...given, method: request.method, path: request.path },
      request.body,
      secret,
    );
    const same = sameSignature(given.signature, expected);
    const good =
      key && (key.until === null || key.until > request.now) && key.algorithms.includes(given.algorithm);
    if (!same || !good) throw new Problem('SIGNATURE_INVALID');
    const system = await systems.findById(key.systemId).lean();
    if (!system) throw new Problem('SIGNATURE_INVALID');

    await useNonce(parts, `${given.keyId}:${given.nonce}`, request.now);
    await noteUse(parts, key, request.now);
    return { systemId: system._id, name: system.name };
  };
}

/**
 * Uses a nonce up. Redis turns most repetitions away; what counts is the unique `_id` in MongoDB, so that neither an
 * emptied nor a lost Redis lets a call through twice.
 * @throws Problem SIGNATURE_REPLAYED
 */
async function useNonce({ redis, nonces, log }: IntegrationParts, id: string, now: Date): Promise<void> {
  try {
    const first = await redis.set(`nonce:${id}`, '1', 'EX', REMEMBER_SECONDS, 'NX');
    if (first === null) throw new Problem('SIGNATURE_REPLAYED');
  } catch (error) {
    if (error instanceof Problem || !isStoreFailure(error)) throw error;
    log.warn({ err: error }, 'nonces are told from MongoDB alone');
  }
  try {
    await nonces.create({ _id: id, forgetAt: new Date(now.getTime() + REMEMBER_SECONDS * 1_000) });
  } catch (error) {
    if ((error as { code?: unknown }).code === 11000) throw new Problem('SIGNATURE_REPLAYED');
    throw error;
  }
}

async function noteUse({ keys }: IntegrationParts, key: SystemKeyDoc, now: Date): Promise<void> {
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return;
  await keys.updateOne({ _id: key._id }, { $max: { lastUsedAt: now } });
}
