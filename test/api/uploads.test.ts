import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadDoc } from '../../bff/features/uploads/model';
import { UPLOAD_MAX_BYTES, UPLOAD_PART_BYTES } from '../../shared/contract/uploads';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import {
  begin,
  fetchLink,
  heavyPicture,
  partOf,
  pdf,
  pdfOf,
  photo,
  sendParts,
  upload,
} from '../support/files';
import { type Bucket, startBucket } from '../support/s3-server';

let app: TestApp;
let bucket: Bucket;
let citizen: SignedIn;

/** Whatever lies in the storage of the app: path → content. */
const stored = () => bucket.objects;
const docs = () => app.deps.mongo.model<UploadDoc>('Upload');

beforeAll(async () => {
  bucket = await startBucket();
  app = await startApp({ env: bucket.env });
  citizen = await person(app);
});
afterAll(async () => {
  await app.stop();
  await bucket.close();
});

const linkOf = (id: string, client = citizen) => client.get('POST /uploads/{id}/links', { params: { id } });

describe('a photograph', () => {
  it('is turned upright and loses its place, its camera and everything but its pixels', async () => {
    const sent = await photo();
    expect((await sharp(sent).metadata()).exif).toBeDefined();
    const taken = await upload(citizen, sent, { name: '身份证正面.jpg' });
    expect(taken).toMatchObject({
      state: 'ready',
      type: 'image/jpeg',
      name: '身份证正面.jpg',
      pages: 1,
      parts: 1,
    });
    const { response, content } = await fetchLink(app, await linkOf(taken.id));
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(content.length).toBe(taken.size);
    const seen = await sharp(content).metadata();
    expect(seen).toMatchObject({ width: 40, height: 60 });
    expect(seen.exif).toBeUndefined();
    expect(content.includes('Secret Phone')).toBe(false);
    // The red corner was at the left and top; held upright it is at the right and top.
    const { data } = await sharp(content).raw().toBuffer({ resolveWithObject: true });
    expect(data[(5 * 40 + 35) * 3]).toBeGreaterThan(200);
  });

  it('is what its content says, whatever the phone called it', async () => {
    const png = await sharp(await photo())
      .png()
      .toBuffer();
    expect((await upload(citizen, png, { type: 'image/jpeg' })).type).toBe('image/png');
    const webp = await sharp(await photo())
      .webp()
      .toBuffer();
    expect((await upload(citizen, webp, { type: 'application/octet-stream' })).type).toBe('image/webp');
  });

  it('larger than anyone needs is made smaller', async () => {
    const wide = await sharp({ create: { width: 6_000, height: 100, channels: 3, background: 'white' } })
      .jpeg()
      .toBuffer();
    const taken = await upload(citizen, wide);
    const { content } = await fetchLink(app, await linkOf(taken.id));
    expect(await sharp(content).metadata()).toMatchObject({ width: 4_096 });
  });
});

describe('a PDF', () => {
  it('is kept byte for byte', async () => {
    const sent = await pdf();
    const taken = await upload(citizen, sent, { type: 'application/pdf' });
    expect(taken).toMatchObject({ state: 'ready', type: 'application/pdf', pages: 2 });
    const { content } = await fetchLink(app, await linkOf(taken.id));
    expect(content.equals(sent)).toBe(true);
  });
});

describe('parts', () => {
  it('come out of order, twice, and after a lost network', async () => {
    const sent = await heavyPicture(3 * UPLOAD_PART_BYTES);
    const begun = await begin(citizen, sent, { type: 'image/png' });
    expect(begun).toMatchObject({ state: 'receiving', received: [], partSize: UPLOAD_PART_BYTES });
    expect(begun.parts).toBe(Math.ceil(sent.length / UPLOAD_PART_BYTES));
    const put = (n: number) =>
      citizen.get('PUT /uploads/{id}/parts/{n}', {
        params: { id: begun.id, n: String(n) },
        body: partOf(sent, n),
      });
    await put(2);
    await put(0);
    expect((await put(2)).received).toEqual([0, 2]);
    expect(await citizen.refused('POST /uploads/{id}/finish', { params: { id: begun.id } })).toBe(
      'UPLOAD_INCOMPLETE',
    );
    // The app was closed and asks how far it had come.
    const resumed = await citizen.get('GET /uploads/{id}', { params: { id: begun.id } });
    expect(resumed.received).toEqual([0, 2]);
    await sendParts(citizen, resumed, sent);
    const taken = await citizen.get('POST /uploads/{id}/finish', { params: { id: begun.id } });
    expect(taken).toMatchObject({ state: 'ready', type: 'image/png' });
  });

  it('that were lost in the storage are asked for again', async () => {
    const sent = await heavyPicture(2 * UPLOAD_PART_BYTES);
    const begun = await begin(citizen, sent, { type: 'image/png' });
    await sendParts(citizen, begun, sent);
    stored().delete(`uploads/${begun.id}/part-1`);
    expect(await citizen.refused('POST /uploads/{id}/finish', { params: { id: begun.id } })).toBe(
      'UPLOAD_INCOMPLETE',
    );
    const asked = await citizen.get('GET /uploads/{id}', { params: { id: begun.id } });
    expect(asked).toMatchObject({ state: 'receiving' });
    expect(asked.received).not.toContain(1);
    await sendParts(citizen, asked, sent);
    expect((await citizen.get('POST /uploads/{id}/finish', { params: { id: begun.id } })).state).toBe(
      'ready',
    );
  });

  it('wait for another try when the storage is away', async () => {
    const sent = await photo();
    const begun = await begin(citizen, sent);
    bucket.failWith = 503;
    const params = { id: begun.id, n: '0' };
    expect(await citizen.refused('PUT /uploads/{id}/parts/{n}', { params, body: partOf(sent, 0) })).toBe(
      'STORE_UNAVAILABLE',
    );
    bucket.failWith = null;
    await sendParts(citizen, begun, sent);
    bucket.failWith = 500;
    expect(await citizen.refused('POST /uploads/{id}/finish', { params })).toBe('STORE_UNAVAILABLE');
    bucket.failWith = null;
    expect((await citizen.get('POST /uploads/{id}/finish', { params })).state).toBe('ready');
  });
});

describe('finishing', () => {
  it('twice, and twice at once, gives one file', async () => {
    const sent = await photo(900, 700);
    const begun = await begin(citizen, sent);
    await sendParts(citizen, begun, sent);
    const params = { id: begun.id };
    const both = await Promise.all([1, 2, 3].map(() => citizen.get('POST /uploads/{id}/finish', { params })));
    for (const each of both) expect(['checking', 'ready']).toContain(each.state);
    const again = await citizen.get('POST /uploads/{id}/finish', { params });
    expect(again.state).toBe('ready');
    expect(await citizen.get('POST /uploads/{id}/finish', { params })).toEqual(again);
    expect([...stored().keys()].filter((key) => key.includes(begun.id))).toHaveLength(1);
  });

  it('is done again a minute after the process that did it was killed', async () => {
    const sent = await photo();
    const begun = await begin(citizen, sent);
    await sendParts(citizen, begun, sent);
    const params = { id: begun.id };
    const leaseUntil = new Date(app.clock.now().getTime() + 60_000);
    await docs().updateOne(
      { _id: begun.id },
      { $set: { state: 'checking', leaseUntil }, $inc: { version: 1 } },
    );
    expect((await citizen.get('POST /uploads/{id}/finish', { params })).state).toBe('checking');
    await advanceClock(app, 61);
    expect((await citizen.get('POST /uploads/{id}/finish', { params })).state).toBe('ready');
  });

  it('begins once for one key', async () => {
    const given = { key: 'upload-key-0001', body: { type: 'image/jpeg', size: 5 } };
    const [one, two] = await Promise.all([
      citizen.get('POST /uploads', given),
      citizen.get('POST /uploads', given),
    ]);
    expect(one.id).toBe(two.id);
  });
});

describe('what is stored', () => {
  it('can be read by nobody who has the storage or the database alone', async () => {
    const sent = await pdf();
    const taken = await upload(citizen, sent, { type: 'application/pdf', name: '户口簿.pdf' });
    const mine = [...stored()].filter(([key]) => key.includes(taken.id));
    expect(mine).toHaveLength(1);
    for (const [, content] of mine) {
      expect(content.includes('%PDF')).toBe(false);
      expect(content.subarray(0, 3).toString()).toBe('ZT1');
    }
    const doc = await docs().findById(taken.id).lean();
    expect(JSON.stringify(doc)).not.toContain('户口簿');
    expect(doc?.key).toMatch(/^v1\./);
  });

  it('is not given out when somebody changed it there', async () => {
    const taken = await upload(citizen, await photo());
    const link = await linkOf(taken.id);
    const [key, content] = [...stored()].find(([name]) => name.includes(taken.id)) ?? ['', Buffer.alloc(0)];
    const changed = Buffer.from(content);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
    stored().set(key, changed);
    const reached = await fetchLink(app, link).catch(() => null);
    expect(reached === null || !reached.response.ok || reached.content.length < taken.size).toBe(true);
  });

  it('is deleted when nobody put it into a case in time, and whatever was left lying about', async () => {
    const taken = await upload(citizen, await photo());
    const begun = await begin(citizen, await photo());
    await sendParts(citizen, begun, await photo());
    const left = await upload(citizen, await photo());
    // A process that died between taking the file and deleting its parts.
    stored().set(`uploads/${left.id}/part-0`, Buffer.from('left'));
    await docs().updateOne({ _id: left.id }, { $set: { litter: true } });
    await advanceClock(app, 3_600);
    expect(stored().has(`uploads/${left.id}/part-0`)).toBe(false);
    expect((await citizen.get('GET /uploads/{id}', { params: { id: left.id } })).state).toBe('ready');
    await advanceClock(app, 72 * 3_600);
    for (const id of [taken.id, begun.id, left.id]) {
      expect(await citizen.refused('GET /uploads/{id}', { params: { id } })).toBe('NOT_FOUND');
      expect([...stored().keys()].filter((key) => key.includes(id))).toEqual([]);
    }
    expect(await docs().countDocuments({ state: 'removed' })).toBe(0);
  });

  it('is deleted in the end when the one who deleted it was killed', async () => {
    const taken = await upload(citizen, await photo());
    await docs().updateOne(
      { _id: taken.id },
      { $set: { state: 'removed', dueAt: app.clock.now() }, $inc: { version: 1 } },
    );
    await advanceClock(app, 1);
    expect(await docs().findById(taken.id)).toBeNull();
    expect([...stored().keys()].filter((key) => key.includes(taken.id))).toEqual([]);
  });
});

describe('my data', () => {
  it('names the files, and erasing deletes them', async () => {
    const other = await person(app);
    const taken = await upload(other, await photo(), { name: '照片.jpg' });
    const { records } = await other.get('GET /me/export');
    expect(records.uploads).toEqual([
      expect.objectContaining({ id: taken.id, name: '照片.jpg', type: 'image/jpeg' }),
    ]);
    const { erased } = await other.get('DELETE /me');
    expect(erased).toContain('1 个上传的文件');
    expect([...stored().keys()].filter((key) => key.includes(taken.id))).toEqual([]);
    expect(await docs().findById(taken.id)).toBeNull();
  });
});

describe('without a bucket', () => {
  it('files lie sealed under the data folder, and a change of the disk is noticed', async () => {
    const bare = await startApp();
    try {
      const someone = await person(bare);
      const sent = await pdf();
      const taken = await upload(someone, sent, { type: 'application/pdf' });
      const folder = join(bare.deps.settings.dataDir, 'objects', 'uploads', taken.id);
      const [name = ''] = await readdir(folder);
      const onDisk = await readFile(join(folder, name));
      expect(onDisk.includes('%PDF')).toBe(false);
      const link = await linkOf(taken.id, someone);
      expect((await fetchLink(bare, link)).content.equals(sent)).toBe(true);
      await writeFile(join(folder, name), onDisk.subarray(0, onDisk.length - 5));
      const reached = await fetchLink(bare, link).catch(() => null);
      expect(reached === null || reached.content.length < sent.length).toBe(true);
    } finally {
      await bare.stop();
    }
  });
});

it('takes a file of 10 MB and not a byte more', async () => {
  const body = { type: 'application/pdf', size: UPLOAD_MAX_BYTES + 1 };
  expect(await citizen.refused('POST /uploads', { body })).toBe('UPLOAD_TOO_LARGE');
  const taken = await upload(citizen, await pdfOf(UPLOAD_MAX_BYTES), { type: 'application/pdf' });
  expect(taken).toMatchObject({ state: 'ready', size: UPLOAD_MAX_BYTES });
});
