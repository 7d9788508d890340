import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceClosure } from '../../bff/features/venues/announce-closure';
import { venueModels } from '../../bff/features/venues/model';
import { DataVersion } from '../../bff/stores/data-version';
import type { VenueRow } from '../../shared/contract';
import type { QueryIn } from '../../shared/contract/core';
import type { venuesContract } from '../../shared/contract/venues';
import { startApp, type TestApp } from '../support/app';
import { advanceClock } from '../support/citizens';
import { Client } from '../support/client';

type VenueQuery = QueryIn<(typeof venuesContract)['GET /venues']>;

let app: TestApp;
let client: Client;
beforeAll(async () => {
  app = await startApp({ sample: 'full', at: new Date('2026-11-25T09:00:00+08:00') });
  client = new Client(app.api);
});
afterAll(() => app.stop());

const venues = (query: VenueQuery = {}) => client.get('GET /venues', { query });
const venue = (id: string) => client.get('GET /venues/{id}', { params: { id } });
const itemCode = async (q: string, county: string) => {
  const { items } = await client.get('GET /items', { query: { q, county } });
  return items[0]?.code ?? '';
};
const all = async (query: VenueQuery) => {
  const rows: VenueRow[] = [];
  let page: string | undefined;
  do {
    const answer = await venues({ ...query, ...(page && { page }) });
    rows.push(...answer.items);
    page = answer.next ?? undefined;
  } while (page);
  return rows;
};
/** Near the seat of Ludian. */
const near = '27.19,103.55';

describe('where to go', () => {
  it('shows the city, the counties, then the rest, and each level on its own', async () => {
    const page = await venues();
    expect(page.total).toBe(1 + 11 + 150 + 1402);
    expect(page.items.slice(0, 12).map(({ level }) => level)).toEqual(['city', ...Array(11).fill('county')]);
    expect((await venues({ level: 'centre' })).total).toBe(12);
    expect((await venues({ level: 'township' })).total).toBe(150);
    expect((await venues({ level: 'village', county: '530681' })).total).toBeLessThan(100);
  });

  it('goes by distance when it knows where I am, over all pages', async () => {
    const rows = await all({ near, county: '530621' });
    const distances = rows.map(({ distance }) => distance ?? -1);
    expect(rows[0]).toMatchObject({ name: '鲁甸县政务服务中心', level: 'county' });
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(60);
  });

  it('shows for an item the halls that serve it, its own first, with the first free time of each', async () => {
    const item = await itemCode('居民身份证换领', '530627');
    const { items: rows, total } = await venues({ item });
    expect(total).toBe(12);
    expect(rows[0]).toMatchObject({ id: 'v530627', queueId: 'q530627-gongan' });
    for (const { queueId, firstFree } of rows) {
      const days = await client.get('GET /queues/{id}/days', { params: { id: queueId ?? '' } });
      expect(days.firstFree).toEqual(firstFree);
    }
    const nearest = await venues({ item, near });
    expect(nearest.items[0]?.id).toBe('v530621');
  });

  it('adds the townships of the county, and of no other, for what they handle', async () => {
    const item = await itemCode('最低生活保障', '530602');
    const rows = await all({ item });
    expect(rows[0]?.id).toBe('v530602');
    const townships = rows.filter(({ level }) => level === 'township');
    expect(townships).toHaveLength(20);
    expect(rows.every(({ county, queueId }) => county === '530602' && queueId !== null)).toBe(true);
  });

  it('says when there is no such item, and when a position is none', async () => {
    expect(await client.refused('GET /venues', { query: { item: '000000000000' } })).toBe('NOT_FOUND');
    const { error } = await client.ask('GET /venues', { query: { near: '95,103' } });
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', fields: { 'query.near': expect.any(String) } });
    expect(await client.refused('GET /venues', { query: { page: 'x' } })).toBe('VALIDATION_FAILED');
  });
});

describe('one venue', () => {
  it('shows hours as they will be, windows and queues with their first free time', async () => {
    const answer = await venue('v530600');
    expect(answer.queues).toHaveLength(21);
    expect(answer.queues.every(({ firstFree }) => firstFree?.date === '2026-11-26')).toBe(true);
    expect(answer.hours[0]).toEqual({
      weekday: 1,
      periods: [
        { from: '08:30', to: '12:00' },
        { from: '14:00', to: '17:30' },
      ],
    });
    expect(answer.week.map(({ open }) => open)).toEqual([true, true, true, false, false, true, true]);
    expect(answer.week[1]?.words).toBe('明天（11月26日 周四）');
    expect(answer.week[3]?.reason).toBe('周末休息');
    expect(answer.address.text).toContain('示例');
    expect(answer.facilities).toContain('免费快递送达');
  });

  it('is not found when there is none', async () => {
    expect(await client.refused('GET /venues/{id}', { params: { id: 'nowhere' } })).toBe('NOT_FOUND');
  });

  it('tells of a closure that was announced elsewhere, in words, on the day and to bookings', async () => {
    await announceClosure(venueModels(app.deps.mongo), new DataVersion(app.deps.mongo, 'venues'), {
      id: 'test-closure',
      venueId: 'v530628',
      from: '2026-11-25',
      to: '2026-11-26',
      periods: [],
      reason: '停电检修',
      announcedAt: app.clock.now(),
    });
    await app.deps.work.runAll();
    const answer = await venue('v530628');
    expect(answer.opening).toMatchObject({ open: false, words: '今天休息 · 后天 8:30 开门' });
    expect(answer.week[1]).toMatchObject({ open: false, reason: '停电检修' });
    expect(answer.queues[0]?.firstFree?.date).toBe('2026-11-27');
    const { notices } = await client.get('GET /home');
    expect(notices[0]).toEqual({
      id: 'test-closure',
      kind: 'closure',
      text: '彝良县政务服务中心今天（11月25日 周三）至明天（11月26日 周四）不开放：停电检修',
    });
    expect(notices.at(-1)?.kind).toBe('news');
  });

  it('knows the lunch break, the evening and the weekend', async () => {
    const opening = async () => (await venue('v530600')).opening;
    expect(await opening()).toMatchObject({ open: true, words: '营业中 · 12:00 午休' });
    await advanceClock(app, 3.5 * 3_600);
    expect(await opening()).toEqual({
      open: false,
      words: '午休 · 14:00 开门',
      nextChange: '2026-11-25T14:00:00+08:00',
    });
    await advanceClock(app, 3 * 3_600);
    expect(await opening()).toMatchObject({ open: true, words: '营业中 · 17:30 关门' });
    await advanceClock(app, 3 * 3_600);
    expect(await opening()).toMatchObject({ open: false, words: '已关门 · 明天 8:30 开门' });
    await advanceClock(app, 2 * 86_400);
    expect(await opening()).toMatchObject({ open: false, words: '已关门 · 11月30日 8:30 开门' });
  });
});
