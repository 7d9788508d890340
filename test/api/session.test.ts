import { createHash } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionCache } from '../../bff/features/session/session-cache';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, consented, inventCitizens, person, signIn } from '../support/citizens';
import { Client } from '../support/client';
import { dumpStores } from '../support/dump';
import { otherProcess } from '../support/other-process';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const DAY = 86_400;
const fault = (body: object) =>
  fetch(`${app.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });

describe('signing in', () => {
  it('gives an opaque token of 256 bits, of which only the hash is stored, and no openid in the clear', async () => {
    const [citizen] = await inventCitizens(app, 1);
    if (!citizen) throw new Error('nobody');
    const client = new Client(app.api);
    const code = await codeFor(app, citizen);
    const { token, me } = await client.get('POST /sessions', { body: { code } });
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(me).toMatchObject({ name: null, phone: null, consent: null, identity: { verified: false } });
    client.token = token;
    await client.get('GET /me');
    const stored = await dumpStores(app.deps.mongo, app.deps.redis);
    expect(stored).toContain(createHash('sha256').update(token).digest('base64url'));
    expect(stored).not.toContain(token);
    const { openid } = citizen as unknown as { openid: string };
    expect(openid).toHaveLength(28);
    expect(stored).not.toContain(openid);
  });

  it('knows the account again, and keeps two apart', async () => {
    const [one, two] = await inventCitizens(app, 2);
    const ids = [];
    for (const who of [one, one, two]) ids.push((await (await signIn(app, who)).get('GET /me')).id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('refuses a code that was used, and one nobody gave', async () => {
    const client = new Client(app.api);
    const [citizen] = await inventCitizens(app, 1);
    if (!citizen) throw new Error('nobody');
    const body = { code: await codeFor(app, citizen) };
    await client.get('POST /sessions', { body });
    expect(await client.refused('POST /sessions', { body })).toBe('LOGIN_CODE_INVALID');
    expect(await client.refused('POST /sessions', { body: { code: 'made-up' } })).toBe('LOGIN_CODE_INVALID');
  });

  it('says when WeChat refuses the user, and when WeChat is away', async () => {
    const client = new Client(app.api);
    await fault({ target: 'jscode2session', kind: 'errcode', value: 40226, times: 1 });
    expect(await client.refused('POST /sessions', { body: { code: 'x' } })).toBe('LOGIN_REFUSED');
    await fault({ target: 'jscode2session', kind: 'drop', times: 1 });
    const away = await client.ask('POST /sessions', { body: { code: 'x' } });
    expect(away.error?.code).toBe('WECHAT_UNAVAILABLE');
    expect(away.headers.get('retry-after')).toBe('5');
  });

  it('refuses tokens that are nobody’s', async () => {
    const stranger = new Client(app.api, 'A'.repeat(43));
    expect(await stranger.refused('GET /me')).toBe('SESSION_EXPIRED');
    expect(await new Client(app.api).refused('GET /me')).toBe('NOT_SIGNED_IN');
  });
});

describe('a session', () => {
  it('lives seven days from its last use, and thirty at most', async () => {
    const used = await signIn(app);
    const unused = await signIn(app);
    for (let day = 6; day <= 24; day += 6) {
      await advanceClock(app, 6 * DAY);
      await used.get('GET /me');
    }
    expect(await unused.refused('GET /me')).toBe('SESSION_EXPIRED');
    await advanceClock(app, 5 * DAY);
    await used.get('GET /me');
    await advanceClock(app, DAY + 60);
    expect(await used.refused('GET /me')).toBe('SESSION_EXPIRED');
  });

  it('ends after seven days without use', async () => {
    const client = await signIn(app);
    await client.get('GET /me');
    await advanceClock(app, 7 * DAY - 60);
    await client.get('GET /me');
    await advanceClock(app, 7 * DAY + 60);
    expect(await client.refused('GET /me')).toBe('SESSION_EXPIRED');
  });

  it('notes its use at most every ten minutes', async () => {
    const client = await signIn(app);
    const seen = async () => (await client.get('GET /me/sessions')).items[0]?.lastSeenAt;
    const first = await seen();
    await advanceClock(app, 300);
    expect(await seen()).toBe(first);
    await advanceClock(app, 400);
    expect(await seen()).not.toBe(first);
  });

  it('ends everywhere at once when signed out', async () => {
    const client = await signIn(app);
    const other = otherProcess(app.deps);
    const token = client.token ?? '';
    // Both processes remember it.
    await client.get('GET /me');
    await other.authenticate(token);
    await client.get('DELETE /sessions/current');
    await expect(other.authenticate(token)).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await client.refused('GET /me')).toBe('SESSION_EXPIRED');
  });

  it('cannot be brought back by a reader that was slow', async () => {
    const cache = new SessionCache(app.deps.redis, app.deps.log);
    const session = {
      accountId: 'a',
      personId: null,
      consent: null,
      lastSeenAt: 0,
      expiresAt: 1,
      endsAt: 1,
    };
    await cache.fill('s1', session);
    expect(await cache.get('s1')).toEqual(session);
    await cache.markGone(['s1']);
    await cache.fill('s1', session);
    expect(await cache.get('s1')).toBe('gone');
    await cache.markChanged(['s2']);
    await cache.fill('s2', session);
    expect(await cache.get('s2')).toBeNull();
  });

  it('is read from MongoDB while Redis is away, and its end too', async () => {
    const redis = new Proxy(app.deps.redis, {
      get: () => () => Promise.reject(new Error('Connection is closed.')),
    });
    const alone = otherProcess(app.deps, { redis, log: pino({ level: 'silent' }) });
    const client = await signIn(app);
    const token = client.token ?? '';
    expect((await alone.authenticate(token)).consented).toBe(false);
    await client.get('DELETE /sessions/current');
    await expect(alone.authenticate(token)).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
  });
});

describe('my devices', () => {
  it('lists them by kind and ends another one', async () => {
    const [citizen] = await inventCitizens(app, 1);
    if (!citizen) throw new Error('nobody');
    const phone = await signIn(app, citizen);
    const second = new Client(app.api);
    const agent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50';
    const { token } = await second.get('POST /sessions', {
      body: { code: await codeFor(app, citizen) },
      headers: { 'user-agent': agent },
    });
    second.token = token;
    const { items, total } = await phone.get('GET /me/sessions');
    expect(total).toBe(2);
    const other = items.find(({ current }) => !current);
    expect(other?.device).toBe('苹果手机上的微信');
    await second.get('GET /me');
    await phone.get('DELETE /me/sessions/{id}', { params: { id: other?.id ?? '' } });
    expect(await second.refused('GET /me')).toBe('SESSION_EXPIRED');
    expect((await phone.get('GET /me/sessions')).total).toBe(1);
  });

  it('shows nobody else’s, and ends none of them', async () => {
    const mine = await signIn(app);
    const theirs = await signIn(app);
    const [session] = (await theirs.get('GET /me/sessions')).items;
    expect(await mine.refused('DELETE /me/sessions/{id}', { params: { id: session?.id ?? '' } })).toBe(
      'NOT_FOUND',
    );
    await theirs.get('GET /me');
  });

  it('ends the oldest when a program signs in for ever', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const first = await signIn(app, citizen);
    for (let n = 0; n < 50; n += 1) await signIn(app, citizen);
    expect(await first.refused('GET /me')).toBe('SESSION_EXPIRED');
  });
});

describe('before consent', () => {
  it('nothing is stored but the session', async () => {
    const accounts = app.deps.mongo.collection('accounts');
    const before = await accounts.countDocuments();
    const client = await signIn(app);
    await client.get('GET /me');
    for (const refusal of [
      client.refused('POST /me/phone', { body: { code: 'x' } }),
      client.refused('PUT /me/identity', { body: { name: '王芳', idNumber: '530602199003074516' } }),
      client.refused('PUT /me/settings', { body: { elderMode: true, textScale: 1 } }),
      client.refused('GET /me/export'),
    ])
      expect(await refusal).toBe('CONSENT_REQUIRED');
    await client.get('POST /me/consents', { body: { version: 'none', accepted: false } });
    expect(await accounts.countDocuments()).toBe(before);
    const { version } = await client.get('GET /notices/privacy');
    await client.get('POST /me/consents', { body: { version } });
    expect(await accounts.countDocuments()).toBe(before + 1);
  });

  it('the notice in force can be read without signing in, and kept', async () => {
    const client = new Client(app.api);
    const { version, sections } = await client.get('GET /notices/privacy');
    expect(version).toBe(app.deps.settings.privacyNoticeVersion);
    expect(sections.length).toBeGreaterThanOrEqual(8);
    const again = await client.ask('GET /notices/privacy');
    const etag = again.headers.get('etag') ?? '';
    const kept = await client.ask('GET /notices/privacy', { headers: { 'if-none-match': etag } });
    expect(kept.status).toBe(304);
  });
});

describe('consent', () => {
  it('is asked for by version', async () => {
    const client = await signIn(app);
    expect(await client.refused('POST /me/consents', { body: { version: '2001-01' } })).toBe(
      'CONSENT_VERSION_UNKNOWN',
    );
  });

  it('once withdrawn, counts no more at once on every device, and can be given again', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const one = await person(app, citizen);
    const two = await signIn(app, citizen);
    const { noticeVersion: version } = await two.get('GET /me');
    await two.get('GET /me/export');
    const me = await one.get('POST /me/consents', { body: { version, accepted: false } });
    expect(me.consent).toBeNull();
    expect(await two.refused('GET /me/export')).toBe('CONSENT_REQUIRED');
    await two.get('POST /me/consents', { body: { version } });
    const { accounts } = await one.get('GET /me/export');
    expect(accounts[0]?.consents).toEqual([
      { kind: 'privacy', version, acceptedAt: expect.any(String), withdrawnAt: expect.any(String) },
      { kind: 'privacy', version, acceptedAt: expect.any(String), withdrawnAt: null },
    ]);
  });

  it('is noted once, however often and from however many devices it is given', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const devices = await Promise.all([signIn(app, citizen), signIn(app, citizen), signIn(app, citizen)]);
    const body = { version: app.deps.settings.privacyNoticeVersion };
    await Promise.all(
      devices.flatMap((device) => [
        device.get('POST /me/consents', { body }),
        device.get('POST /me/consents', { body }),
      ]),
    );
    const { accounts } = await (devices[0] as Client).get('GET /me/export');
    expect(accounts[0]?.consents).toHaveLength(1);
  });
});

describe('phone and settings', () => {
  it('takes over the number that WeChat vouches for, masked', async () => {
    const client = await consented(app);
    const code = await codeFor(app, client.citizen, 'phone');
    const { phone } = await client.get('POST /me/phone', { body: { code } });
    expect(phone).toBe(client.citizen.phone.replace(/^(\d{3})\d{4}/, '$1****'));
    expect(await client.refused('POST /me/phone', { body: { code } })).toBe('PHONE_CODE_INVALID');
    await fault({ target: 'phone', kind: 'garbage', times: 1 });
    expect(await client.refused('POST /me/phone', { body: { code: 'x' } })).toBe('WECHAT_UNAVAILABLE');
    expect(await dumpStores(app.deps.mongo, app.deps.redis)).not.toContain(client.citizen.phone);
  });

  it('keeps elder mode and text size for every device', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const one = await consented(app, citizen);
    await one.get('PUT /me/settings', { body: { elderMode: true, textScale: 1.4 } });
    const two = await signIn(app, citizen);
    const me = await two.get('GET /me');
    expect(me.settings).toEqual({ elderMode: true, textScale: 1.4 });
    const { people } = otherProcess(app.deps);
    expect(await people.elderMode(me.id)).toBe(true);
    expect(await people.elderMode('nobody')).toBe(false);
  });
});
