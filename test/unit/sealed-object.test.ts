import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newObjectKey, openObject, sealObject } from '../../bff/crypto/sealed-object';

const FRAME = 64 * 1_024;

async function* inPieces(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function opened(sealed: Buffer, key: string, name: string, piece = 10_007): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of openObject(inPieces(sealed, piece), key, name)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe.each(['gcm', 'sm4'] as const)('an object sealed with %s', (algorithm) => {
  it.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 300_000])(
    'of %i bytes opens to what it was',
    async (size) => {
      const content = randomBytes(size);
      const key = newObjectKey();
      const sealed = sealObject(content, key, 'a', algorithm);
      for (const piece of [1_000, FRAME, 10_000_000])
        expect((await opened(sealed, key, 'a', piece)).equals(content)).toBe(true);
      if (size > 16) expect(sealed.includes(content.subarray(0, 16))).toBe(false);
    },
  );

  it('opens under no other key and no other name', async () => {
    const sealed = sealObject(Buffer.from('content'), newObjectKey(), 'a', algorithm);
    await expect(opened(sealed, newObjectKey(), 'a')).rejects.toThrow('cannot be opened');
    const key = newObjectKey();
    await expect(opened(sealObject(Buffer.from('content'), key, 'a', algorithm), key, 'b')).rejects.toThrow(
      'cannot be opened',
    );
  });

  it('shows every flipped bit, cut, and moved frame', async () => {
    const key = newObjectKey();
    const content = randomBytes(2 * FRAME + 100);
    const sealed = sealObject(content, key, 'a', algorithm);
    const frame = FRAME + (algorithm === 'gcm' ? 28 : 48);
    for (const at of [0, 3, 4, 100, frame + 10, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(opened(changed, key, 'a'), String(at)).rejects.toThrow('cannot be opened');
    }
    for (const length of [0, 3, 4, 4 + frame, 4 + 2 * frame, sealed.length - 1])
      await expect(opened(sealed.subarray(0, length), key, 'a'), String(length)).rejects.toThrow(
        'cannot be opened',
      );
    await expect(opened(Buffer.concat([sealed, Buffer.from('x')]), key, 'a')).rejects.toThrow(
      'cannot be opened',
    );
    const [first, second] = [sealed.subarray(4, 4 + frame), sealed.subarray(4 + frame, 4 + 2 * frame)];
    const swapped = Buffer.concat([sealed.subarray(0, 4), second, first, sealed.subarray(4 + 2 * frame)]);
    await expect(opened(swapped, key, 'a')).rejects.toThrow('cannot be opened');
  });
});
