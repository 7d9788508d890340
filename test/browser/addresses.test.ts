import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  launchBrowser,
  seriousViolations,
  smallPhone,
  Visitor,
  type VisitorOptions,
  walkWithTab,
} from '../support/browser';
import { person, type SignedIn, signIn } from '../support/citizens';

let app: TestApp;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.close();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const book = '/packages/delivery/addresses/index';
const editor = '/packages/delivery/address/index';
const home = { name: '王小明', phone: '13812345678', regionCode: '530602003', detail: '龙泉路12号3单元501' };

async function visit(who: SignedIn, path: string, options: VisitorOptions = {}) {
  visitor = await Visitor.open(browser, app.url, { signedIn: who, ...options });
  await visitor.goto(path);
  return visitor;
}
const keep = (who: SignedIn, more: object = {}) =>
  who.get('POST /me/addresses', { body: { ...home, ...more } });
const kept = async (who: SignedIn) => (await who.get('GET /me/addresses')).items;
const full = (who: SignedIn, id = '') => who.get('GET /me/addresses/{id}', { params: { id } });
/** What the browser has kept, as one text. */
const stored = (v: Visitor) => v.page.evaluate(() => JSON.stringify({ ...localStorage }));

describe('the address book', () => {
  it('begins empty, and is filled by one paste', async () => {
    const who = await person(app);
    const v = await visit(who, '/pages/me/index');
    await v.tap(v.link(/^收件地址/));
    await v.sees('还没有收件地址');
    await v.tap(v.button('添加收件地址'));
    await v.arrives('packages/delivery/address');
    await v.front
      .locator('textarea')
      .fill('收件人：王小明\n电话：138 1234 5678\n地址：云南昭通昭阳区太平街道龙泉路12号3单元501');
    await v.tap(v.button('自动填好'));
    await v.sees('都填好了，看一遍再保存。');
    expect(await v.field('name').inputValue()).toBe('王小明');
    expect(await v.field('phone').inputValue()).toBe('13812345678');
    expect(await v.field('detail').inputValue()).toBe('龙泉路12号3单元501');
    await v.button('所在地区：云南省昭通市昭阳区太平街道').waitFor();
    await v.tap(v.button('保存地址'));
    await v.arrives('packages/delivery/addresses');
    await v.sees('王**');
    await v.sees('138****5678');
    await v.sees('云南省昭通市昭阳区太平街道龙泉路***');
    await v.sees('默认');
    const [address] = await kept(who);
    expect(await full(who, address?.id)).toMatchObject({ ...home, isDefault: true });
    // Full data stays with the server.
    for (const secret of [home.name, home.phone, '3单元501']) expect(await stored(v)).not.toContain(secret);
  });

  it('says what a pasted text did not tell', async () => {
    const v = await visit(await person(app), editor);
    await v.tap(v.button('自动填好'));
    await v.sees('先把地址粘贴到框里。');
    await v.front.locator('textarea').fill('王小明 13812345678 鼓楼区中山路1号');
    await v.tap(v.button('自动填好'));
    await v.sees('填好了认得出的，地区自己补上。');
    expect(await v.field('detail').inputValue()).toBe('鼓楼区中山路1号');
  });

  it('says at the fields what is missing, and leads from a region to the next by the keyboard, in elder mode too', async () => {
    const who = await person(app);
    const v = await visit(who, editor, { elderMode: true, size: smallPhone });
    await v.tap(v.button('保存地址'));
    const summary = v.front.getByRole('alert');
    await summary.getByText('有 4 处要改').waitFor();
    expect(await seriousViolations(v.page)).toEqual([]);
    await v.tap(summary.getByRole('link', { name: /^写上收件人/ }));
    await v.focused('name');
    await v.page.keyboard.type('李大山');
    await v.field('phone').fill('13912345678');
    await v.tap(summary.getByRole('link', { name: /^选一下所在地区/ }));
    await v.front.locator('[aria-label="所在地区：选省、市、县区、乡镇"]:focus').waitFor();
    await v.page.keyboard.press('Enter');
    const sheet = v.page.getByRole('dialog', { name: '所在地区' });
    await sheet.getByText('选昭通市下面的地方').waitFor();
    expect(await seriousViolations(v.page)).toEqual([]);
    await sheet.getByRole('link', { name: '镇雄县' }).press('Enter');
    await sheet.getByText('选镇雄县下面的乡镇、街道').waitFor();
    // Focus follows to the new list: the next Tab is in it.
    await v.page.locator('[role="dialog"] .region-step:focus').waitFor();
    await v.page.keyboard.press('Tab');
    await sheet.locator('[aria-label]:focus, [role="button"]:focus', { hasText: '不选乡镇' }).waitFor();
    await sheet.getByRole('link', { name: '乌峰街道' }).press('Enter');
    await v.button('所在地区：云南省昭通市镇雄县乌峰街道').waitFor();
    await v.field('detail').fill('李家湾3组');
    await v.tap(v.front.getByRole('checkbox', { name: /设为默认地址/ }));
    expect(await v.sideways()).toBe(0);
    await v.tap(v.button('保存地址'));
    await expect.poll(async () => (await kept(who)).length, { timeout: 15_000 }).toBe(1);
    const [address] = await kept(who);
    expect(await full(who, address?.id)).toMatchObject({
      name: '李大山',
      phone: '13912345678',
      regionWords: '云南省昭通市镇雄县乌峰街道',
      detail: '李家湾3组',
    });
  });

  it('reaches every province, and cities that are counties', async () => {
    const v = await visit(await person(app), editor);
    await v.tap(v.button('所在地区：选省、市、县区、乡镇'));
    const sheet = v.page.getByRole('dialog', { name: '所在地区' });
    await sheet.getByRole('button', { name: '全国' }).tap();
    await sheet.getByText('选省份').waitFor();
    await sheet.getByRole('link', { name: '北京市' }).tap();
    await sheet.getByRole('link', { name: '东城区' }).tap();
    await sheet.getByRole('button', { name: '不选乡镇，就用东城区' }).tap();
    await v.button('所在地区：北京市东城区').waitFor();
  });

  it('changes and throws away, each after one more look', async () => {
    const who = await person(app);
    await keep(who);
    await keep(who, { name: '李大山', detail: '迎宾大道8号' });
    const v = await visit(who, book);
    await v.tap(v.button(/^修改：李\*\*/));
    await v.arrives('packages/delivery/address');
    await v.field('detail').waitFor();
    expect(await v.field('phone').inputValue()).toBe('13812345678');
    await v.field('phone').fill('13900000001');
    await v.tap(v.front.getByRole('checkbox', { name: /设为默认地址/ }));
    await v.tap(v.button('保存地址'));
    await v.arrives('packages/delivery/addresses');
    await v.sees('139****0001');
    expect((await kept(who)).map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['李**', true],
      ['王**', false],
    ]);
    await v.tap(v.button(/^删除：王\*\*/));
    const sheet = v.page.getByRole('dialog', { name: '删除这个地址？' });
    await sheet.getByRole('button', { name: '先留着' }).tap();
    expect(await kept(who)).toHaveLength(2);
    await v.tap(v.button(/^删除：王\*\*/));
    await sheet.getByRole('button', { name: '删除地址' }).tap();
    await v.button(/^删除：王\*\*/).waitFor({ state: 'detached' });
    expect((await kept(who)).map(({ name }) => name)).toEqual(['李**']);
  });

  it('shows the newest when it was changed on another phone, and keeps nothing half', async () => {
    const who = await person(app);
    const { id } = await keep(who);
    const v = await visit(who, `${editor}?id=${id}`);
    await v.field('detail').waitFor();
    await who.get('PUT /me/addresses/{id}', { params: { id }, body: { ...home, detail: '龙泉路99号' } });
    await v.field('detail').fill('龙泉路7号');
    await v.tap(v.button('保存地址'));
    await v.sees('这个地址在另一台手机上刚刚改过。');
    await v.tap(v.button('看最新的'));
    await expect.poll(() => v.field('detail').inputValue(), { timeout: 15_000 }).toBe('龙泉路99号');
    expect((await full(who, id)).detail).toBe('龙泉路99号');
  });

  it('says when it is full, and leads whoever has no real name to it', async () => {
    const who = await person(app);
    for (let at = 0; at < 20; at += 1) await keep(who, { detail: `龙泉路${at}号` });
    const v = await visit(who, book);
    await v.sees('已经存满 20 个。删掉不用的，再添加新的。');
    expect(await v.button('添加收件地址').count()).toBe(0);
    await v.close();
    const stranger = await visit(await signIn(app), book);
    await stranger.sees('存地址要先实名');
    await stranger.tap(stranger.button('去实名'));
    await stranger.arrives('packages/account/consent');
  });

  it.each([
    ['book', book, /添加收件地址/],
    ['editor', editor, /保存地址/],
    ['choice', `${book}?choose=1`, /寄到这里/],
  ])('is reachable by the keyboard and sound for axe: %s', async (_name, path, ready) => {
    const who = await person(app);
    await keep(who, { isDefault: true });
    await keep(who, { name: '李大山' });
    const v = await visit(who, path);
    await v.button(ready).first().waitFor();
    expect(await seriousViolations(v.page)).toEqual([]);
    const { missed, covered } = await walkWithTab(v.page);
    expect({ missed, covered }).toEqual({ missed: [], covered: [] });
  });
});
