import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemModel } from '../../bff/features/catalogue/model';
import { DataVersion } from '../../bff/stores/data-version';
import type { ItemRow } from '../../shared/contract';
import type { catalogueContract } from '../../shared/contract/catalogue';
import type { QueryIn } from '../../shared/contract/core';
import { startApp, type TestApp } from '../support/app';
import { Client } from '../support/client';

type ItemQuery = QueryIn<(typeof catalogueContract)['GET /items']>;

let app: TestApp;
let client: Client;
beforeAll(async () => {
  app = await startApp({ sample: 'full', at: new Date('2026-11-25T09:00:00+08:00') });
  client = new Client(app.api);
});
afterAll(() => app.stop());

const items = (query: ItemQuery = {}) => client.get('GET /items', { query });
const total = async (query: ItemQuery) => (await items(query)).total;
const guide = (code: string) => client.get('GET /items/{code}', { params: { code } });
const first = async (query: ItemQuery): Promise<ItemRow> => {
  const [row] = (await items(query)).items;
  if (!row) throw new Error(`nothing for ${JSON.stringify(query)}`);
  return row;
};

describe('what the founding document counts', () => {
  it('comes out at the city centre', async () => {
    const city = await items({ venue: 'v530600' });
    const { windows, itemCount } = await client.get('GET /venues/{id}', { params: { id: 'v530600' } });
    expect(city.total).toBe(439);
    expect(itemCount).toBe(439);
    expect(city.facets.departments).toHaveLength(21);
    expect(windows).toHaveLength(26);
    expect(await total({ venue: 'v530600', list: 'one-visit' })).toBe(245);
    expect(await total({ county: '530600', list: 'citywide' })).toBe(21);
  });

  it('comes out in the counties', async () => {
    const { facets } = await items();
    const counties = facets.counties.filter(({ value }) => value !== '530600');
    expect(counties).toHaveLength(11);
    expect(counties.reduce((sum, { count }) => sum + count, 0)).toBe(3_025);
    let departments = 0;
    for (const { value } of counties)
      departments += (await items({ county: value })).facets.departments.length;
    expect(departments).toBe(226);
  });
});

describe('lists', () => {
  it('has facets whose counts are those of the lists they lead to', async () => {
    const query = fc.record(
      {
        q: fc.constantFrom('身份证', 'yibao', '许可 变更', '公安局'),
        list: fc.constantFrom('immediate', 'time-limited', 'citywide', 'online', 'one-visit'),
        department: fc.constantFrom('公安局', '医保局', '市场监管局'),
        county: fc.constantFrom('530600', '530602', '530681'),
        venue: fc.constantFrom('v530600', 'v530627', 'v530602001'),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<ItemQuery>;
    await fc.assert(
      fc.asyncProperty(query, async (given) => {
        const { facets } = await items(given);
        for (const { value, count } of facets.lists)
          expect(await total({ ...given, list: value as ItemQuery['list'] })).toBe(count);
        for (const { value, count } of facets.departments.slice(0, 3))
          expect(await total({ ...given, department: value })).toBe(count);
        for (const { value, count } of facets.counties.slice(0, 3))
          expect(await total({ ...given, county: value })).toBe(count);
      }),
      { numRuns: 25 },
    );
  });

  it('shows only what was asked for', async () => {
    const query = { list: 'immediate', department: '公安局', county: '530627' } as const;
    const { items: rows } = await items(query);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ department: '公安局', county: '530627', countyName: '镇雄县' });
      expect(row.lists).toContain('immediate');
      expect(row.caseKind).toBe('instant');
    }
  });

  it('pages through everything once', async () => {
    for (const query of [{ q: '身份证' }, { county: '530600', list: 'citywide' as const }, { q: '许可' }]) {
      const codes: string[] = [];
      let page: string | undefined;
      let expected = 0;
      do {
        const answer = await items({ ...query, ...(page && { page }) });
        codes.push(...answer.items.map(({ code }) => code));
        expected = answer.total;
        page = answer.next ?? undefined;
      } while (page);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes).toHaveLength(expected);
    }
  });

  it('refuses a page that it did not hand out', async () => {
    for (const page of ['x', 'bm9uc2Vuc2U', Buffer.from('[1]').toString('base64url')]) {
      const { status, error } = await client.ask('GET /items', { query: { page } });
      expect(status).toBe(400);
      expect(error?.fields).toHaveProperty('query.page');
    }
  });

  it('has nothing, and says so, for a place or a department that does not exist', async () => {
    for (const query of [
      { county: '530699' },
      { department: '没有的部门' },
      { venue: 'nowhere' },
      { q: '龘龘' },
    ])
      expect(await items(query)).toMatchObject({ items: [], total: 0, next: null });
  });

  it.each([
    ['身份证', '居民身份证换领'],
    ['sfz', '居民身份证换领'],
    ['驾照 到期', '驾驶证期满换证'],
    ['准生证', '生育登记'],
  ])('finds %s, the city before the counties', async (q, name) => {
    expect(await first({ q })).toMatchObject({ name, county: '530600' });
    expect(await first({ q, county: '530627' })).toMatchObject({ name, county: '530627' });
  });

  it('lists at a township what the county lets it handle, and nothing else', async () => {
    const township = await items({ venue: 'v530602001' });
    expect(township.total).toBeGreaterThan(5);
    expect(township.facets.counties).toEqual([{ value: '530602', name: '昭阳区', count: township.total }]);
    expect(township.items.map(({ name }) => name)).toContain('居民医保参保');
    const detail = await client.get('GET /venues/{id}', { params: { id: 'v530602001' } });
    expect(detail.itemCount).toBe(township.total);
  });
});

describe('guides', () => {
  it('says what to bring, how long in dates, where, and what to do when it goes wrong', async () => {
    const { code } = await first({ q: '食品经营许可', county: '530627' });
    const answer = await guide(code);
    expect(answer).toMatchObject({
      name: '食品经营许可',
      implementingBody: '镇雄县市场监督管理局',
      legal: { words: '10 个工作日' },
      promised: { words: '5 个工作日' },
      deadlineWords: '今天交齐材料，12月2日前办好（5 个工作日）',
      specialSteps: [{ name: '现场查看', counted: false }],
      sample: true,
    });
    expect(answer.codes.implementation).toBe(code);
    expect(answer.contact.hours).toBe('周一至周五 8:30–12:00、14:00–17:30，法定节假日休息');
    expect(answer.contact.address).toMatch(/镇雄县.*示例地址.* \d+ 号窗口/);
    expect(answer.materials.find(({ name }) => name === '营业执照')).toMatchObject({
      waivedBy: '电子营业执照',
    });
    expect(answer.remedies.join()).toContain('行政复议');
  });

  it('does not ask for the identity card that was lost', async () => {
    const { code } = await first({ q: '居民身份证补领', county: '530600' });
    const { materials, channels } = await guide(code);
    expect(materials.map(({ name }) => name)).toEqual(['居民身份证补领申请表', '户口簿']);
    expect(channels).not.toContain('online');
  });

  it('names the soonest time of all halls that serve it, the same as the queue itself', async () => {
    const { code } = await first({ q: '居民身份证换领', county: '530621' });
    const { soonest, venueCount } = await guide(code);
    expect(venueCount).toBe(12);
    expect(soonest?.time.date).toBe('2026-11-26');
    const days = await client.get('GET /queues/{id}/days', { params: { id: soonest?.queueId ?? '' } });
    expect(days.firstFree).toEqual(soonest?.time);
    expect(days.venueId).toBe(soonest?.venueId);
  });

  it('offers no time for what needs no booking', async () => {
    const { code } = await first({ q: '医保缴费证明打印', county: '530600' });
    expect(await guide(code)).toMatchObject({ bookable: false, soonest: null, visits: 0 });
  });

  it('has a sound guide for every item of the city', async () => {
    let page: string | undefined;
    let seen = 0;
    do {
      const answer = await items({ county: '530600', ...(page && { page }) });
      for (const { code, name } of answer.items) {
        const found = await guide(code);
        expect(found.name).toBe(name);
        expect(found.conditions.length).toBeGreaterThan(0);
        expect(found.steps.length).toBeGreaterThan(1);
        seen += 1;
      }
      page = answer.next ?? undefined;
    } while (page);
    expect(seen).toBe(439);
  });

  it('costs nothing to ask for again: 304 while nothing changed', async () => {
    const { code } = await first({ q: '结婚登记' });
    const asked = await client.ask('GET /items/{code}', { params: { code } });
    const etag = asked.headers.get('etag') ?? '';
    const again = await client.ask('GET /items/{code}', {
      params: { code },
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  it('says so when there is no such item', async () => {
    expect(await client.refused('GET /items/{code}', { params: { code: '000000000000' } })).toBe('NOT_FOUND');
  });

  it('follows a change that another process made', async () => {
    const row = await first({ q: '高龄津贴', county: '530600' });
    const model = itemModel(app.deps.mongo);
    await model.updateOne({ _id: row.code }, { $set: { name: '高龄老人津贴', feeWords: '不收取任何费用' } });
    await new DataVersion(app.deps.mongo, 'catalogue').raise();
    await app.deps.work.runAll();
    expect(await guide(row.code)).toMatchObject({ name: '高龄老人津贴', feeWords: '不收取任何费用' });
    expect(await first({ q: '高龄老人', county: '530600' })).toMatchObject({ code: row.code });
    await model.updateOne({ _id: row.code }, { $set: { status: 'suspended' } });
    await new DataVersion(app.deps.mongo, 'catalogue').raise();
    await app.deps.work.runAll();
    expect(await client.refused('GET /items/{code}', { params: { code: row.code } })).toBe('NOT_FOUND');
  });
});
