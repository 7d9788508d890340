import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../bff/features/audit';
import { act, type OpenAudit, openAudit } from '../support/audit';

interface Entry {
  _id: number | string;
  act: string;
  about: { what: string; id: string }[];
  mac: string;
  prev: string;
  entryId: string;
  at: Date;
}

let audit: OpenAudit;
beforeEach(async () => {
  audit = await openAudit();
});
afterEach(() => audit.close());

const entries = () => audit.mongo.collection<Entry>('audit_entries');
const marks = () => audit.mongo.collection<{ _id: string; sequence: number }>('audit_marks');
const faults = async () => (await verify(audit)).faults;
const entry = async (_id: number) => {
  const found = await entries().findOne({ _id });
  if (!found) throw new Error(`no entry ${_id}`);
  return found;
};

/** What there are entries about, each once. */
const subjects = async () => {
  const all = await entries().find({}).toArray();
  return [...new Set(all.flatMap(({ about }) => about.map(({ id }) => id)))];
};

describe('the chain', () => {
  it('is whole after many acts, and nothing is lost of those that come at once', async () => {
    await audit.write(3);
    await Promise.all(Array.from({ length: 200 }, (_, n) => audit.audit.record(act(`case-${n}`))));
    expect(await verify(audit)).toEqual({ checked: 203, first: 1, last: 203, faults: [] });
    expect(await subjects()).toHaveLength(200);
  });

  it('never forks when several processes write at the same moment', async () => {
    const writers = await Promise.all(Array.from({ length: 4 }, () => audit.process()));
    await Promise.all(
      writers.flatMap(({ audit: log }, writer) =>
        Array.from({ length: 40 }, (_, n) => log.record(act(`w${writer}-${n}`))),
      ),
    );
    expect(await verify(audit)).toEqual({ checked: 160, first: 1, last: 160, faults: [] });
    expect(await subjects()).toHaveLength(160);
  });

  it('is read by another process where the last one ended', async () => {
    await audit.write(2);
    const other = await audit.process();
    await other.write(2);
    await audit.write(1);
    expect(await verify(audit)).toMatchObject({ checked: 5, faults: [] });
  });

  it('is written in few writes when much happens at once', async () => {
    const { entries: model } = await import('../../bff/features/audit/model').then(({ auditModels }) =>
      auditModels(audit.mongo),
    );
    let writes = 0;
    const insertMany = model.insertMany.bind(model);
    Object.assign(model, {
      insertMany: (...given: Parameters<typeof insertMany>) => {
        writes += 1;
        return insertMany(...given);
      },
    });
    await Promise.all(Array.from({ length: 300 }, (_, n) => audit.audit.record(act(`case-${n}`))));
    expect(writes).toBeLessThanOrEqual(3);
  });

  it('fails the act, and goes on later, when the store refuses', async () => {
    await audit.write(1);
    await audit.mongo.close();
    await expect(audit.audit.record(act('lost'))).rejects.toThrow();
    await audit.mongo.openUri(audit.uri);
    await audit.write(1);
    expect(await verify(audit)).toMatchObject({ checked: 2, faults: [] });
  });
});

describe('whoever can write the database and has no key', () => {
  beforeEach(() => audit.write(10));

  it.each<[string, object]>([
    ['what was done', { $set: { act: 'GET /staff/me' } }],
    ['whom it was about', { $set: { 'about.0.id': 'somebody-else' } }],
    ['when', { $set: { at: new Date(0) } }],
    ['the outcome', { $set: { outcome: 'STAFF_ROLE' } }],
    ['who', { $set: { number: 'W-2' } }],
    ['the kind of a field', { $set: { at: '2026-11-24T01:00:00.000Z' } }],
    ['something more', { $set: { note: 'nothing to see' } }],
    ['something less', { $unset: { address: 1 } }],
    ['the MAC', { $set: { mac: 'x'.repeat(43) } }],
    ['the key', { $set: { key: 'other' } }],
  ])('cannot edit %s', async (_, update) => {
    await entries().updateOne({ _id: 5 }, update);
    expect((await faults()).map(({ sequence }) => sequence)).toContain(5);
  });

  it('cannot remove from the middle, the beginning or all', async () => {
    await entries().deleteOne({ _id: 5 });
    expect(await faults()).toEqual([{ sequence: 5, what: 'removed' }]);
    await entries().deleteMany({ _id: { $lte: 2 } });
    expect((await faults())[0]).toEqual({ sequence: 1, what: 'removed, with all up to 2' });
    await entries().deleteMany({});
    expect(await faults()).toEqual([{ sequence: 1, what: 'removed, with all up to 10' }]);
  });

  it('cannot remove from the end, also when it goes on being written', async () => {
    await entries().deleteMany({ _id: { $gte: 9 } });
    const removed = { sequence: 9, what: 'removed, with all up to 10' };
    expect(await faults()).toEqual([removed]);
    // By the process that wrote them, and by one that reads the end anew.
    await audit.write(1);
    await (await audit.process()).write(1);
    expect(await faults()).toEqual([removed]);
  });

  it('cannot renumber what is left', async () => {
    const last = await entry(10);
    await entries().deleteMany({ _id: { $in: [9, 10] } });
    await entries().insertOne({ ...last, _id: 9 });
    expect((await faults()).map(({ sequence }) => sequence)).toEqual([9, 10]);
  });

  it('cannot put in one of their own, nor one that was there, at any place', async () => {
    const copy = { ...(await entry(4)), entryId: 'another' };
    for (const _id of [4.5, 'zzz', -1, 0]) {
      await entries().insertOne({ ...copy, _id } as Entry);
      expect((await faults()).map(({ what }) => what)).toEqual([
        `put in: an entry at ${JSON.stringify(_id)}`,
      ]);
      await entries().deleteOne({ entryId: 'another' });
    }
    const last = await entry(10);
    await entries().insertOne({ ...copy, _id: 11, prev: last.mac });
    expect(await faults()).toMatchObject([{ sequence: 11 }]);
  });

  it('cannot put two in each other’s place', async () => {
    const [four, five] = [await entry(4), await entry(5)];
    await entries().deleteMany({ _id: { $in: [4, 5] } });
    await entries().insertMany([
      { ...five, _id: 4 },
      { ...four, _id: 5 },
    ]);
    expect((await faults()).map(({ sequence }) => sequence)).toEqual([4, 5]);
  });

  it('cannot take the mark of the end back or away', async () => {
    await marks().updateOne({ _id: 'head' }, { $set: { sequence: 8 } });
    expect((await faults()).map(({ what }) => what)).toContain(
      'the mark "head" was edited: its seal does not fit',
    );
    await marks().deleteMany({});
    expect(await faults()).toEqual([{ sequence: null, what: 'the mark of the end is missing' }]);
  });

  it('cannot pretend that the beginning was removed in due course', async () => {
    const head = await marks().findOne({ _id: 'head' });
    if (!head) throw new Error('no mark');
    await entries().deleteMany({ _id: { $lte: 10 } });
    await marks().insertOne({ ...head, _id: 'checkpoint' });
    expect((await faults()).map(({ sequence }) => sequence)).toEqual([null, 1]);
  });
});

describe('what was noted outside the database', () => {
  let dir: string;
  let anchored: OpenAudit;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anchors-'));
    anchored = await openAudit({ AUDIT_ANCHOR_FILE: join(dir, 'anchors') });
  });
  afterEach(async () => {
    await anchored.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('finds an end that was cut off together with its mark, also when it was written on', async () => {
    const collection = (name: string) => anchored.mongo.collection<{ _id: never }>(name);
    await anchored.write(5);
    const old = await collection('audit_marks').find({}).toArray();
    await anchored.write(5);
    await anchored.work.runAll();
    await anchored.work.runAll();
    expect(await readFile(join(dir, 'anchors'), 'utf8')).toMatch(/^10 [\w-]{43}\n$/);
    expect((await verify(anchored)).faults).toEqual([]);
    await collection('audit_entries').deleteMany({ _id: { $gt: 5 } as never });
    await collection('audit_marks').deleteMany({});
    await collection('audit_marks').insertMany(old as never);
    expect((await verify(anchored)).faults).toEqual([{ sequence: 6, what: 'removed, with all up to 10' }]);
    await (await anchored.process()).write(5);
    expect((await verify(anchored)).faults).toEqual([
      { sequence: 10, what: 'is not the entry that an anchor names' },
    ]);
  });

  it('must be anchors', async () => {
    await writeFile(join(dir, 'anchors'), '10 short\n');
    await expect(verify(anchored)).rejects.toThrow('line 1 is no anchor');
  });
});

describe('what is older than it must be kept', () => {
  const DAY = 86_400_000;

  it('is removed from the beginning behind a sealed checkpoint, and the log stays whole', async () => {
    await audit.write(4);
    await audit.clock.advance(300 * DAY);
    await audit.write(3);
    await audit.clock.advance(101 * DAY);
    await audit.work.runAll();
    const report = await verify(audit);
    expect(report).toMatchObject({ first: 5, last: 8, faults: [] });
    // The removal is an act itself.
    expect(await entry(8)).toMatchObject({ act: 'remove old audit entries', about: [{ id: '4' }] });
    await entries().deleteOne({ _id: 5 });
    expect(await faults()).toEqual([{ sequence: 5, what: 'removed' }]);
  });

  it('may be all of it; the next act links to what was', async () => {
    await audit.write(4);
    await audit.clock.advance(500 * DAY);
    await audit.work.runAll();
    await (await audit.process()).write(1);
    expect(await verify(audit)).toMatchObject({ first: 5, last: 6, faults: [] });
  });

  it('is removed once by several processes at the same moment', async () => {
    await audit.write(30);
    const others = await Promise.all([audit.process(), audit.process()]);
    await audit.clock.advance(401 * DAY);
    await Promise.all([audit, ...others].map(({ work }) => work.runAll()));
    expect(await faults()).toEqual([]);
    expect(await entries().countDocuments({ _id: { $lte: 30 } })).toBe(0);
  });

  it('is finished when it was cut off between checkpoint and removal', async () => {
    await audit.write(4);
    const kept = await entries().find({}).toArray();
    await audit.clock.advance(500 * DAY);
    await audit.work.runAll();
    await entries().insertMany(kept);
    expect(await faults()).toEqual([]);
    await audit.work.runAll();
    expect(await entries().countDocuments({ _id: { $lte: 4 } })).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it('stays when the log was tampered with', async () => {
    await audit.write(4);
    await entries().updateOne({ _id: 2 }, { $set: { outcome: 'edited' } });
    await audit.clock.advance(500 * DAY);
    await audit.work.runAll();
    expect((await faults()).map(({ sequence }) => sequence)).toEqual([2]);
    expect(await entries().countDocuments({ _id: { $lte: 4 } })).toBe(4);
  });
});

describe('npm run audit:verify', () => {
  const run = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'bff/audit-verify.ts'], {
      env: { PATH: process.env.PATH, NODE_ENV: 'test', LOG_LEVEL: 'silent', MONGODB_URI: audit.uri },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );

  it('says that the log is whole, or where it is not, and ends accordingly', async () => {
    await audit.write(6);
    expect(await run()).toEqual({ code: 0, stdout: '6 entries, 1 to 6\nThe log is whole.\n' });
    await entries().updateOne({ _id: 3 }, { $set: { outcome: 'edited' } });
    await entries().deleteOne({ _id: 5 });
    const found = await run();
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('entry 3: edited');
    expect(found.stdout).toContain('entry 5: removed\n');
  });
});

describe('a key that was changed', () => {
  it('signs what comes, while the old one verifies what was', async () => {
    const [old, next] = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(32)).toString('base64'));
    await audit.write(2);
    const dev = audit.settings.audit.keys[0];
    audit.settings.audit.keys = [{ id: 'next', key: next ?? '' }, ...(dev ? [dev] : [])];
    await (await audit.process()).write(2);
    expect(await faults()).toEqual([]);
    audit.settings.audit.keys = [{ id: 'next', key: old ?? '' }];
    expect((await faults()).map(({ sequence }) => sequence)).toContain(4);
  });
});
