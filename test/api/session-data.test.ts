import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCipher } from '../../bff/crypto';
import { reencrypt } from '../../bff/crypto/reencrypt';
import type { Settings } from '../../bff/settings';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, consented, inventCitizens, person, signIn } from '../support/citizens';
import { dumpStores } from '../support/dump';
import { otherProcess } from '../support/other-process';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const countOf = (collection: string, filter: object) =>
  app.deps.mongo.collection(collection).countDocuments(filter);

describe('my export', () => {
  it('holds everything in the clear, but other accounts’ numbers', async () => {
    const [citizen, relative] = await inventCitizens(app, 2);
    if (!citizen || !relative) throw new Error('nobody');
    const client = await person(app, citizen);
    await client.get('POST /me/phone', { body: { code: await codeFor(app, citizen, 'phone') } });
    await client.get('PUT /me/settings', { body: { elderMode: true, textScale: 1.2 } });
    const second = await consented(app, relative);
    await second.get('POST /me/phone', { body: { code: await codeFor(app, relative, 'phone') } });
    await second.get('PUT /me/identity', { body: { name: citizen.name, idNumber: citizen.idNumber } });
    const data = await client.get('GET /me/export');
    expect(data.person).toMatchObject({ name: citizen.name, idNumber: citizen.idNumber });
    expect(data.accounts.map(({ phone }) => phone)).toEqual([
      citizen.phone,
      relative.phone.replace(/^(\d{3})\d{4}/, '$1****'),
    ]);
    expect(data.accounts[0]?.settings).toEqual({ elderMode: true, textScale: 1.2 });
    expect(data.sessions).toHaveLength(2);
    expect(data.sessions.filter(({ current }) => current)).toHaveLength(1);
  });

  it('brings what other features hold', async () => {
    const client = await person(app);
    const other = otherProcess(app.deps);
    other.registerDataHolder({
      name: 'letters',
      exportFor: async (personId) => [{ to: personId === null ? 'nobody' : 'a person' }],
      erase: async () => ({ erased: [], kept: [] }),
    });
    const caller = await other.authenticate(client.token ?? '');
    const answer = await other.routes['GET /me/export']({
      caller,
      context: contextNow(),
      params: undefined,
      query: undefined,
      body: undefined,
    });
    expect(answer).toMatchObject({ records: { letters: [{ to: 'a person' }] } });
  });
});

function contextNow() {
  const operationId = randomUUID();
  return { requestId: 'r', now: app.deps.clock.now(), address: '127.0.0.1', userAgent: '', operationId };
}

describe('erasing my data', () => {
  it('leaves nothing of the person in any account, and says what is kept and why', async () => {
    const [citizen, relative] = await inventCitizens(app, 2);
    if (!citizen || !relative) throw new Error('nobody');
    const client = await person(app, citizen);
    await client.get('POST /me/phone', { body: { code: await codeFor(app, citizen, 'phone') } });
    const second = await consented(app, relative);
    await second.get('PUT /me/identity', { body: { name: citizen.name, idNumber: citizen.idNumber } });
    const { id } = await client.get('GET /me');
    const { id: secondId } = await second.get('GET /me');
    const { personId } = await otherProcess(app.deps).authenticate(client.token ?? '');

    const { erased, kept } = await client.get('DELETE /me');
    expect(erased.join()).toMatch(/姓名和身份证号.*手机号.*登录/);
    expect(kept.map(({ why }) => why).join()).toContain('网络安全法');
    for (const gone of [client, second]) expect(await gone.refused('GET /me')).toBe('SESSION_EXPIRED');
    const stored = await app.deps.mongo.collection('accounts').find({}).toArray();
    expect(JSON.stringify(stored)).not.toContain(id);
    expect(await countOf('persons', { _id: personId as never })).toBe(0);
    expect(await countOf('accounts', { _id: { $in: [id, secondId] as never[] } })).toBe(0);
    expect(await countOf('sessions', { accountId: { $in: [id, secondId] } })).toBe(0);
    expect(await countOf('erasures', {})).toBe(0);
    expect(await countOf('idempotency_keys', { owner: id })).toBe(0);

    const back = await signIn(app, citizen);
    expect(await back.get('GET /me')).toMatchObject({ consent: null, name: null, phone: null });
    await person(app, citizen);
    const again = await otherProcess(app.deps).authenticate((await signIn(app, citizen)).token ?? '');
    expect(again.personId).not.toBe(personId);
  });

  it('ends the session of one who never consented', async () => {
    const client = await signIn(app);
    await client.get('DELETE /me');
    expect(await client.refused('GET /me')).toBe('SESSION_EXPIRED');
  });

  it('lets another person take the account afterwards', async () => {
    const [one, other] = await inventCitizens(app, 2);
    if (!one || !other) throw new Error('nobody');
    await (await person(app, one)).get('DELETE /me');
    const client = await consented(app, one);
    const me = await client.get('PUT /me/identity', { body: { name: other.name, idNumber: other.idNumber } });
    expect(me.identity.idNumber?.slice(-2)).toBe(other.idNumber.slice(-2));
  });
});

describe('an erasure that was cut off', () => {
  /** Its first holder has erased, its second fails as if the process had died there. */
  async function cutOff() {
    const client = await person(app);
    const dying = otherProcess(app.deps);
    dying.registerDataHolder({
      name: 'letters',
      exportFor: async () => [],
      erase: async () => ({ erased: ['信件'], kept: [] }),
    });
    dying.registerDataHolder({
      name: 'files',
      exportFor: async () => [],
      erase: () => Promise.reject(new Error('gone in the middle')),
    });
    const caller = await dying.authenticate(client.token ?? '');
    const asked = { caller, context: contextNow(), params: undefined, query: undefined, body: undefined };
    await expect(dying.routes['DELETE /me'](asked)).rejects.toThrow('gone in the middle');
    return { client, accountId: caller.accountId, personId: caller.personId };
  }

  it('lets nobody act as the person from then on', async () => {
    const { client } = await cutOff();
    expect(await client.refused('GET /appointments')).toBe('CONSENT_REQUIRED');
    expect((await client.get('GET /me')).identity.verified).toBe(false);
  });

  it('is carried on when asked for again, without asking who has answered', async () => {
    const { client, accountId } = await cutOff();
    const { erased } = await client.get('DELETE /me');
    expect(erased).toContain('信件');
    expect(await countOf('accounts', { _id: accountId as never })).toBe(0);
    expect(await countOf('erasures', { accountIds: accountId })).toBe(0);
  });

  it('is finished by the job', async () => {
    const { client, accountId, personId } = await cutOff();
    await advanceClock(app, 61);
    expect(await client.refused('GET /me')).toBe('SESSION_EXPIRED');
    expect(await countOf('persons', { _id: personId as never })).toBe(0);
    expect(await countOf('erasures', { accountIds: accountId })).toBe(0);
  });

  it('is finished before the citizen begins anew', async () => {
    const { client, personId } = await cutOff();
    const back = await person(app, client.citizen);
    const now = await otherProcess(app.deps).authenticate(back.token ?? '');
    expect(now.personId).not.toBe(personId);
    expect(await countOf('persons', { _id: personId as never })).toBe(0);
    await advanceClock(app, 61);
    expect((await back.get('GET /me')).identity.verified).toBe(true);
  });

  it('is finished before another account verifies the same person', async () => {
    const { client, personId } = await cutOff();
    const [relative] = await inventCitizens(app, 1);
    const other = await consented(app, relative);
    const { name, idNumber } = client.citizen;
    const me = await other.get('PUT /me/identity', { body: { name, idNumber } });
    expect(me.identity.verified).toBe(true);
    expect(await countOf('persons', { _id: personId as never })).toBe(0);
  });
});

describe('moving to a new key', () => {
  it('seals everything again, while old values stay readable, and can be repeated', async () => {
    const own = await startApp();
    try {
      const clients = [];
      for (const citizen of await inventCitizens(own, 5)) {
        const client = await person(own, citizen);
        await client.get('POST /me/phone', { body: { code: await codeFor(own, citizen, 'phone') } });
        clients.push(client);
      }
      const before = await clients[0]?.get('GET /me/export');
      const old = own.deps.settings.personalData;
      const ring: Settings['personalData'] = {
        cipher: 'sm4-ctr-hmac-sm3',
        keys: [{ id: 'k2', key: Buffer.alloc(32, 7).toString('base64') }, ...old.keys],
        indexKey: old.indexKey,
      };
      const first = await reencrypt(own.app.models, createCipher(ring), 2);
      expect(first.map(({ collection, renewed }) => [collection, renewed])).toEqual(
        expect.arrayContaining([
          ['sessions', 5],
          ['accounts', 5],
          ['persons', 5],
        ]),
      );
      const second = await reencrypt(own.app.models, createCipher(ring), 2);
      expect(second.every(({ renewed, broken }) => renewed === 0 && broken === 0)).toBe(true);
      const stored = await own.deps.mongo.collection('persons').find({}).toArray();
      for (const document of stored) expect(document.idNumber).toMatch(/^v1\.sm4\.k2\./);

      const retired = createCipher({ ...ring, keys: ring.keys.slice(0, 1) });
      const later = otherProcess(own.deps, { cipher: retired });
      const caller = await later.authenticate(clients[0]?.token ?? '');
      const context = {
        requestId: 'r',
        now: own.deps.clock.now(),
        address: '',
        userAgent: '',
        operationId: 'o',
      };
      const none = { params: undefined, query: undefined, body: undefined };
      const after = await later.routes['GET /me/export']({ caller, context, ...none });
      expect(after).toMatchObject({ person: before?.person, accounts: before?.accounts });

      const wrong = createCipher({
        ...ring,
        keys: [{ id: 'k3', key: Buffer.alloc(32, 9).toString('base64') }],
      });
      const third = await reencrypt(own.app.models, wrong);
      expect(third.find(({ collection }) => collection === 'persons')).toMatchObject({
        renewed: 0,
        broken: 5,
      });
    } finally {
      await own.stop();
    }
  });

  it('keeps a change that was made meanwhile', async () => {
    const client = await consented(app);
    const { id } = await client.get('GET /me');
    const rotated = createCipher({
      ...app.deps.settings.personalData,
      keys: [
        { id: 'k2', key: Buffer.alloc(32, 7).toString('base64') },
        ...app.deps.settings.personalData.keys,
      ],
    });
    const number = app.deps.cipher.seal('19900000001', 'account.phone');
    const accounts = app.deps.mongo.collection('accounts');
    // The citizen changes the number between the command's reading and its writing.
    const meanwhile = {
      ...rotated,
      seal: (plain: string, purpose: string) => rotated.seal(plain, purpose),
      open: (sealed: string, purpose: string) => app.deps.cipher.open(sealed, purpose),
    };
    await accounts.updateOne(
      { _id: id as never },
      { $set: { phone: app.deps.cipher.seal('19900000000', 'account.phone') } },
    );
    const change = accounts.updateOne({ _id: id as never }, { $set: { phone: number } });
    await Promise.all([reencrypt(app.app.models, meanwhile, 1), change]);
    const kept = await accounts.findOne({ _id: id as never });
    expect(rotated.open(String(kept?.phone), 'account.phone')).toBe('19900000001');
  });
});

describe('with commercial cryptography', () => {
  it('keeps everything sealed by SM4 and gives it back', async () => {
    const own = await startApp({ env: { PERSONAL_DATA_CIPHER: 'sm4-ctr-hmac-sm3' } });
    try {
      const client = await person(own);
      const stored = await dumpStores(own.deps.mongo, own.deps.redis);
      expect(stored).toContain('v1.sm4.dev.');
      expect(stored).not.toContain('v1.gcm.');
      expect(stored).not.toContain(client.citizen.idNumber);
      expect((await client.get('GET /me/export')).person?.idNumber).toBe(client.citizen.idNumber);
    } finally {
      await own.stop();
    }
  });
});
