import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddresses } from '../../bff/features/addresses';
import type { AddressDoc } from '../../bff/features/addresses/model';
import { addressesContract } from '../../shared/contract/addresses';
import { startApp, type TestApp } from '../support/app';
import { consented, person, type SignedIn, signIn } from '../support/citizens';
import { Client } from '../support/client';
import { SeenCodes } from '../support/seen-codes';

let app: TestApp;
const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const docs = () => app.deps.mongo.model<AddressDoc>('Address');

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00'), env: { LIMIT_WRITE_PER_MINUTE: '600' } });
});
afterAll(() => app.stop());

const home = {
  name: '王小明',
  phone: '13812345678',
  regionCode: '530602001',
  detail: '龙泉路12号3单元501',
};
const add = (client: SignedIn, more: object = {}, key?: string) =>
  client.get('POST /me/addresses', { body: { ...home, ...more }, ...(key && { key }) });
const list = async (client: SignedIn) => (await client.get('GET /me/addresses')).items;
const change = (client: SignedIn, id: string, more: object = {}) =>
  client.get('PUT /me/addresses/{id}', { params: { id }, body: { ...home, ...more } });

describe('my address book', () => {
  it('shows its owner enough to know each address, and stores nothing that can be read', async () => {
    const citizen = await person(app);
    const { id, ...kept } = await add(citizen);
    expect(kept).toEqual({
      ...home,
      regionWords: '云南省昭通市昭阳区凤凰街道',
      isDefault: true,
      version: 0,
    });
    expect(await list(citizen)).toEqual([
      {
        id,
        name: '王**',
        phone: '138****5678',
        regionCode: '530602001',
        regionWords: '云南省昭通市昭阳区凤凰街道',
        detail: '龙泉路***',
        isDefault: true,
        version: 0,
      },
    ]);
    expect(await citizen.get('GET /me/addresses/{id}', { params: { id } })).toEqual({ id, ...kept });
    const stored = JSON.stringify(await docs().findById(id).lean());
    for (const secret of [home.name, home.phone, '龙泉路', citizen.citizen.name])
      expect(stored).not.toContain(secret);
  });

  it('keeps one address for one key, and refuses another one under it', async () => {
    const citizen = await person(app);
    const key = 'the-same-tap-once-more';
    const both = await Promise.all([
      citizen.ask('POST /me/addresses', { body: home, key }),
      citizen.ask('POST /me/addresses', { body: home, key }),
    ]);
    expect(
      both.every(({ status, error }) => status === 201 || error?.code === 'IDEMPOTENCY_IN_PROGRESS'),
    ).toBe(true);
    const first = await add(citizen, {}, key);
    expect(await list(citizen)).toHaveLength(1);
    expect((await list(citizen))[0]?.id).toBe(first.id);
    expect(await citizen.refused('POST /me/addresses', { body: { ...home, detail: '别的地方' }, key })).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect(await citizen.refused('POST /me/addresses', { body: home, key: '-' })).toBe(
      'IDEMPOTENCY_KEY_INVALID',
    );
  });

  it('begins with the default, then with what was changed last', async () => {
    const citizen = await person(app);
    const first = await add(citizen, { detail: '第一处房子' });
    const second = await add(citizen, { detail: '第二处房子' });
    expect((await list(citizen)).map(({ id }) => id)).toEqual([first.id, second.id]);
    const third = await add(citizen, { detail: '第三处房子', isDefault: true });
    const items = await list(citizen);
    expect(items.map(({ id }) => id)).toEqual([third.id, first.id, second.id]);
    expect(items.map(({ isDefault }) => isDefault)).toEqual([true, false, false]);
    await change(citizen, second.id, { isDefault: true });
    expect((await list(citizen)).filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([
      second.id,
    ]);
    await change(citizen, second.id, { isDefault: false });
    expect((await list(citizen)).some(({ isDefault }) => isDefault)).toBe(false);
  });

  it('has one default and no more addresses than it takes, however many phones write at once', async () => {
    const citizen = await person(app);
    const replies = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        citizen.ask('POST /me/addresses', { body: { ...home, detail: `第${at}号楼`, isDefault: true } }),
      ),
    );
    const kept = replies.filter(({ status }) => status === 201);
    const refused = replies.filter(({ error }) => error);
    expect(kept).toHaveLength(20);
    expect(refused.map(({ error }) => error?.code)).toEqual(Array(4).fill('ADDRESS_BOOK_FULL'));
    seen.note('POST /me/addresses', 'ADDRESS_BOOK_FULL');
    const { items, most } = await citizen.get('GET /me/addresses');
    expect(most).toBe(20);
    expect(items).toHaveLength(20);
    expect(items.filter(({ isDefault }) => isDefault)).toHaveLength(1);

    await Promise.all(items.map(({ id }) => change(citizen, id, { isDefault: true })));
    expect((await list(citizen)).filter(({ isDefault }) => isDefault)).toHaveLength(1);

    await citizen.get('DELETE /me/addresses/{id}', { params: { id: items[3]?.id ?? '' } });
    await add(citizen, { detail: '空出来的一格' });
    await gives(citizen, 'POST /me/addresses', 'ADDRESS_BOOK_FULL', { body: home });
  });

  it('tells who changes an old copy', async () => {
    const citizen = await person(app);
    const { id } = await add(citizen);
    expect(await change(citizen, id, { version: 0, phone: '13900000001' })).toMatchObject({
      phone: '13900000001',
      version: 1,
      isDefault: false,
    });
    await gives(citizen, 'PUT /me/addresses/{id}', 'ADDRESS_CHANGED', {
      params: { id },
      body: { ...home, version: 0 },
    });
    // Whoever names no version changes what stands there, and two who do it at once both have done it.
    await Promise.all([change(citizen, id, { name: '李大山' }), change(citizen, id, { name: '赵小川' })]);
    const now = await citizen.get('GET /me/addresses/{id}', { params: { id } });
    expect(now.version).toBe(3);
    expect(['李大山', '赵小川']).toContain(now.name);
    // Another address that became the default has changed this one.
    await change(citizen, id, { isDefault: true });
    await add(citizen, { isDefault: true });
    expect((await citizen.get('GET /me/addresses/{id}', { params: { id } })).version).toBe(5);
  });

  it('does a change once under its key', async () => {
    const citizen = await person(app);
    const { id } = await add(citizen);
    const given = {
      params: { id },
      body: { ...home, phone: '13900000002', version: 0 },
      key: 'one-change-once',
    };
    const first = await citizen.get('PUT /me/addresses/{id}', given);
    expect(await citizen.get('PUT /me/addresses/{id}', given)).toEqual(first);
    expect(first.version).toBe(1);
  });

  it('is not there for anybody else', async () => {
    const [owner, stranger] = [await person(app), await person(app)];
    const { id } = await add(owner);
    await gives(stranger, 'GET /me/addresses/{id}', 'NOT_FOUND', { params: { id } });
    await gives(stranger, 'PUT /me/addresses/{id}', 'NOT_FOUND', { params: { id }, body: home });
    await gives(stranger, 'DELETE /me/addresses/{id}', 'NOT_FOUND', { params: { id } });
    expect(await list(stranger)).toEqual([]);
    expect(await list(owner)).toHaveLength(1);
    await owner.get('DELETE /me/addresses/{id}', { params: { id } });
    await gives(owner, 'DELETE /me/addresses/{id}', 'NOT_FOUND', { params: { id } });
    expect(await list(owner)).toEqual([]);
  });

  it('asks for consent and the real name', async () => {
    expect(await (await signIn(app)).refused('GET /me/addresses')).toBe('CONSENT_REQUIRED');
    expect(await (await consented(app)).refused('POST /me/addresses', { body: home })).toBe(
      'IDENTITY_REQUIRED',
    );
    expect(await new Client(app.api).refused('GET /me/addresses')).toBe('NOT_SIGNED_IN');
  });

  it.each([
    ['name', { name: '王' }],
    ['name', { name: '王'.repeat(31) }],
    ['phone', { phone: '08702123456' }],
    ['phone', { phone: '138 1234 5678' }],
    ['regionCode', { regionCode: '53' }],
    ['regionCode', { regionCode: '530600' }],
    ['regionCode', { regionCode: '999999' }],
    ['regionCode', { regionCode: '530602999' }],
    ['detail', { detail: '楼' }],
    ['detail', { detail: '楼'.repeat(1_000) }],
    ['detail', { detail: '龙泉路\u0000号' }],
    ['name', { name: '\ud800王小明' }],
  ])('says that %s is to be mended', async (field, wrong) => {
    const citizen = await person(app);
    const { status, error } = await citizen.ask('POST /me/addresses', { body: { ...home, ...wrong } });
    expect(status).toBe(400);
    expect(error?.code).toBe('VALIDATION_FAILED');
    expect(Object.keys(error?.fields ?? {})).toEqual([`body.${field}`]);
    expect(JSON.stringify(error)).not.toContain('龙泉路');
  });

  it('keeps a county by its code of today', async () => {
    const citizen = await person(app);
    expect(await add(citizen, { regionCode: '530630' })).toMatchObject({
      regionCode: '530681',
      regionWords: '云南省昭通市水富市',
    });
    expect(await add(citizen, { regionCode: '530630101' })).toMatchObject({
      regionCode: '530681101',
      regionWords: '云南省昭通市水富市向家坝镇',
    });
  });

  it('goes out with the export and away with the person', async () => {
    const [citizen, other] = [await person(app), await person(app)];
    await add(citizen);
    await add(other);
    const exported = await citizen.get('GET /me/export');
    expect(JSON.stringify(exported)).toContain('龙泉路12号3单元501');
    const { erased } = await citizen.get('DELETE /me');
    expect(erased).toContain('收件地址');
    expect(await docs().countDocuments({})).toBeGreaterThan(0);
    expect(await list(other)).toHaveLength(1);
  });
});

describe('what others ask of it', () => {
  it('opens an address for its person only', async () => {
    const [owner, stranger] = [await person(app), await person(app)];
    const { id } = await add(owner);
    await add(stranger);
    const personOf = async (addressId: string) => (await docs().findById(addressId).lean())?.personId ?? '';
    const door = createAddresses({ ...app.deps, mongo: app.deps.mongo.useDb(app.deps.mongo.name) });
    const strangers = await personOf((await list(stranger))[0]?.id ?? '');
    expect(await door.find(await personOf(id), id)).toEqual({
      name: '王小明',
      phone: '13812345678',
      regionCode: '530602001',
      region: ['云南省', '昭通市', '昭阳区', '凤凰街道'],
      detail: '龙泉路12号3单元501',
    });
    expect(await door.find(strangers, id)).toBeNull();
    expect(await door.find(strangers, 'nothing')).toBeNull();
    expect(door.regionNames('110101')).toEqual(['北京市', '北京市', '东城区']);
    expect(door.regionNames('53')).toBeNull();
  });
});

describe('a pasted line', () => {
  it('becomes fields, and nothing is kept', async () => {
    const citizen = await signIn(app);
    const before = await docs().countDocuments({});
    const text = '收件人：王小明\n电话：138 1234 5678\n地址：云南昭通昭阳区太平街道龙泉路12号';
    expect(await citizen.get('POST /addresses/parse', { body: { text } })).toEqual({
      name: '王小明',
      phone: '13812345678',
      regionCode: '530602003',
      regionWords: '云南省昭通市昭阳区太平街道',
      detail: '龙泉路12号',
    });
    expect(await citizen.get('POST /addresses/parse', { body: { text: '鼓楼区中山路1号' } })).toEqual({
      name: null,
      phone: null,
      regionCode: null,
      regionWords: null,
      detail: '鼓楼区中山路1号',
    });
    expect(await docs().countDocuments({})).toBe(before);
  });

  it('may be 300 characters long and typed by anybody signed in', async () => {
    const citizen = await signIn(app);
    for (const text of ['鼓'.repeat(1_000), '鼓', 'a\u0000b', '\ud800\ud800'])
      expect(await citizen.refused('POST /addresses/parse', { body: { text } })).toBe('VALIDATION_FAILED');
    expect(
      (await citizen.ask('POST /addresses/parse', { body: { text: '鼓楼区'.repeat(100) } })).status,
    ).toBe(200);
    expect(await new Client(app.api).refused('POST /addresses/parse', { body: { text: '昭通' } })).toBe(
      'NOT_SIGNED_IN',
    );
  });
});

describe('regions', () => {
  const below = async (parent?: string) =>
    (await new Client(app.api).get('GET /regions', { query: { ...(parent && { parent }) } })).items;
  const names = async (parent?: string) => (await below(parent)).map(({ name }) => name);

  it('lead from provinces to townships', async () => {
    expect(await below()).toHaveLength(31);
    expect(await below('53')).toContainEqual({ code: '5306', name: '昭通市', hasMore: true });
    expect(await names('5306')).toEqual([
      '昭阳区',
      '鲁甸县',
      '巧家县',
      '盐津县',
      '大关县',
      '永善县',
      '绥江县',
      '镇雄县',
      '彝良县',
      '威信县',
      '水富市',
    ]);
    expect(await below('530681')).toContainEqual({ code: '530681101', name: '向家坝镇', hasMore: false });
    expect(await names('530630')).toEqual(await names('530681'));
    expect(await below('530681101')).toEqual([]);
  });

  it('leave out cities that are none', async () => {
    expect(await names('11')).toContain('东城区');
    expect(await names('50')).toEqual(expect.arrayContaining(['万州区', '城口县']));
    expect(await below('44')).toContainEqual({ code: '441900', name: '东莞市', hasMore: true });
    expect(await names('441900')).toContain('东城街道');
    expect(await below('42')).toContainEqual({ code: '429004', name: '仙桃市', hasMore: true });
  });

  it('that are none are not found', async () => {
    await gives(new Client(app.api), 'GET /regions', 'NOT_FOUND', { query: { parent: '99' } });
    await gives(new Client(app.api), 'GET /regions', 'NOT_FOUND', { query: { parent: '530602999' } });
    expect(await new Client(app.api).refused('GET /regions', { query: { parent: 'x' } })).toBe(
      'VALIDATION_FAILED',
    );
  });
});

describe('the codes that the contract declares', () => {
  it('are all given', () => {
    expect(seen.missing(addressesContract)).toEqual([]);
  });
});
