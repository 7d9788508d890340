import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { consented } from '../support/citizens';
import { startLossyProxy } from '../support/lossy-proxy';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  ITEM,
  knownCitizen,
  offers,
  openPhone,
  press,
  stranger,
} from '../support/road';
import type { Weapp } from '../support/weapp';
import { type Found, nameOf, roleOf, shown, textOf } from '../support/weapp/tree';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

const nodes = (phone: Weapp): Found[] => [...shown(phone.tree())];
const said = ({ node }: Found, name: string) => {
  const value = node.attributes[`aria-${name}`];
  return value === undefined || value === '' ? undefined : String(value);
};
const withRole = (phone: Weapp, role: string) => nodes(phone).filter(({ node }) => roleOf(node) === role);

const controls = new Set(['button', 'link', 'checkbox', 'radio', 'tab', 'input', 'textarea']);
const fields = new Set(['input', 'textarea']);
/** Roles that mean nothing without saying how they stand. */
const states: Record<string, string> = { checkbox: 'checked', radio: 'checked', tab: 'selected' };
/** NutUI's sheet and the curtain behind it take taps of their own; the cross in the sheet does the same by name. */
const curtain = /\bnut-(popup|overlay)\b/;

/** What a screen reader would stumble over on the page, in words. */
function faults(phone: Weapp): string[] {
  const found: string[] = [];
  const ids = new Set(nodes(phone).map(({ node }) => node.attributes.id));
  for (const one of nodes(phone)) {
    const { node, ancestors } = one;
    const role = roleOf(node) ?? '';
    const what = `${role || node.tag} "${textOf(node).slice(0, 30)}" ${String(node.attributes.class)}`;
    const taps = node.attributes.bindtap !== undefined && !curtain.test(String(node.attributes.class));
    if (taps && !controls.has(role)) found.push(`can be tapped and is no control: ${what}`);
    if (controls.has(role) && nameOf(node).trim() === '') found.push(`has no name: ${what}`);
    if (fields.has(node.tag) && !said(one, 'label')) found.push(`has no label: ${what}`);
    const state = states[role];
    if (state && !said(one, state)) found.push(`does not say whether it is ${state}: ${what}`);
    if (controls.has(role) && ancestors.some((outer) => controls.has(roleOf(outer) ?? '')))
      found.push(`is a control inside a control: ${what}`);
    if (node.tag === 'image' && !said(one, 'label') && said(one, 'hidden') !== 'true')
      found.push(`is a picture without words: ${what}`);
    if (['img', 'radiogroup', 'group'].includes(role) && !said(one, 'label'))
      found.push(`has no label: ${what}`);
    for (const relation of ['labelledby', 'describedby']) {
      const id = said(one, relation);
      if (id !== undefined && !ids.has(id)) found.push(`points to ${id}, which is not there: ${what}`);
    }
  }
  return found;
}

/** The page's root, which carries the person's sizes. */
function sizes(phone: Weapp): { elder: boolean; scale: number } {
  const root = nodes(phone)[0]?.node.attributes ?? {};
  return {
    elder: /\belder\b/.test(String(root.class)),
    scale: Number(/--fs:\s*([\d.]+)/.exec(String(root.style))?.[1]),
  };
}

describe('what a screen reader is told in WeChat', () => {
  it('is complete on every page of the main road', async () => {
    const citizen = await stranger(app);
    const phone = await openPhone(app, citizen);
    const pages: string[] = [];
    const sound = () => {
      pages.push(phone.route);
      expect(faults(phone), phone.route).toEqual([]);
      expect(withRole(phone, 'main'), phone.route).toHaveLength(1);
    };
    await phone.until('常办');
    sound();
    await press(phone, /^搜索：/);
    await phone.until(/共 \d+ 项/);
    sound();
    await press(phone, '按部门筛选');
    await phone.until(() => withRole(phone, 'dialog').length === 1);
    sound();
    expect(withRole(phone, 'dialog').map((dialog) => said(dialog, 'modal'))).toEqual(['true']);
    await press(phone, '关闭');
    await press(phone, new RegExp(`^${ITEM}`));
    await phone.until('要带什么');
    sound();
    await press(phone, '选大厅和时间');
    await phone.until('最早');
    sound();
    await press(phone, /^昭通市政务服务中心/);
    await press(phone, /^10:30 到 11:00，余/);
    await phone.until(() => offers(phone, /^约 /));
    sound();
    await press(phone, /^约 /);
    await phone.until(() => offers(phone, '同意，继续'));
    sound();
    await press(phone, '同意，继续');
    await fill(phone, '姓名', citizen.name);
    await press(phone, '核对身份，继续');
    await phone.until('有一处要改');
    sound();
    expect(withRole(phone, 'alert')).toHaveLength(1);
    const wrong = nodes(phone).filter((one) => said(one, 'invalid') === 'true');
    expect(wrong.map((one) => said(one, 'label'))).toEqual(['身份证号']);
    await fill(phone, '身份证号', citizen.idNumber);
    await press(phone, '核对身份，继续');
    await phone.until('位子已为您留好');
    sound();
    expect(withRole(phone, 'timer')).toHaveLength(1);
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    sound();
    await press(phone, '看预约票和签到码');
    await phone.until('要带什么');
    sound();
    expect(withRole(phone, 'img').map((one) => said(one, 'label'))).toEqual([
      expect.stringMatching(/^签到码，预约号 ZT-/),
    ]);
    await press(phone, '取消预约');
    await phone.until('取消这次预约？');
    sound();
    await press(phone, '不取消');
    await phone.open('/pages/matters/index');
    await phone.until('签到');
    sound();
    await phone.tap('我的');
    await phone.until('已实名');
    sound();
    expect(new Set(pages).size).toBe(12);
    expectWithinLimits(phone);
  });

  it('is complete on every other page, for someone with a booking', async () => {
    const known = await knownCitizen(app);
    const { client } = known;
    const { items } = await client.get('GET /items', { query: { q: '身份证' } });
    const item = items.find(({ bookable }) => bookable)?.code ?? '';
    const { id } = await client.get('POST /appointments', { body: { itemCode: item, earliest: true } });
    const { queueId, venue } = await client.get('POST /appointments/{id}/confirm', { params: { id } });
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    for (const route of phone.routes) {
      const own = /\/hall\//.test(route) ? venue.id : id;
      await phone.open(`/${route}?id=${own}&code=${item}&item=${item}&queue=${queueId}`);
      await phone.until(
        () => phone.text() !== '' && phone.stats().requests.every(({ status }) => status > 0),
      );
      await phone.until(
        () => !nodes(phone).some(({ node }) => String(node.attributes.class).includes('skeleton')),
      );
      expect(faults(phone), route).toEqual([]);
    }
    expectWithinLimits(phone);
  });

  it('says out loud that the network is gone', async () => {
    const phone = await openPhone(app, await stranger(app));
    await phone.until('常办');
    // The region has to be there before its words, or nothing is read out.
    const live = () => withRole(phone, 'status').filter((one) => said(one, 'live') === 'polite');
    expect(live().map(({ node }) => textOf(node))).toContain('');
    phone.network(false);
    await phone.until(() => live().some(({ node }) => textOf(node).startsWith('现在没有网络')));
    expectWithinLimits(phone);
  });
});

describe('elder mode', () => {
  it('is one tap away on the home page, larger on every page, and there at the next start', async () => {
    const citizen = await stranger(app);
    const storage = new Map<string, string>();
    const phone = await openPhone(app, citizen, { storage });
    await phone.until('常办');
    expect(sizes(phone)).toEqual({ elder: false, scale: 1 });
    await press(phone, '切换到长辈版：字更大');
    await phone.until('打电话问');
    expect(phone.controls().map(({ name }) => name.split(' ')[0])).toEqual([
      '我要办事',
      '我的事',
      '附近大厅',
      '打电话问',
      '回到标准版',
    ]);
    expect(sizes(phone)).toEqual({ elder: true, scale: expect.any(Number) });
    expect(sizes(phone).scale * 17).toBeGreaterThanOrEqual(18);
    expect(faults(phone)).toEqual([]);
    await press(phone, /^我要办事/);
    await press(phone, new RegExp(`^${ITEM}`));
    await phone.until('要带什么');
    expect(sizes(phone).elder).toBe(true);
    expectWithinLimits(phone);
    phone.close();

    const later = await openPhone(app, citizen, { storage });
    await later.until('打电话问');
    expect(sizes(later).elder).toBe(true);
    await press(later, '回到标准版');
    await later.until('常办');
    expect(sizes(later)).toEqual({ elder: false, scale: 1 });
    expectWithinLimits(later);
  });

  it('is the person’s: kept by the server, with ten minutes to confirm', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await press(phone, '切换到长辈版：字更大');
    await phone.until('打电话问');
    await phone.until(() =>
      phone.stats().requests.some(({ path, status }) => /settings/.test(path) && status === 200),
    );
    expect((await known.client.get('GET /me')).settings.elderMode).toBe(true);
    await press(phone, /^我要办事/);
    await press(phone, new RegExp(`^${ITEM}`));
    await press(phone, /^最早可约/);
    await phone.until(/还剩 (10|9) 分/);
    expectWithinLimits(phone);

    const other = await openPhone(app, known.citizen);
    await other.until('常办');
    await other.tap('我的');
    await press(other, '登录');
    await other.until(() => sizes(other).elder);
    await other.tap('首页');
    await other.until('打电话问');
    expectWithinLimits(other);
  });

  it('is not undone by an answer that was under way when it was chosen', async () => {
    const known = await knownCitizen(app);
    const line = await startLossyProxy(app.url);
    const first = await openPhone(app, known.citizen, { storage: known.storage });
    await first.until('常办');
    await first.until(() => first.stats().requests.every(({ status }) => status > 0));
    first.close();

    const asked = line.holdAnswerTo('GET', /\/home/);
    const phone = await openPhone({ ...app, url: line.url }, known.citizen, { storage: known.storage });
    const letThrough = await asked;
    await press(phone, '切换到长辈版：字更大');
    await phone.until(() =>
      phone.stats().requests.some(({ path, status }) => /settings/.test(path) && status === 200),
    );
    letThrough();
    await phone.until(() => phone.stats().requests.every(({ status }) => status > 0));
    await phone.until(() => calls(phone).filter((call) => call === 'GET /home').length === 2);
    await phone.until(() => phone.stats().requests.every(({ status }) => status > 0));
    expect(sizes(phone).elder).toBe(true);
    await phone.until('打电话问');
    phone.close();
    await line.close();
  });

  it('follows WeChat’s own large text', async () => {
    const phone = await openPhone(app, await stranger(app), { fontSizeScaleFactor: 1.4 });
    await phone.until('打电话问');
    expect(sizes(phone)).toEqual({ elder: true, scale: 1.4 });
  });

  it.each(['长辈版', '关怀版', '亲情版'])('is found by searching for %s', async (words) => {
    const phone = await openPhone(app, await stranger(app));
    await press(phone, /^搜索：/);
    await fill(phone, '搜事项', words);
    await press(phone, '切换到长辈版');
    await phone.until('正在使用长辈版');
    expect(sizes(phone).elder).toBe(true);
  });

  it('lets text be as large as 30', async () => {
    const citizen = await stranger(app);
    await consented(app, citizen);
    const phone = await openPhone(app, citizen, { open: '/packages/account/settings/index' });
    await press(phone, '最大');
    await phone.until(() => sizes(phone).scale * 17 >= 30);
    expect(faults(phone)).toEqual([]);
    await phone.open('/pages/home/index');
    await press(phone, new RegExp(`^${ITEM}`));
    await press(phone, /^最早可约/);
    await phone.until(() => offers(phone, '身份证号'));
    expectWithinLimits(phone);
  });
});
