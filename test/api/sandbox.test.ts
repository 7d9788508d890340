import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../../bff/clock';
import { startSandbox } from '../../bff/sandbox';
import { readSettings } from '../../bff/settings';
import { idNumberFault, isMobile, nameFault } from '../../shared/domain/identity';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';

let world: OutsideWorld;
beforeAll(async () => {
  world = await startOutsideWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.door('DELETE', '/faults');
  await world.door('DELETE', '/calls');
});

const app = { appid: 'wx0000000000sandbox', secret: 'sandbox-secret' };
type WeChatBody = { errcode?: number; errmsg?: string; openid?: string; session_key?: string } & {
  access_token?: string;
  expires_in?: number;
};

async function jscode2session(query: Record<string, string>): Promise<WeChatBody> {
  const url = `${world.sandbox.wechatBaseUrl}/sns/jscode2session?${new URLSearchParams(query)}`;
  return (await (await fetch(url)).json()) as WeChatBody;
}

async function post(path: string, body: unknown): Promise<WeChatBody> {
  const response = await fetch(world.sandbox.wechatBaseUrl + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return (await response.json()) as WeChatBody;
}

const stableToken = (more: object = {}) =>
  post('/cgi-bin/stable_token', { grant_type: 'client_credential', ...app, ...more });
const phone = async (token: string, code = 'none') =>
  (await post(`/wxa/business/getuserphonenumber?access_token=${encodeURIComponent(token)}`, { code }))
    .errcode;
const first = async () => {
  const [citizen] = (await world.door('GET', '/citizens')).body.citizens;
  if (!citizen) throw new Error('the sandbox has nobody');
  return citizen;
};
const loginCode = async () =>
  (await world.door('POST', `/citizens/${(await first()).id}/login-code`)).body.code;

describe('WeChat’s login, as strict as the real one', () => {
  const whole = async () => ({ ...app, js_code: await loginCode(), grant_type: 'authorization_code' });

  it('gives openid and session_key, and no errcode', async () => {
    const answer = await jscode2session(await whole());
    expect(answer).toEqual({
      openid: (await first()).openid,
      session_key: expect.stringMatching(/^.{22}==$/),
    });
  });

  it.each([
    ['appid', undefined, 41002],
    ['secret', undefined, 41004],
    ['js_code', undefined, 41008],
    ['appid', 'wx1', 40013],
    ['secret', 'guess', 40125],
    ['js_code', 'guess', 40029],
    ['grant_type', 'password', 40002],
  ])('refuses %s = %s with %i and a request id', async (name, value, errcode) => {
    const { [name as 'appid']: _left, ...others } = await whole();
    const answer = await jscode2session(value === undefined ? others : { ...others, [name]: value });
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(/rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('refuses the hundred and first sign-in of a person in a minute', async () => {
    const errcodes: (number | undefined)[] = [];
    for (let n = 0; n < 101; n += 1) errcodes.push((await jscode2session(await whole())).errcode);
    expect(errcodes.at(-1)).toBe(45011);
    await world.clock.advance(61_000);
    expect((await jscode2session(await whole())).openid).toMatch(/^o[\w-]{27}$/);
  });
});

describe('WeChat’s access token', () => {
  it('is the same until its last five minutes, when both the old and the new one work', async () => {
    await world.door('POST', '/faults', { target: 'token', kind: 'expire-token' });
    const one = await stableToken();
    const old = one.access_token ?? '';
    expect(old.length).toBeGreaterThanOrEqual(512);
    expect(one.expires_in).toBe(7200);
    await world.clock.advance(6_800_000);
    expect((await stableToken()).access_token).toBe(old);
    await world.clock.advance(150_000);
    const next = (await stableToken()).access_token ?? '';
    expect(next).not.toBe(old);
    expect(await phone(old)).toBe(40029);
    expect(await phone(next)).toBe(40029);
    await world.clock.advance(260_000);
    expect(await phone(old)).toBe(42001);
    expect(await phone(next)).toBe(40029);
  });

  it('ends the old one when forced, 30 seconds apart and 20 times a day', async () => {
    const old = (await stableToken()).access_token ?? '';
    const forced = await stableToken({ force_refresh: true });
    expect(forced.access_token).not.toBe(old);
    expect(await phone(old)).toBe(40001);
    expect((await stableToken({ force_refresh: true })).errcode).toBe(45011);
    for (let n = 0; n < 19; n += 1) {
      await world.clock.advance(31_000);
      expect((await stableToken({ force_refresh: true })).errcode).toBeUndefined();
    }
    await world.clock.advance(31_000);
    expect((await stableToken({ force_refresh: true })).errcode).toBe(45009);
  });

  it.each([
    [{ appid: undefined }, 41002],
    [{ secret: undefined }, 41004],
    [{ appid: 'wx1' }, 40013],
    [{ secret: 'guess' }, 40125],
    [{ grant_type: 'x' }, 40002],
  ])('refuses %o with %i', async (wrong, errcode) => {
    expect((await stableToken(wrong)).errcode).toBe(errcode);
  });

  it('refuses other methods, other formats, and calls without token', async () => {
    const get = await fetch(`${world.sandbox.wechatBaseUrl}/cgi-bin/stable_token`);
    expect(((await get.json()) as WeChatBody).errcode).toBe(43002);
    expect((await post('/cgi-bin/stable_token', 'not json')).errcode).toBe(47001);
    expect(await phone('')).toBe(41001);
    expect(await phone('guess')).toBe(40001);
  });
});

describe('the doors', () => {
  it('lists sample citizens and makes well-formed new ones, no two alike', async () => {
    expect((await world.door('GET', '/citizens')).body.citizens.length).toBeGreaterThanOrEqual(6);
    const made = await world.door('POST', '/citizens', { count: 2_000 });
    expect(made.status).toBe(201);
    const { citizens } = made.body;
    for (const key of ['id', 'idNumber', 'phone', 'openid'] as const)
      expect(new Set(citizens.map((citizen) => citizen[key])).size).toBe(2_000);
    for (const { name, idNumber, phone: number, openid } of citizens) {
      expect(idNumberFault(idNumber, '2026-11-24')).toBeNull();
      expect(nameFault(name)).toBeNull();
      expect(isMobile(number)).toBe(true);
      expect(openid).toMatch(/^[\w-]{28}$/);
    }
  });

  it.each([{ count: 0 }, { count: 2_001 }, { count: 1.5 }, { count: '5' }, {}, { count: 1, more: 1 }, []])(
    'refuses %j people',
    async (body) => {
      const refused = await world.door('POST', '/citizens', body);
      expect(refused.status).toBe(400);
      expect(refused.body.error).toMatchObject({ code: 'VALIDATION_FAILED', requestId: expect.any(String) });
    },
  );

  it('moves the clock by seconds and by ISO 8601 durations, forward only', async () => {
    const now = async () => Date.parse((await world.door('GET', '/clock')).body.now);
    expect((await world.door('GET', '/clock')).body.now).toMatch(/\+08:00$/);
    for (const [advance, seconds] of [
      [90, 90],
      ['PT5M', 300],
      ['P1D', 86_400],
      ['P1DT2H3M4S', 93_784],
      ['P1W', 604_800],
    ] as const) {
      const before = await now();
      const answer = await world.door('POST', '/clock', { advance });
      expect(answer.status).toBe(200);
      const moved = (Date.parse(answer.body.now) - before) / 1_000 - seconds;
      expect(moved).toBeGreaterThanOrEqual(0);
      expect(moved).toBeLessThan(30);
    }
    for (const body of [
      { advance: -1 },
      { advance: 'P' },
      { advance: 'PT' },
      { advance: 'P1M' },
      { advance: 'x' },
      {},
    ])
      expect((await world.door('POST', '/clock', body)).status).toBe(400);
    expect((await world.door('POST', '/clock', { reset: true })).status).toBe(200);
    expect(Math.abs((await now()) - Date.now())).toBeLessThan(30_000);
  });

  it('keeps every call readable, with what was asked and answered', async () => {
    const js_code = await loginCode();
    await jscode2session({ ...app, js_code, grant_type: 'authorization_code' });
    await stableToken();
    const { calls } = (await world.door('GET', '/calls')).body;
    expect(calls.map(({ target }) => target)).toEqual(['jscode2session', 'token']);
    expect(calls[0]).toMatchObject({
      query: { js_code, appid: app.appid },
      status: 200,
      answer: { openid: (await first()).openid },
    });
    expect(calls[1]).toMatchObject({ body: { grant_type: 'client_credential' } });
    const later = await world.door('GET', `/calls?after=${calls[0]?.id}`);
    expect(later.body.calls.map(({ target }) => target)).toEqual(['token']);
  });

  it('fails as often as told, then answers again', async () => {
    const told = await world.door('POST', '/faults', {
      target: 'jscode2session',
      kind: 'errcode',
      value: 40226,
      times: 2,
    });
    expect(told.status).toBe(201);
    const query = { ...app, js_code: 'x', grant_type: 'authorization_code' };
    expect((await jscode2session(query)).errcode).toBe(40226);
    expect((await world.door('GET', '/faults')).body.faults).toEqual([
      { target: 'jscode2session', kind: 'errcode', value: 40226, times: 1 },
    ]);
    expect((await jscode2session(query)).errcode).toBe(40226);
    expect((await jscode2session(query)).errcode).toBe(40029);
  });

  it.each([
    { target: 'nowhere', kind: 'drop' },
    { target: '*', kind: 'explode' },
    { target: '*', kind: 'delay' },
    { target: '*', kind: 'status', value: 99 },
    { target: '*', kind: 'drop', times: 0 },
  ])('refuses the fault %j', async (body) => {
    expect((await world.door('POST', '/faults', body)).body.error.code).toBe('VALIDATION_FAILED');
  });

  it('answers what is not there, or not JSON, in the one shape of errors', async () => {
    expect((await world.door('GET', '/nothing')).body.error.code).toBe('NO_SUCH_ENDPOINT');
    expect((await world.door('POST', '/citizens/c999999/login-code')).body.error.code).toBe('NOT_FOUND');
    expect((await world.door('POST', '/citizens', '{')).body.error.code).toBe('BODY_NOT_JSON');
    expect((await world.door('POST', '/citizens', `"${'x'.repeat(70_000)}"`)).body.error.code).toBe(
      'BODY_TOO_LARGE',
    );
  });

  it('serves the panel without anything inline', async () => {
    const page = await fetch(`${world.url}/sandbox`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(html).not.toMatch(/<style|style=|<script>|\son\w+=/);
    for (const [, path] of html.matchAll(/(?:src|href)="(\/sandbox\/[^"]+)"/g))
      expect((await fetch(world.url + path)).status).toBe(200);
  });
});

describe('the sandbox itself', () => {
  it('knows the same people after a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'outside-'));
    const before = await startOutsideWorld(5_000, dir);
    const [made] = (await before.door('POST', '/citizens', { count: 3 })).body.citizens;
    await before.close();
    const after = await startOutsideWorld(5_000, dir);
    const { citizens } = (await after.door('GET', '/citizens')).body;
    expect(citizens).toHaveLength(9);
    expect(citizens[6]).toEqual(made);
    await after.close();
    await rm(dir, { recursive: true });
  });

  it('does not start in production', async () => {
    const settings = { ...readSettings({}), production: true };
    const parts = { clock: new MovableClock(), dataDir: '/nowhere', log: undefined as never, settings };
    await expect(startSandbox(parts)).rejects.toThrow(/production/);
  });

  it('stops while somebody waits for a slow answer', async () => {
    const own = await startOutsideWorld();
    await own.door('POST', '/faults', { target: '*', kind: 'delay', value: 100_000, times: 1 });
    const waiting = fetch(`${own.sandbox.wechatBaseUrl}/sns/jscode2session`).catch(() => 'cut');
    // Used up: the call has arrived and waits.
    await expect.poll(async () => (await own.door('GET', '/faults')).body.faults).toEqual([]);
    await own.close();
    expect(await waiting).toBe('cut');
  });
});
