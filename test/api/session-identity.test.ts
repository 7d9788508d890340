import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCharacter } from '../../shared/domain/identity';
import { startApp, type TestApp } from '../support/app';
import { consented, inventCitizens, person, type SandboxCitizen } from '../support/citizens';
import type { Client } from '../support/client';
import { dumpStores } from '../support/dump';
import { otherProcess } from '../support/other-process';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const fault = (body: object) =>
  fetch(`${app.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
const identityCalls = async () => {
  const answer = (await (await fetch(`${app.url}/sandbox/calls`)).json()) as { calls: { target: string }[] };
  return answer.calls.filter(({ target }) => target === 'identity').length;
};
const forgetCalls = () => fetch(`${app.url}/sandbox/calls`, { method: 'DELETE' });
const persons = () => app.deps.mongo.collection('persons').countDocuments();
const two = async () => (await inventCitizens(app, 2)) as [SandboxCitizen, SandboxCitizen];
const claim = ({ name, idNumber }: SandboxCitizen) => ({ body: { name, idNumber } });
/** A well-formed person nobody in the sandbox is: number n. */
const invented = (n: number) => {
  const first17 = `11010119700101${String(n).padStart(3, '0')}`;
  return { name: '张三丰', idNumber: first17 + checkCharacter(first17) };
};
async function personIdOf(client: Client): Promise<string | null> {
  const { authenticate } = otherProcess(app.deps);
  return (await authenticate(client.token ?? '')).personId;
}

describe('verifying a real name', () => {
  it('shows it masked, keeps it sealed, and opens what needs a person', async () => {
    const client = await consented(app);
    const { name, idNumber } = client.citizen;
    expect(await client.refused('GET /appointments')).toBe('IDENTITY_REQUIRED');
    const me = await client.get('PUT /me/identity', claim(client.citizen));
    expect(me.name).toBe(`${name[0]}**`);
    expect(me.identity).toEqual({
      verified: true,
      idNumber: `${idNumber.slice(0, 3)}*************${idNumber.slice(-2)}`,
      verifiedAt: expect.any(String),
    });
    expect((await client.ask('GET /appointments')).status).toBe(200);
    const stored = await dumpStores(app.deps.mongo, app.deps.redis);
    expect(stored).not.toContain(idNumber);
    expect(stored).not.toContain(name);
  });

  it('is the same the second time, and does not ask the authority again', async () => {
    const client = await person(app);
    const { identity } = await client.get('GET /me');
    await forgetCalls();
    const again = await client.get('PUT /me/identity', claim(client.citizen));
    expect(again.identity).toEqual(identity);
    expect(await identityCalls()).toBe(0);
  });

  it('does not let an account become somebody else', async () => {
    const [one, other] = await two();
    const client = await person(app, one);
    await forgetCalls();
    expect(await client.refused('PUT /me/identity', claim(other))).toBe('IDENTITY_ALREADY_SET');
    expect(await identityCalls()).toBe(0);
    expect((await client.get('GET /me')).name).toBe(`${one.name[0]}**`);
  });

  it('takes a new name of the same person, when the authority knows it', async () => {
    const client = await consented(app);
    const { name, idNumber } = invented(1);
    await client.get('PUT /me/identity', { body: { name, idNumber } });
    const me = await client.get('PUT /me/identity', { body: { name: '李四光', idNumber } });
    expect(me.name).toBe('李**');
  });

  it('says at each field how to mend it, and counts no try for that', async () => {
    const client = await consented(app);
    const { name, idNumber } = client.citizen;
    const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1');
    for (let n = 0; n < 7; n += 1) {
      const { error } = await client.ask('PUT /me/identity', { body: { name: '王1', idNumber: wrong } });
      expect(error?.code).toBe('VALIDATION_FAILED');
      expect(error?.fields).toEqual({
        'body.name': expect.stringContaining('汉字'),
        'body.idNumber': expect.stringContaining('身份证'),
      });
    }
    const old = await client.ask('PUT /me/identity', { body: { name, idNumber: '530602900101123' } });
    expect(old.error?.fields).toEqual({ 'body.idNumber': expect.stringContaining('15 位') });
    await client.get('PUT /me/identity', claim(client.citizen));
  });

  it('takes spaces and a small x as they are meant', async () => {
    const n = [...Array(500).keys()].find((order) => invented(order + 100).idNumber.endsWith('X')) ?? 0;
    const { name, idNumber } = invented(n + 100);
    const client = await consented(app);
    const me = await client.get('PUT /me/identity', {
      body: { name: ` ${name} `, idNumber: idNumber.toLowerCase() },
    });
    expect(me.identity.idNumber?.slice(-1)).toBe('X');
  });
});

describe('wrong names and numbers', () => {
  it('are limited for the account, and only wrong ones count', async () => {
    const [own, other] = await two();
    const client = await consented(app, own);
    await fault({ target: 'identity', kind: 'status', value: 500, times: 2 });
    for (let n = 0; n < 2; n += 1)
      expect(await client.refused('PUT /me/identity', claim(own))).toBe('IDENTITY_UNAVAILABLE');
    const wrong = { body: { name: own.name, idNumber: other.idNumber } };
    for (let n = 0; n < 5; n += 1)
      expect(await client.refused('PUT /me/identity', wrong)).toBe('IDENTITY_NOT_VERIFIED');
    const exhausted = await client.ask('PUT /me/identity', wrong);
    expect(exhausted.error?.code).toBe('IDENTITY_TRIES_EXHAUSTED');
    expect(Number(exhausted.headers.get('retry-after'))).toBeGreaterThan(3_600);
    expect(await client.refused('PUT /me/identity', claim(own))).toBe('IDENTITY_TRIES_EXHAUSTED');
    await person(app, other);
  });

  it('reach the authority five times, however many are tried at once', async () => {
    const [own, other] = await two();
    const client = await consented(app, own);
    await forgetCalls();
    const wrong = { body: { name: own.name, idNumber: other.idNumber } };
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => client.refused('PUT /me/identity', wrong)),
    );
    expect(codes.filter((code) => code === 'IDENTITY_NOT_VERIFIED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'IDENTITY_TRIES_EXHAUSTED')).toHaveLength(15);
    expect(await identityCalls()).toBe(5);
  });

  it('are answered alike whether or not the person is known here', async () => {
    const [known, unknown] = await two();
    await person(app, known);
    const client = await consented(app);
    const answers = [];
    for (const { idNumber } of [known, unknown]) {
      const { status, error } = await client.ask('PUT /me/identity', { body: { name: '张三丰', idNumber } });
      answers.push({ status, ...error, requestId: '' });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.code).toBe('IDENTITY_NOT_VERIFIED');
  });
});

describe('wrong names and numbers from one address', () => {
  let strict: TestApp;
  beforeAll(async () => {
    strict = await startApp({ env: { IDENTITY_TRIES_PER_ADDRESS_PER_DAY: '6' } });
  });
  afterAll(() => strict.stop());

  it('are limited over all accounts, while right ones never count', async () => {
    const many = await inventCitizens(strict, 8);
    for (const citizen of many) await person(strict, citizen);
    const [own, other] = (await inventCitizens(strict, 2)) as [SandboxCitizen, SandboxCitizen];
    const wrong = { body: { name: own.name, idNumber: other.idNumber } };
    for (let n = 0; n < 6; n += 1) {
      const client = await consented(strict);
      expect(await client.refused('PUT /me/identity', wrong)).toBe('IDENTITY_NOT_VERIFIED');
    }
    const late = await consented(strict, own);
    expect(await late.refused('PUT /me/identity', claim(own))).toBe('IDENTITY_TRIES_EXHAUSTED');
  });
});

describe('one person', () => {
  it('is one, from however many accounts at once', async () => {
    const before = await persons();
    const accounts = await Promise.all(Array.from({ length: 6 }, () => consented(app)));
    const body = invented(2);
    await Promise.all(accounts.map((account) => account.get('PUT /me/identity', { body })));
    expect(await persons()).toBe(before + 1);
    const ids = await Promise.all(accounts.map(personIdOf));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBeNull();
  });

  it('is all that an account becomes when it claims two at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const before = await persons();
      const client = await consented(app);
      const claims = [invented(20 + round * 2), invented(21 + round * 2)];
      const replies = await Promise.all(claims.map((body) => client.ask('PUT /me/identity', { body })));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(replies.find(({ status }) => status === 409)?.error?.code).toBe('IDENTITY_ALREADY_SET');
      expect(await persons()).toBe(before + 1);
      const winner = replies.findIndex(({ status }) => status === 200);
      expect((await client.get('GET /me')).identity.idNumber?.slice(-2)).toBe(
        claims[winner]?.idNumber.slice(-2),
      );
    }
  });

  it('is seen at once on another device that was already known without a name', async () => {
    const [citizen] = await two();
    const one = await consented(app, citizen);
    const other = await consented(app, citizen);
    expect(await other.refused('GET /appointments')).toBe('IDENTITY_REQUIRED');
    await one.get('PUT /me/identity', claim(citizen));
    expect((await other.ask('GET /appointments')).status).toBe(200);
  });
});
