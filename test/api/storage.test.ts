import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../bff/settings';
import { createStorage, type ObjectStorage } from '../../bff/storage';
import { fileStorage } from '../../bff/storage/files';
import { s3Storage } from '../../bff/storage/s3';
import { type Bucket, startBucket } from '../support/s3-server';

let dir: string;
let bucket: Bucket;
const kinds: Record<string, () => ObjectStorage> = {
  files: () => createStorage({ storage: null, dataDir: dir }),
  bucket: () => createStorage(readSettings({ NODE_ENV: 'test', DATA_DIR: dir, ...bucket.env })),
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'storage-'));
  bucket = await startBucket();
});
afterAll(async () => {
  await bucket.close();
  await rm(dir, { recursive: true, force: true });
});

async function whole(storage: ObjectStorage, key: string): Promise<Buffer | null> {
  const stored = await storage.get(key);
  if (!stored) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stored.content) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  expect(content.length).toBe(stored.size);
  return content;
}

async function* slowly(...chunks: string[]) {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield Buffer.from(chunk);
  }
}

describe.each(Object.keys(kinds))('objects in %s', (kind) => {
  const storage = () => (kinds[kind] as () => ObjectStorage)();

  it('are put as streams, read back whole, replaced and removed', async () => {
    const kept = storage();
    await kept.put('uploads/a/part-0', slowly('one ', 'two'));
    expect((await whole(kept, 'uploads/a/part-0'))?.toString()).toBe('one two');
    expect(await kept.size('uploads/a/part-0')).toBe(7);
    await kept.put('uploads/a/part-0', [Buffer.from('three')]);
    expect((await whole(kept, 'uploads/a/part-0'))?.toString()).toBe('three');
    await kept.remove('uploads/a/part-0');
    expect(await whole(kept, 'uploads/a/part-0')).toBeNull();
    expect(await kept.size('uploads/a/part-0')).toBeNull();
    await kept.remove('uploads/a/part-0');
  });

  it('hold megabytes and nothing at all', async () => {
    const kept = storage();
    const large = Buffer.alloc(3_000_000, 7);
    await kept.put('uploads/b/content', [large]);
    expect((await whole(kept, 'uploads/b/content'))?.equals(large)).toBe(true);
    await kept.put('uploads/c/content', [Buffer.alloc(0)]);
    expect((await whole(kept, 'uploads/c/content'))?.length).toBe(0);
  });

  it('are not there by half when what was being put broke off', async () => {
    const kept = storage();
    async function* broken() {
      yield Buffer.from('half of ');
      throw new Error('cut off');
    }
    await expect(kept.put('uploads/d/content', broken())).rejects.toThrow('cut off');
    expect(await whole(kept, 'uploads/d/content')).toBeNull();
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'uploads/../../x',
    'uploads//x',
    'a',
    'uploads/a\0b',
    'uploads/%2e%2e/x',
    'uploads\\..\\x',
  ])('are never asked for under %j', async (key) => {
    for (const call of [
      () => storage().put(key, [Buffer.from('x')]),
      async () => storage().get(key),
      async () => storage().remove(key),
      async () => storage().size(key),
    ])
      await expect(call()).rejects.toThrow('not an object key');
  });
});

describe('files', () => {
  it('leave nothing beside them', async () => {
    const kept = fileStorage(join(dir, 'own'));
    await kept.put('uploads/a/content', [Buffer.from('x')]);
    expect(await readdir(join(dir, 'own', 'uploads', 'a'))).toEqual(['content']);
  });

  it('say that the store is away when the folder cannot be written', async () => {
    const blocked = join(dir, 'blocked');
    await writeFile(blocked, 'a file where a folder should be');
    await expect(fileStorage(blocked).put('uploads/a/content', [Buffer.from('x')])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});

describe('a bucket', () => {
  const named = () => ({
    url: bucket.env.STORAGE_BUCKET_URL ?? '',
    region: 'ap-test-1',
    keyId: 'AKIDTESTTESTTEST',
    secret: 'a secret of the test bucket',
    timeoutMs: 2_000,
  });

  it('takes no call with another secret, and the caller hears that the store is away', async () => {
    await expect(
      s3Storage({ ...named(), secret: 'wrong' }).put('uploads/x/content', [Buffer.from('x')]),
    ).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(bucket.refusals).toContain('SignatureDoesNotMatch');
    expect(bucket.objects.has('uploads/x/content')).toBe(false);
  });

  it('that fails, or is not there, is a store that is away', async () => {
    bucket.failWith = 503;
    await expect(s3Storage(named()).size('uploads/x/content')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    bucket.failWith = 404;
    await expect(s3Storage(named()).put('uploads/x/content', [Buffer.from('x')])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    bucket.failWith = null;
    await expect(
      s3Storage({ ...named(), url: 'http://127.0.0.1:1/papers' }).get('uploads/x/content'),
    ).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('is refused by the settings without its keys', () => {
    expect(() => readSettings({ NODE_ENV: 'test', STORAGE_BUCKET_URL: 'https://papers.example' })).toThrow(
      'STORAGE_KEY_ID',
    );
  });
});
