import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentityGateway } from '../../bff/gateways/identity/client';
import { readSettings } from '../../bff/settings';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';

let world: OutsideWorld;
let citizen: { id: string; name: string; idNumber: string; phone: string; openid: string };

beforeEach(async () => {
  world = await startOutsideWorld();
  const listed = (await world.door('GET', '/citizens')).body.citizens[0];
  if (!listed) throw new Error('the sandbox has nobody');
  citizen = listed;
});
afterEach(() => world.close());

const code = async (kind: 'login' | 'phone') =>
  (await world.door('POST', `/citizens/${citizen.id}/${kind}-code`)).body.code;
const fail = (target: string, kind: string, value?: number, times?: number) =>
  world.door('POST', '/faults', { target, kind, value, times });
const callsTo = async (target: string) =>
  (await world.door('GET', '/calls')).body.calls.filter((call) => call.target === target);

describe('signing in', () => {
  it('exchanges a login code for the openid, once', async () => {
    const { wechat } = world.gateways();
    const used = await code('login');
    expect(await wechat.signIn(used)).toEqual({ openid: citizen.openid, unionid: null });
    await expect(wechat.signIn(used)).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' });
  });

  it('refuses a code after five minutes, and one that nobody gave', async () => {
    const { wechat } = world.gateways();
    const old = await code('login');
    await world.clock.advance(5 * 60_000 + 1_000);
    await expect(wechat.signIn(old)).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' });
    await expect(wechat.signIn('made-up')).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' });
    await expect(wechat.signIn(await code('phone'))).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' });
  });

  it.each([
    [40029, 'LOGIN_CODE_INVALID'],
    [40163, 'LOGIN_CODE_INVALID'],
    [41008, 'LOGIN_CODE_INVALID'],
    [40226, 'LOGIN_REFUSED'],
    [45011, 'RATE_LIMITED'],
    [-1, 'WECHAT_UNAVAILABLE'],
    [40013, 'WECHAT_UNAVAILABLE'],
    [40125, 'WECHAT_UNAVAILABLE'],
    [41002, 'WECHAT_UNAVAILABLE'],
    [41004, 'WECHAT_UNAVAILABLE'],
    [99999, 'WECHAT_UNAVAILABLE'],
  ])('makes of errcode %i %s', async (errcode, problem) => {
    await fail('jscode2session', 'errcode', errcode);
    await expect(world.gateways().wechat.signIn(await code('login'))).rejects.toMatchObject({
      code: problem,
    });
  });

  it('asks a busy WeChat once more', async () => {
    await fail('jscode2session', 'errcode', -1, 1);
    expect((await world.gateways().wechat.signIn(await code('login'))).openid).toBe(citizen.openid);
    expect(await callsTo('jscode2session')).toHaveLength(2);
  });

  it.each([
    ['a cut connection', 'drop', undefined],
    ['HTTP 502', 'status', 502],
    ['HTTP 302', 'status', 302],
    ['no JSON', 'garbage', undefined],
    ['JSON of another shape', 'lie', undefined],
  ])('says that WeChat is away on %s', async (_what, kind, value) => {
    await fail('jscode2session', kind, value);
    await expect(world.gateways().wechat.signIn(await code('login'))).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      retryAfter: 5,
    });
  });

  it('does not wait for a slow WeChat', async () => {
    await world.close();
    world = await startOutsideWorld(150);
    await fail('jscode2session', 'delay', 60_000);
    await expect(world.gateways().wechat.signIn('any')).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(world.logged()).toContain('time-out');
  });

  it('stops asking who never answers, and asks again later', async () => {
    const { wechat } = world.gateways();
    await fail('jscode2session', 'drop');
    for (let n = 0; n < 12; n += 1) await wechat.signIn('any').catch(() => undefined);
    const before = (await callsTo('jscode2session')).length;
    await expect(wechat.signIn('any')).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(await callsTo('jscode2session')).toHaveLength(before);
    await world.door('DELETE', '/faults');
    await vi.waitFor(
      async () => expect((await wechat.signIn(await code('login'))).openid).toBe(citizen.openid),
      {
        timeout: 20_000,
        interval: 200,
      },
    );
  });

  it('puts neither secret nor code nor openid into its log', async () => {
    const { wechat } = world.gateways();
    const used = await code('login');
    await wechat.signIn(used);
    await wechat.signIn(used).catch(() => undefined);
    await wechat.phoneNumber(await code('phone'));
    await fail('*', 'drop');
    await wechat.signIn(await code('login')).catch(() => undefined);
    expect(world.logged()).toMatch(/rid/);
    for (const secret of ['sandbox-secret', used, citizen.openid, citizen.phone])
      expect(world.logged()).not.toContain(secret);
  });
});

describe('phone numbers and the access token', () => {
  it('exchanges a phone code, once, and a login code never', async () => {
    const { wechat } = world.gateways();
    const used = await code('phone');
    expect(await wechat.phoneNumber(used)).toBe(citizen.phone);
    await expect(wechat.phoneNumber(used)).rejects.toMatchObject({ code: 'PHONE_CODE_INVALID' });
    await expect(wechat.phoneNumber(await code('login'))).rejects.toMatchObject({
      code: 'PHONE_CODE_INVALID',
    });
  });

  it('reads the country code whether it comes as a number or as a text', async () => {
    const { wechat } = world.gateways();
    const both = (await world.door('GET', '/citizens')).body.citizens;
    const kinds = new Set<string>();
    for (citizen of both) {
      expect(await wechat.phoneNumber(await code('phone'))).toBe(citizen.phone);
      const answer = (await callsTo('phone')).at(-1)?.answer as { phone_info: { countryCode: unknown } };
      kinds.add(typeof answer.phone_info.countryCode);
    }
    expect(kinds).toEqual(new Set(['number', 'string']));
  });

  it('fetches one token for all processes, however many ask at once', async () => {
    await fail('token', 'delay', 150);
    const processes = [world.gateways(), world.gateways(), world.gateways()];
    const codes = await Promise.all(Array.from({ length: 12 }, () => code('phone')));
    const phones = await Promise.all(codes.map((each, at) => processes[at % 3]?.wechat.phoneNumber(each)));
    expect(new Set(phones)).toEqual(new Set([citizen.phone]));
    expect(await callsTo('token')).toHaveLength(1);
  });

  it('keeps the token sealed', async () => {
    await world.gateways().wechat.phoneNumber(await code('phone'));
    const [fetched] = await callsTo('token');
    const token = (fetched?.answer as { access_token: string } | undefined)?.access_token;
    expect(token).toHaveLength(512);
    const stored = await world.redis.get('wechat:{wx0000000000sandbox}:token');
    expect(stored).toMatch(/^v1\.gcm\./);
    expect(stored).not.toContain(token);
  });

  it.each([42001, 40014, 40001])(
    'gets a new token when the old one answers %i, and repeats the call',
    async (errcode) => {
      const { wechat } = world.gateways();
      await wechat.phoneNumber(await code('phone'));
      await fail('token', 'expire-token', errcode);
      expect(await wechat.phoneNumber(await code('phone'))).toBe(citizen.phone);
      expect(await callsTo('token')).toHaveLength(2);
      expect(await callsTo('phone')).toHaveLength(3);
    },
  );

  it('repeats once only', async () => {
    await fail('phone', 'errcode', 42001);
    await expect(world.gateways().wechat.phoneNumber(await code('phone'))).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
    });
    expect(await callsTo('phone')).toHaveLength(2);
  });

  it('renews the token before it ends', async () => {
    const { wechat } = world.gateways();
    await wechat.phoneNumber(await code('phone'));
    await world.clock.advance(7_200_000 - 60_000);
    expect(await wechat.phoneNumber(await code('phone'))).toBe(citizen.phone);
    expect(await callsTo('token')).toHaveLength(2);
    expect(await callsTo('phone')).toHaveLength(2);
  });

  it.each([40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 45009, 45011])(
    'says that WeChat is away when the token is refused with %i',
    async (errcode) => {
      await fail('token', 'errcode', errcode);
      await expect(world.gateways().wechat.phoneNumber(await code('phone'))).rejects.toMatchObject({
        code: 'WECHAT_UNAVAILABLE',
      });
      expect(await callsTo('token')).toHaveLength(1);
    },
  );

  it('fetches for itself while Redis is away', async () => {
    const away = new Proxy(world.redis, {
      get: () => () => Promise.reject(new Error('Connection is closed.')),
    });
    const { wechat } = world.gateways(away);
    expect(await wechat.phoneNumber(await code('phone'))).toBe(citizen.phone);
    expect(await wechat.phoneNumber(await code('phone'))).toBe(citizen.phone);
    expect(await callsTo('token')).toHaveLength(1);
  });
});

describe('mini-program codes', () => {
  it('brings the picture', async () => {
    const image = await world.gateways().wechat.codeImage('a=1', 'packages/guide/guide/index');
    expect(Buffer.from(image.subarray(1, 4)).toString()).toBe('PNG');
  });

  it.each([41030, 45009, 40129])('tells a picture from errcode %i', async (errcode) => {
    await fail('wxacode', 'errcode', errcode);
    await expect(world.gateways().wechat.codeImage('a=1', 'pages/home/index')).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
    });
  });
});

describe('the identity check', () => {
  it('knows who belongs together', async () => {
    const { identity } = world.gateways();
    const other = (await world.door('GET', '/citizens')).body.citizens[1];
    expect(await identity.matches(citizen.name, citizen.idNumber)).toBe(true);
    expect(await identity.matches(other?.name ?? '', citizen.idNumber)).toBe(false);
    expect(await identity.matches(citizen.name, other?.idNumber ?? '')).toBe(false);
  });

  it('lets an invented, well-formed person be played', async () => {
    const { identity } = world.gateways();
    expect(await identity.matches('张三丰', '530602199003074516')).toBe(true);
    expect(await identity.matches('张三丰', '530602199003074515')).toBe(false);
    expect(await identity.matches(citizen.name, '530602199003074516')).toBe(false);
  });

  it.each([
    ['drop', undefined],
    ['status', 500],
    ['status', 401],
    ['garbage', undefined],
    ['errcode', 40001],
  ])('says that it is away on %s %s', async (kind, value) => {
    await fail('identity', kind, value);
    await expect(world.gateways().identity.matches(citizen.name, citizen.idNumber)).rejects.toMatchObject({
      code: 'IDENTITY_UNAVAILABLE',
    });
    for (const secret of [citizen.name, citizen.idNumber, 'sandbox-identity-key'])
      expect(world.logged()).not.toContain(secret);
  });

  it('degrades alone when no authority is named', async () => {
    const settings = readSettings({ NODE_ENV: 'test' });
    const identity = createIdentityGateway({ settings, log: pino({ level: 'silent' }) });
    await expect(identity.matches(citizen.name, citizen.idNumber)).rejects.toMatchObject({
      code: 'IDENTITY_UNAVAILABLE',
    });
  });
});
