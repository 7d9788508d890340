import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { endedVisit, rate, WINDOW } from '../support/evaluations';
import { answer, askedItem, published } from '../support/questions';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  type Known,
  knownCitizen,
  offers,
  openPhone,
  press,
} from '../support/road';
import { staff } from '../support/staff';
import type { Weapp, WeappOptions } from '../support/weapp';
import { shown } from '../support/weapp/tree';

let app: TestApp;
let known: Known;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-25T09:20:00+08:00') });
});
beforeEach(async () => {
  known = await knownCitizen(app);
});
afterEach(closePhones);
afterAll(() => app.stop());

const open = (path: string, options: Partial<WeappOptions> = {}) =>
  openPhone(app, known.citizen, { storage: known.storage, deadline: 60_000, ...options, open: path });
const ratePage = (id: string) => `/packages/evaluation/rate/index?kind=appointment&id=${id}`;
const grades = (phone: Weapp) => phone.controls().filter(({ role }) => role === 'radio');
const given = async () => (await known.client.get('GET /evaluations', { query: {} })).given;

describe('asking in WeChat', () => {
  it('goes from the guide to the answer and its rating; what was answered before opens while one types', async () => {
    const item = await askedItem(app);
    const [said, told] = ['外地可以换领身份证吗？', '可以，到当地公安窗口办异地换领。'];
    await published(app, said, told);
    const phone = await open(`/packages/guide/guide/index?code=${item.code}`);
    await phone.until('要带什么');
    // Nothing more is asked of the server while somebody only reads.
    expect(calls(phone).filter((call) => call.startsWith('GET /questions'))).toEqual([]);
    await press(phone, '问一个问题');
    await phone.until(item.name);
    await fill(phone, '想问什么', '我在外地，可以换领吗');
    await phone.until('有人问过相近的');
    await press(phone, said);
    await phone.until(told);
    await press(phone, `问${item.department}`);
    await phone.until('已经发出去了');
    expect(phone.text()).toMatch(/前答复/);
    expect(phone.text()).toContain(item.department);
    const [asked] = (await known.client.get('GET /me/questions')).items;
    expect(asked).toMatchObject({ words: '我在外地，可以换领吗', itemCode: item.code });

    await answer(app, asked?.id ?? '', '能换，带上旧证就行。');
    phone.hide();
    phone.show();
    await phone.until('能换，带上旧证就行。');
    await press(phone, '评一评这个答复');
    await phone.until(() => grades(phone).length === 5);
    await press(phone, '非常满意');
    await press(phone, '送出评价：非常满意');
    await phone.until('收到，谢谢您');
    expect(await given()).toMatchObject([{ grade: 5, service: { kind: 'question', id: asked?.id } }]);
    expectWithinLimits(phone);
  });

  it('says what is missing at the field, and keeps what was typed', async () => {
    const phone = await open('/packages/questions/ask/index');
    await fill(phone, '想问什么', '啥');
    await press(phone, '把问题发出去');
    await phone.until('再写清楚一点，至少 4 个字。');
    expect(phone.text()).toContain('啥');
    expect(calls(phone)).not.toContain('POST /questions');
    const field = () => [...shown(phone.tree())].find(({ node }) => node.tag === 'textarea')?.node;
    expect(field()?.attributes.focus).not.toBe(true);
    await press(phone, '再写清楚一点，至少 4 个字。');
    await phone.until(() => field()?.attributes.focus === true);
    expectWithinLimits(phone);
  });
});

describe('rating in WeChat', () => {
  it('chooses nothing beforehand, and sends nothing before one did', async () => {
    const { serviceId } = await endedVisit(app, known.client);
    const phone = await open(ratePage(serviceId));
    await phone.until(() => grades(phone).length === 5);
    expect(grades(phone).map(({ name, checked }) => [name, checked])).toEqual([
      ['非常满意', false],
      ['满意', false],
      ['基本满意', false],
      ['不满意', false],
      ['非常不满意', false],
    ]);
    await press(phone, '送出评价');
    await phone.until('还没有选，五档里选一档。');
    expect(calls(phone)).not.toContain('POST /evaluations');
    await press(phone, '不满意');
    await phone.until('会有人核实、整改，再回访您');
    await press(phone, '等得太久');
    await press(phone, '送出评价：不满意');
    await phone.until('收到了，会有人去核实');
    await press(phone, '看我的评价');
    await phone.until('等待核实');
    expect(await given()).toMatchObject([{ grade: 2, tags: ['等得太久'] }]);
    expectWithinLimits(phone);
  });

  it('is said without a red dot in 我的, and can be left alone', async () => {
    await endedVisit(app, known.client);
    const phone = await open('/pages/me/index');
    await press(phone, /^我的评价 .*1 件可以评/);
    await phone.until('可以不评');
    expect(offers(phone, /评一评$/)).toBe(true);
    expectWithinLimits(phone);
  });
});

describe('the page of a window', () => {
  it('opens by the code on its counter and leads to rating what was done there', async () => {
    const clerk = await staff(app, 'window', { window: WINDOW });
    const { serviceId } = await endedVisit(app, known.client);
    const phone = await open(`/packages/window/window/index?scene=${encodeURIComponent(WINDOW)}`);
    await phone.until('大家怎么评');
    expect(phone.text()).toContain(clerk.member.number);
    expect(phone.text()).toContain('没有评的');
    await press(phone, '评价这个窗口');
    await phone.until(() => grades(phone).length === 5);
    expect(phone.options).toMatchObject({ kind: 'appointment', id: serviceId, windowId: WINDOW });
    await press(phone, '满意');
    await press(phone, '送出评价：满意');
    await phone.until('收到，谢谢您');
    await phone.back();
    await press(phone, '评价这个窗口');
    await phone.until('没有找到您在这里办完的事');
    expectWithinLimits(phone);
  });

  it('and rating look as somebody’s elder mode wants', async () => {
    await known.client.get('PUT /me/settings', { body: { elderMode: true, textScale: 1 } });
    const { serviceId } = await endedVisit(app, known.client);
    const elder = (phone: Weapp) =>
      [...shown(phone.tree())].some(({ node }) => /\bapp-root elder\b/.test(String(node.attributes.class)));
    const phone = await open('/pages/me/index');
    await phone.until(() => elder(phone));
    for (const [path, words] of [
      [ratePage(serviceId), '这次服务怎么样？'],
      [`/packages/window/window/index?scene=${WINDOW}`, '大家怎么评'],
    ] as const) {
      await phone.open(path);
      await phone.until(words);
      expect(elder(phone)).toBe(true);
    }
    expectWithinLimits(phone);
  });
});

describe('a rating that was given', () => {
  it('is given once, can be changed for a day, and stands after that', async () => {
    const service = await endedVisit(app, known.client);
    await rate(known.client, service, 5, { tags: ['一次办好'] });
    const phone = await open(ratePage(service.serviceId));
    await phone.until('这次您评过了：非常满意');
    expect(grades(phone)).toEqual([]);
    await press(phone, '看我的评价');
    await press(phone, '改我的评价');
    await phone.until(() => grades(phone).some(({ name, checked }) => name === '非常满意' && checked));
    await press(phone, '基本满意');
    await press(phone, '改为：基本满意');
    await phone.until(() => offers(phone, '改我的评价'));
    expect(await given()).toMatchObject([{ grade: 3, tags: [] }]);
    await app.clock.advance(24 * 60 * 60_000);
    phone.hide();
    phone.show();
    await phone.until('过了 24 小时，不能再改了');
    expect(offers(phone, '改我的评价')).toBe(false);
    expectWithinLimits(phone);
  });
});
