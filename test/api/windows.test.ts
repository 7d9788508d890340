import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { windowsContract } from '../../shared/contract/windows';
import { startApp, type TestApp } from '../support/app';
import { Client } from '../support/client';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const HALL = 'v530600';

let app: TestApp;
let visitor: Client;
let clerk: StaffClient;
let windowId: string;

beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { PUBLIC_WEB_URL: 'https://web.example.gov.cn/' },
  });
  visitor = new Client(app.api);
  const { items } = await visitor.get('GET /venues/{id}/windows', { params: { id: HALL } });
  windowId = items.find(({ department }) => department === '公安局')?.id ?? '';
  clerk = await staff(app, 'window');
});
afterAll(() => app.stop());

it('lists the windows of a hall by name', async () => {
  const shown = await visitor.get('GET /venues/{id}/windows', { params: { id: HALL } });
  expect(shown.items[0]).toEqual({
    id: expect.any(String),
    name: '1 号窗口',
    department: expect.any(String),
  });
  expect(shown.total).toBe(shown.items.length);
  await gives(visitor, 'GET /venues/{id}/windows', 'NOT_FOUND', { params: { id: 'nothing' } });
  await gives(visitor, 'GET /windows/{id}', 'NOT_FOUND', { params: { id: 'nothing' } });
});

it('shows who sits there, what they promise and handle, whom to ring, and how they are rated; no more of anybody', async () => {
  const params = { id: windowId };
  const empty = await visitor.get('GET /windows/{id}', { params });
  expect(empty).toMatchObject({
    id: windowId,
    department: '公安局',
    venue: { id: HALL, name: '昭通市政务服务中心' },
    officers: [],
    supervision: { hotline: '12345' },
    complaints: { filed: 0, answered: 0, published: 0 },
    // Texts that no office has said are its own.
    sample: true,
  });
  // Nobody was served: nothing can be divided, and nothing is good by default.
  expect(empty.rates.month).toMatchObject({ services: 0, rated: 0, goodShare: null, ratedShare: null });
  for (const list of [empty.promises, empty.standards, empty.process, empty.items])
    expect(list.length).toBeGreaterThan(2);
  expect(empty.items.every(({ byWords }) => /^(当场办好|承诺 \d+ .+)$/.test(byWords))).toBe(true);
  expect(empty.supervision.phone).not.toBe('');

  await clerk.get('PUT /staff/me/window', { body: { window: windowId } });
  const officers = async () => (await visitor.get('GET /windows/{id}', { params })).officers;
  // Told again for some seconds.
  await app.clock.advance(11_000);
  const [officer] = await officers();
  expect(officer).toEqual({
    name: '示例员工',
    number: clerk.member.number,
    post: '公安局 窗口岗',
    promise: expect.any(String),
  });
  expect(JSON.stringify(await officers())).not.toContain(clerk.member.id);
  await clerk.get('PUT /staff/me/window', { body: { window: null } });
  await app.clock.advance(11_000);
  expect(await officers()).toEqual([]);
});

it('has one counter for everything at a township', async () => {
  const halls = await visitor.get('GET /venues', { query: { level: 'township' } });
  const [hall] = halls.items;
  const { items } = await visitor.get('GET /venues/{id}/windows', { params: { id: hall?.id ?? '' } });
  const shown = await visitor.get('GET /windows/{id}', { params: { id: items[0]?.id ?? '' } });
  expect(shown.items.length).toBeGreaterThan(0);
  expect(shown.process.length).toBeGreaterThan(0);
});

it('prints a card for the counters of one’s own hall, also while WeChat gives no code', async () => {
  const params = { id: windowId };
  const head = await staff(app, 'supervisor');
  const card = await head.get('GET /staff/windows/{id}/card', { params });
  expect(card).toMatchObject({
    windowId,
    venueName: '昭通市政务服务中心',
    url: `https://web.example.gov.cn/#/packages/window/window/index?id=${windowId}`,
  });
  expect(card.image).toMatch(/^data:image\/(png|jpeg);base64,/);
  const stranger = await staff(app, 'supervisor', { venueId: 'v530602' });
  await gives(stranger, 'GET /staff/windows/{id}/card', 'NOT_FOUND', { params });
  await gives(head, 'GET /staff/windows/{id}/card', 'NOT_FOUND', { params: { id: 'nothing' } });
  app.deps.wechat.codeImage = () => Promise.reject(new Error('WeChat is away'));
  expect(await clerk.get('GET /staff/windows/{id}/card', { params })).toMatchObject({
    windowId,
    image: null,
  });
});

it('counts what was filed about it from the next day on: at once it would tell of those just there', async () => {
  const body = { category: 'attitude' as const, what: '窗口的人一直在看手机。', venueId: HALL, windowId };
  await visitor.get('POST /complaints', { body: { ...body, anonymous: true } });
  const counted = async () =>
    (await visitor.get('GET /windows/{id}', { params: { id: windowId } })).complaints.filed;
  await app.clock.advance(11_000);
  expect(await counted()).toBe(0);
  await app.clock.advance(86_400_000);
  expect(await counted()).toBe(1);
});

it('has declared no code that it was not seen to give', () => {
  expect(seen.missing(windowsContract)).toEqual([]);
});
