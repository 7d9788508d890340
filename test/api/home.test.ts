import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, consented, person } from '../support/citizens';
import { Client } from '../support/client';

let app: TestApp;
let client: Client;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-25T09:00:10+08:00') });
  client = new Client(app.api);
});
afterAll(() => app.stop());

describe('the first screen', () => {
  it('has in one answer what a stranger needs', async () => {
    const home = await client.get('GET /home');
    expect(home).toMatchObject({
      now: '2026-11-25T09:00:00+08:00',
      name: null,
      elderMode: false,
      nextMatter: null,
      matterCount: 0,
      unread: 0,
      hotline: '12345',
      venue: { id: 'v530600', distance: null, opening: { open: true } },
    });
    expect(home.popular[0]?.name).toBe('居民身份证换领');
    expect(home.popular.every(({ county }) => county === '530600')).toBe(true);
    expect(home.counties.map(({ name }) => name)).toEqual(['昭通市', '昭阳区', '鲁甸县']);
    expect(home.notices.some(({ text }) => text.includes('示例数据'))).toBe(true);
  });

  it('counts the five lists as the lists themselves do, for all and for a county', async () => {
    for (const county of [undefined, '530602']) {
      const { lists } = await client.get('GET /home', { query: { county } });
      expect(lists).toHaveLength(5);
      for (const { list, count } of lists)
        expect((await client.get('GET /items', { query: { list, county } })).total).toBe(count);
    }
  });

  it('has themes that lead somewhere', async () => {
    const { themes } = await client.get('GET /home');
    for (const { query } of themes)
      expect((await client.get('GET /items', { query: { q: query } })).total).toBeGreaterThan(0);
  });

  it('turns to the county chosen and to where I am', async () => {
    const chosen = await client.get('GET /home', { query: { county: '530621' } });
    expect(chosen.venue?.id).toBe('v530621');
    expect(chosen.popular.every(({ county }) => county === '530621')).toBe(true);
    const near = await client.get('GET /home', { query: { near: '27.19,103.55' } });
    expect(near.venue).toMatchObject({ id: 'v530621', distance: expect.any(Number) });
    expect(await client.get('GET /home', { query: { county: '530699' } })).toMatchObject({
      popular: [],
      venue: null,
    });
    expect(await client.refused('GET /home', { query: { near: '95,103' } })).toBe('VALIDATION_FAILED');
  });

  it('costs nothing to ask for again within the minute, and changes with it', async () => {
    const asked = await client.ask('GET /home');
    const headers = { 'if-none-match': asked.headers.get('etag') ?? '' };
    expect((await client.ask('GET /home', { headers })).status).toBe(304);
    await advanceClock(app, 10);
    expect((await client.ask('GET /home', { headers })).status).toBe(304);
    await advanceClock(app, 60);
    expect((await client.ask('GET /home', { headers })).status).toBe(200);
  });

  it('greets who is signed in, in the mode they chose', async () => {
    const stranger = await consented(app);
    expect(await stranger.get('GET /home')).toMatchObject({ name: null, elderMode: false });
    const citizen = await person(app);
    await citizen.get('PUT /me/settings', { body: { elderMode: true, textScale: 1.4 } });
    const { name, elderMode } = await citizen.get('GET /home');
    expect(name).toBe((await citizen.get('GET /me')).name);
    expect(name).toContain('*');
    expect(elderMode).toBe(true);
  });

  it('puts what waits for me first, and nobody else sees it', async () => {
    const citizen = await person(app);
    const [item] = (await client.get('GET /items', { query: { q: '身份证' } })).items;
    const held = await citizen.get('POST /appointments', {
      body: { itemCode: item?.code ?? '', earliest: true },
    });
    const { nextMatter, matterCount } = await citizen.get('GET /home');
    expect(nextMatter).toMatchObject({ kind: 'appointment', id: held.id, tone: 'action' });
    expect(matterCount).toBe(1);
    expect((await (await person(app)).get('GET /home')).nextMatter).toBeNull();
    expect((await client.get('GET /home')).nextMatter).toBeNull();
  });
});
