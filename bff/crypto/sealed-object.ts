import { hkdfSync, randomBytes } from 'node:crypto';
import { type AlgorithmName, algorithms, SealBroken } from './cipher';

/** Bytes of a frame before it is sealed. */
const FRAME = 64 * 1_024;
/** `ZT1` and one byte that names the algorithm. */
const MAGIC = Buffer.from('ZT1');
const codes: Record<AlgorithmName, number> = { gcm: 1, sm4: 2 };
const HEADER = MAGIC.length + 1;
/** Bytes that sealing adds to a frame: nonce and tag, or iv and mac. */
const OVERHEAD: Record<AlgorithmName, number> = { gcm: 12 + 16, sm4: 16 + 32 };
const SECRET = 32;

/** A key for one object, to be kept sealed beside what describes the object. @returns base64 of 32 bytes */
export function newObjectKey(): string {
  return randomBytes(SECRET).toString('base64');
}

/**
 * Seals the content of an object frame by frame: each frame is bound to the object's name, to its place and to whether it
 * is the last, so that frames can be neither moved, nor left out, nor taken from another object.
 * @param key as `newObjectKey` gives it
 * @param name what the content is bound to
 */
export function sealObject(content: Buffer, key: string, name: string, algorithm: AlgorithmName): Buffer {
  const frames: Buffer[] = [Buffer.concat([MAGIC, Buffer.from([codes[algorithm]])])];
  const derived = deriveKey(key, algorithm);
  const count = Math.max(1, Math.ceil(content.length / FRAME));
  for (let at = 0; at < count; at += 1) {
    const plain = content.subarray(at * FRAME, (at + 1) * FRAME);
    frames.push(algorithms[algorithm].seal(derived, plain, bound(name, at, at === count - 1)));
  }
  return Buffer.concat(frames);
}

/**
 * Opens what `sealObject` made, frame by frame as it comes in: nothing is given on before its seal was proved.
 * @throws SealBroken when anything differs, is missing, or is more than there was
 */
export async function* openObject(
  sealed: AsyncIterable<Buffer>,
  key: string,
  name: string,
): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let algorithm: AlgorithmName | undefined;
  let derived: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of sealed) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    if (!algorithm) {
      if (pending.length < HEADER) continue;
      algorithm = algorithmOf(pending);
      derived = deriveKey(key, algorithm);
      pending = pending.subarray(HEADER);
    }
    const size = FRAME + OVERHEAD[algorithm];
    // The last frame is known by the end of the content only: one frame always waits.
    while (pending.length > size) {
      yield open(algorithm, derived, pending.subarray(0, size), bound(name, at, false));
      pending = pending.subarray(size);
      at += 1;
    }
  }
  if (!algorithm) throw new SealBroken('too short');
  yield open(algorithm, derived, pending, bound(name, at, true));
}

function open(algorithm: AlgorithmName, key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  try {
    return algorithms[algorithm].open(key, sealed, aad);
  } catch (error) {
    throw error instanceof SealBroken ? error : new SealBroken('changed, cut off, or of another object');
  }
}

function algorithmOf(header: Buffer): AlgorithmName {
  const name = (Object.keys(codes) as AlgorithmName[]).find((each) => codes[each] === header[MAGIC.length]);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC) || !name) throw new SealBroken('not a sealed object');
  return name;
}

function deriveKey(key: string, algorithm: AlgorithmName): Buffer {
  const { digest, keyLength } = algorithms[algorithm];
  const info = `zhaotong/object/v1/${algorithm}`;
  return Buffer.from(hkdfSync(digest, Buffer.from(key, 'base64'), '', info, keyLength));
}

function bound(name: string, at: number, last: boolean): Buffer {
  return Buffer.from(`${name}\n${at}\n${last ? 'last' : 'more'}`);
}
