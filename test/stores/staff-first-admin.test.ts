import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCipher } from '../../bff/crypto';
import { verify } from '../../bff/features/audit';
import { createStaff, firstAdministrator, resetFromConsole } from '../../bff/features/staff';
import { createLog } from '../../bff/log';
import { createIndexes } from '../../bff/stores/indexes';
import { Work } from '../../bff/work';
import { type OpenAudit, openAudit } from '../support/audit';

let store: OpenAudit;
let deps: Parameters<typeof firstAdministrator>[0];
let feature: ReturnType<typeof createStaff>;

beforeEach(async () => {
  store = await openAudit({ STAFF_SCRYPT_LOG_N: '4' });
  const log = createLog('silent');
  deps = {
    settings: store.settings,
    clock: store.clock,
    mongo: store.mongo,
    cipher: createCipher(store.settings.personalData),
  };
  feature = createStaff({
    ...deps,
    log,
    work: new Work(log),
    venues: { venue: () => null, all: () => [] },
    record: store.audit.record,
  });
  await createIndexes(feature.models);
});
afterEach(() => store.close());

const HOURS = 3_600_000;
const call = (body: object) => ({
  body,
  context: { now: store.clock.now(), requestId: '', address: '', userAgent: '', operationId: '' },
  params: undefined,
  query: undefined,
  caller: undefined,
});
const signIn = (number: string, password: string) =>
  feature.routes['POST /staff/sessions'](call({ number, password }) as never) as Promise<{
    newPasswordNeeded: boolean;
  }>;

describe('the first administrator', () => {
  it('signs in with the password that was printed and must change it; there is no second one', async () => {
    const made = await firstAdministrator(deps, { number: 'ZT-1', name: '首位管理员' });
    expect(await signIn('ZT-1', made.initialPassword)).toMatchObject({ newPasswordNeeded: true });
    await expect(firstAdministrator(deps, { number: 'ZT-2', name: '另一位' })).rejects.toThrow(
      'There is an administrator already',
    );
  });

  it('is one, of two commands at the same moment', async () => {
    const said = await Promise.allSettled(
      ['ZT-1', 'ZT-2', 'ZT-3'].map((number) => firstAdministrator(deps, { number, name: '首位管理员' })),
    );
    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.mongo.collection('staff_accounts').countDocuments({})).toBe(1);
  });

  it('may be made again when nobody used it in time', async () => {
    const first = await firstAdministrator(deps, { number: 'ZT-1', name: '首位管理员' });
    await store.clock.advance(73 * HOURS);
    await expect(signIn('ZT-1', first.initialPassword)).rejects.toMatchObject({
      code: 'STAFF_SIGN_IN_REFUSED',
    });
    const again = await firstAdministrator(deps, { number: 'ZT-1', name: '首位管理员' });
    expect(again.initialPassword).not.toBe(first.initialPassword);
    await signIn('ZT-1', again.initialPassword);
  });

  it('who lost everything gets a new start from who may write the database', async () => {
    const first = await firstAdministrator(deps, { number: 'ZT-1', name: '首位管理员' });
    const again = await resetFromConsole(deps, 'ZT-1');
    await expect(signIn('ZT-1', first.initialPassword)).rejects.toMatchObject({
      code: 'STAFF_SIGN_IN_REFUSED',
    });
    await signIn('ZT-1', again.initialPassword);
    await expect(resetFromConsole(deps, 'ZT-9')).rejects.toThrow('ZT-9');
  });
});

describe('npm run staff:first-admin', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'bff/staff-first-admin.ts', ...args], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        LOG_LEVEL: 'silent',
        STAFF_SCRYPT_LOG_N: '4',
        MONGODB_URI: store.uri,
      },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
    );

  it('prints the password once, refuses a second time, and is in the audit log', async () => {
    const made = await run('zt-1', '首位管理员');
    expect(made.code, made.said).toBe(0);
    const password = /first sign-in: (\S+)/.exec(made.said)?.[1] ?? '';
    await signIn('ZT-1', password);
    const again = await run('ZT-2', '另一位');
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('There is an administrator') });
    expect((await run()).said).toContain('npm run staff:first-admin');
    const log = await store.mongo.collection('audit_entries').find({}).toArray();
    expect(log).toMatchObject([{ act: 'staff:first-admin', about: [{ id: 'ZT-1' }] }]);
    expect((await verify(store)).faults).toEqual([]);
  });
});
