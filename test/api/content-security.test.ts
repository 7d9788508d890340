import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMediaCheck } from '../../bff/gateways/wechat/media-check';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';

/** The client of WeChat's content security, and the stand-in that answers it. */

let world: OutsideWorld;
let openid: string;
let citizenId: string;
let files: Server;
let fileUrl: string;
beforeEach(async () => {
  world = await startOutsideWorld();
  const [citizen] = (await world.door('GET', '/citizens')).body.citizens;
  ({ openid, id: citizenId } = citizen ?? { openid: '', id: '' });
  files = createServer((request, response) => {
    if (request.url === '/gone') response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': request.url === '/paper' ? 'application/pdf' : 'image/jpeg' })
        .end('the bytes of a picture');
  });
  await new Promise<void>((resolve) => {
    files.listen(0, '127.0.0.1', resolve);
  });
  fileUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});
afterEach(async () => {
  files.closeAllConnections();
  await new Promise((resolve) => files.close(resolve));
  await world.close();
});

interface Check {
  traceId: string;
  of: string;
  content: string;
  fetched: { status: number; type: string; bytes: number } | null;
}

const visit = () => world.door('POST', `/citizens/${citizenId}/visit`);
const fail = (target: string, kind: string, value?: number, times?: number) =>
  world.door('POST', '/faults', { target, kind, value, times });
const next = (of: 'text' | 'picture', suggest: string, times = 1) =>
  world.door('POST', '/content-security/next', { of, suggest, times });
const checks = async () =>
  ((await world.door('GET', '/content-security')).body as unknown as { checks: Check[] }).checks;

async function token(): Promise<string> {
  const response = await fetch(`${world.sandbox.wechatBaseUrl}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify({
      grant_type: 'client_credential',
      appid: 'wx0000000000sandbox',
      secret: 'sandbox-secret',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function call(path: string, body: unknown, access?: string): Promise<Record<string, unknown>> {
  const url = `${world.sandbox.wechatBaseUrl}${path}?access_token=${access ?? (await token())}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

/** Neither begins nor ends within a character. */
const isWhole = (text: string) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text);

describe('words', () => {
  const words = '窗口的人说话很难听，让我跑了三趟。';

  it.each(['pass', 'review', 'risky'] as const)('are told to be %s', async (suggest) => {
    await visit();
    await next('text', suggest);
    expect(await world.gateways().wechat.checkText({ openid, words })).toBe(suggest);
    expect((await checks())[0]).toMatchObject({ of: 'text', content: words });
  });

  it('go in pieces of at most 2500 that overlap, cut through no character; the worst is told', async () => {
    await visit();
    await next('text', 'review');
    await next('text', 'risky');
    const long = `${'长'.repeat(2_499)}😀${'话'.repeat(2_600)}😀完`;
    expect(await world.gateways().wechat.checkText({ openid, words: long })).toBe('risky');
    const pieces = (await checks()).map(({ content }) => content);
    expect(pieces).toHaveLength(3);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(2_500);
      expect(isWhole(piece)).toBe(true);
    }
    // Whatever stands across a cut stands whole in one of them.
    for (let at = 0; at + 50 <= long.length; at += 1)
      if (isWhole(long.slice(at, at + 50)))
        expect(pieces.some((piece) => piece.includes(long.slice(at, at + 50)))).toBe(true);
  });

  it('that are none need no asking', async () => {
    expect(await world.gateways().wechat.checkText({ openid, words: ' \n ' })).toBe('pass');
    expect(await checks()).toEqual([]);
  });

  it('of somebody who was not here for two hours are not looked at', async () => {
    const { wechat } = world.gateways();
    await expect(wechat.checkText({ openid, words })).rejects.toMatchObject({ why: 'stale', errcode: 61010 });
    await visit();
    expect(await wechat.checkText({ openid, words })).toBe('pass');
    await world.clock.advance(2 * 3_600_000 + 1_000);
    await expect(wechat.checkText({ openid, words })).rejects.toMatchObject({ why: 'stale' });
    // wx.login is a visit.
    await world.door('POST', `/citizens/${citizenId}/login-code`);
    expect(await wechat.checkText({ openid, words })).toBe('pass');
  });

  it.each([
    [61010, 'stale'],
    [44991, 'too-often'],
    [45009, 'too-often'],
    [-1, 'away'],
    [40129, 'refused'],
    [40003, 'refused'],
    [47001, 'refused'],
  ])('make of errcode %i: %s', async (errcode, why) => {
    await visit();
    await fail('msg-sec-check', 'errcode', errcode);
    await expect(world.gateways().wechat.checkText({ openid, words })).rejects.toMatchObject({
      name: 'ContentUnchecked',
      why,
      errcode,
    });
  });

  it.each([
    ['drop', undefined],
    ['status', 503],
    ['garbage', undefined],
    ['lie', undefined],
  ])('are unchecked on %s', async (kind, value) => {
    await visit();
    await fail('msg-sec-check', kind, value);
    await expect(world.gateways().wechat.checkText({ openid, words })).rejects.toMatchObject({
      name: 'ContentUnchecked',
      why: 'away',
      errcode: null,
    });
  });

  it('do not wait for a slow WeChat, nor for a token that does not come', async () => {
    await world.close();
    world = await startOutsideWorld(150);
    await visit();
    await fail('msg-sec-check', 'delay', 60_000);
    await expect(world.gateways().wechat.checkText({ openid, words })).rejects.toMatchObject({ why: 'away' });
    await world.door('DELETE', '/faults');
    await fail('token', 'drop');
    const { redis } = world;
    await redis.flushall();
    await expect(world.gateways().wechat.checkText({ openid, words })).rejects.toMatchObject({ why: 'away' });
    expect(world.logged()).toContain('time-out');
    for (const secret of [words, openid]) expect(world.logged()).not.toContain(secret);
  });

  it('renew a stale token', async () => {
    await visit();
    const { wechat } = world.gateways();
    await wechat.checkText({ openid, words });
    await fail('*', 'expire-token', 42001);
    expect(await wechat.checkText({ openid, words })).toBe('pass');
  });
});

describe('pictures', () => {
  it('are fetched, and known by a trace id', async () => {
    await visit();
    const { wechat } = world.gateways();
    const trace = await wechat.checkPicture({ openid, url: `${fileUrl}/picture` });
    await world.door('POST', '/content-security/release');
    expect(await checks()).toMatchObject([
      { traceId: trace, of: 'picture', fetched: { status: 200, type: 'image/jpeg', bytes: 22 } },
    ]);
    expect(await wechat.checkPicture({ openid, url: `${fileUrl}/picture` })).not.toBe(trace);
  });

  it.each([
    [61010, 'stale'],
    [44991, 'too-often'],
    [40129, 'refused'],
  ])('make of errcode %i: %s', async (errcode, why) => {
    await visit();
    await fail('media-check', 'errcode', errcode);
    await expect(
      world.gateways().wechat.checkPicture({ openid, url: `${fileUrl}/picture` }),
    ).rejects.toMatchObject({ why, errcode });
  });

  it('are unchecked when no trace id comes', async () => {
    await visit();
    await fail('media-check', 'lie');
    await expect(
      world.gateways().wechat.checkPicture({ openid, url: `${fileUrl}/picture` }),
    ).rejects.toMatchObject({ why: 'away' });
  });
});

describe('the word about a picture', () => {
  const event = { Event: 'wxa_media_check', trace_id: 't1', version: 2 };

  it.each([
    [
      { ...event, errcode: 0, result: { suggest: 'pass', label: '100' } },
      { traceId: 't1', verdict: 'pass' },
    ],
    [
      { ...event, result: { suggest: 'risky', label: 20_002 } },
      { traceId: 't1', verdict: 'risky' },
    ],
    [
      { ...event, errcode: '0', result: { suggest: 'review' } },
      { traceId: 't1', verdict: 'review' },
    ],
    [
      { ...event, errcode: -1008 },
      { traceId: 't1', verdict: null },
    ],
    [
      { ...event, errcode: '-1008', result: { suggest: 'pass' } },
      { traceId: 't1', verdict: null },
    ],
    [
      { ...event, result: { suggest: 'something else' } },
      { traceId: 't1', verdict: null },
    ],
    [{ ...event, errcode: 0 }, null],
    [{ ...event, errcode: 0, result: 'pass' }, null],
    [{ ...event, trace_id: '' }, null],
    [{ ...event, trace_id: 'x'.repeat(129) }, null],
    ['wxa_media_check', null],
  ])('%j is read as %j', (body, read) => {
    expect(readMediaCheck(body)).toEqual(read);
  });
});

describe('the stand-in', () => {
  const text = (more: object = {}) => ({ content: '一句话', version: 2, scene: 2, openid, ...more });
  const picture = (more: object = {}) => ({
    media_url: `${fileUrl}/picture`,
    media_type: 2,
    version: 2,
    scene: 1,
    openid,
    ...more,
  });

  it.each([
    [{ version: 1 }, 47001],
    [{ version: undefined }, 47001],
    [{ scene: 0 }, 40129],
    [{ scene: 5 }, 40129],
    [{ scene: '2' }, 40129],
    [{ scene: undefined }, 40129],
    [{ openid: 'oNobody' }, 40003],
    [{ openid: undefined }, 40003],
  ])('refuses %j of both with %i', async (more, errcode) => {
    await visit();
    expect(await call('/wxa/msg_sec_check', text(more))).toMatchObject({ errcode });
    expect(await call('/wxa/media_check_async', picture(more))).toMatchObject({ errcode });
  });

  it('refuses what is too long, empty, no picture or without a token', async () => {
    await visit();
    expect(await call('/wxa/msg_sec_check', text({ content: '长'.repeat(2_501) }))).toMatchObject({
      errcode: 47001,
    });
    expect(await call('/wxa/msg_sec_check', text({ content: '' }))).toMatchObject({ errcode: 47001 });
    expect(await call('/wxa/media_check_async', picture({ media_type: 1 }))).toMatchObject({
      errcode: 47001,
    });
    expect(await call('/wxa/media_check_async', picture({ media_url: '/picture' }))).toMatchObject({
      errcode: 47001,
    });
    expect(await call('/wxa/msg_sec_check', text(), 'guessed')).toMatchObject({ errcode: 40001 });
    expect(await call('/wxa/msg_sec_check', text({ content: '长'.repeat(2_500) }))).toMatchObject({
      errcode: 0,
      result: { suggest: 'pass', label: 100 },
      trace_id: expect.any(String),
    });
  });

  it('calls what is wrong by what is in it', async () => {
    await visit();
    const of = async (content: string) =>
      (await call('/wxa/msg_sec_check', text({ content }))).result as { suggest: string; label: number };
    expect(await of('这是违规示例')).toEqual({ suggest: 'risky', label: 20_003 });
    expect(await of('这是存疑示例')).toEqual({ suggest: 'review', label: 21_000 });
  });

  it('answers with a trace id whatever the picture is, and says what came', async () => {
    await visit();
    for (const path of ['/gone', '/paper'])
      expect(await call('/wxa/media_check_async', picture({ media_url: `${fileUrl}${path}` }))).toMatchObject(
        { errcode: 0 },
      );
    await world.door('POST', '/content-security/release');
    expect((await checks()).map(({ fetched }) => [fetched?.status, fetched?.type])).toEqual([
      [404, ''],
      [200, 'application/pdf'],
    ]);
    await world.door('DELETE', '/content-security');
    expect(await checks()).toEqual([]);
  });
});
