import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  launchBrowser,
  phone,
  seriousViolations,
  smallPhone,
  Visitor,
  type VisitorOptions,
  walkWithTab,
} from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { endedVisit, rate, rectificationBodies, VENUE, WINDOW } from '../support/evaluations';
import { staff } from '../support/staff';

let app: TestApp;
let browser: Browser;
const open: Visitor[] = [];
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
});
afterEach(async () => {
  for (const visitor of open.splice(0)) {
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  }
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const pictures = process.env.PICTURES;

/** Keeps what stands on the screen where PICTURES names a folder. */
async function picture(visitor: Visitor, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await visitor.page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

/** Nothing serious by axe-core, everything within reach of the Tab key, nothing to scroll sideways for. */
async function sound(visitor: Visitor): Promise<void> {
  expect(await seriousViolations(visitor.page)).toEqual([]);
  await visitor.page.evaluate(() => {
    for (const node of document.querySelectorAll('[data-reached]')) node.removeAttribute('data-reached');
  });
  const { missed, covered, stops } = await walkWithTab(visitor.page);
  expect({ missed, covered }).toEqual({ missed: [], covered: [] });
  expect(stops).toBeGreaterThan(0);
  expect(await visitor.sideways()).toBe(0);
}

async function visit(who: SignedIn, path: string, options: VisitorOptions = {}): Promise<Visitor> {
  const visitor = await Visitor.open(browser, app.url, { ...options, signedIn: who });
  open.push(visitor);
  await visitor.goto(path);
  return visitor;
}

const ratePage = (id: string) => `/packages/evaluation/rate/index?kind=appointment&id=${id}`;
const radio = (visitor: Visitor, name: string) => visitor.front.getByRole('radio', { name, exact: true });
const given = async (who: SignedIn) => (await who.get('GET /evaluations', { query: {} })).given;

describe('rating a service', () => {
  it('chooses nothing beforehand, asks for one grade, and thanks in place', async () => {
    const who = await person(app);
    const { serviceId } = await endedVisit(app, who);
    const visitor = await visit(who, ratePage(serviceId));
    await visitor.sees('居住证申领');
    expect(await visitor.front.getByRole('radio').count()).toBe(5);
    expect(await visitor.front.getByRole('radio', { checked: true }).count()).toBe(0);
    await visitor.sees(/评不评都可以/);
    await picture(visitor, 'rate');
    await visitor.tap(visitor.button('送出评价'));
    await visitor.front.getByRole('alert').getByText('还没有选，五档里选一档。').waitFor();
    expect(visitor.calls).not.toContain('POST /evaluations');
    await picture(visitor, 'rate-nothing-chosen');

    await visitor.tap(radio(visitor, '非常满意'));
    await visitor.tap(visitor.front.getByRole('checkbox', { name: '一次办好' }));
    await picture(visitor, 'rate-chosen');
    await sound(visitor);
    // Tags go with their grade.
    await visitor.tap(radio(visitor, '满意'));
    expect(await visitor.front.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await visitor.tap(visitor.button('送出评价：满意'));
    await visitor.sees('收到，谢谢您');
    expect(await given(who)).toMatchObject([{ grade: 4, tags: [] }]);
    await picture(visitor, 'rate-done');
    await sound(visitor);

    await visitor.goto(ratePage(serviceId));
    await visitor.sees('这次您评过了：满意');
    await picture(visitor, 'rate-before');
  });

  it('says what a bad grade brings about, and shows what came of it', async () => {
    const who = await person(app);
    const { serviceId } = await endedVisit(app, who);
    const visitor = await visit(who, ratePage(serviceId));
    await visitor.tap(radio(visitor, '不满意'));
    await visitor.sees('会有人核实、整改，再回访您');
    await visitor.tap(visitor.front.getByRole('checkbox', { name: '等得太久' }));
    await visitor.front.locator('textarea[name="words"]').fill('只开了一个窗口，等了一上午。');
    await picture(visitor, 'rate-bad');
    await sound(visitor);
    await visitor.tap(visitor.button('送出评价：不满意'));
    await visitor.sees('收到了，会有人去核实');
    await picture(visitor, 'rate-bad-done');
    await visitor.button('另外投诉，要一个答复').waitFor();
    await visitor.tap(visitor.button('看我的评价'));
    await visitor.sees('等待核实');

    const [own] = await given(who);
    const params = { id: own?.id ?? '' };
    const handler = await staff(app, 'reviewer');
    await handler.get('POST /staff/rectifications/{id}/verify', {
      params,
      body: rectificationBodies.verify as never,
    });
    await handler.get('POST /staff/rectifications/{id}/rectify', {
      params,
      body: rectificationBodies.rectify as never,
    });
    await visitor.goto(`/packages/evaluation/detail/index?id=${own?.id}`);
    await visitor.sees('已整改，等待回访');
    await visitor.sees(/上午增开两个窗口/);
    await picture(visitor, 'evaluation-rectified');
    await sound(visitor);
  });

  it('can be changed within a day, and stands with what is due in 我的评价', async () => {
    const who = await person(app);
    const empty = await visit(who, '/packages/evaluation/mine/index');
    await empty.sees('现在没有可以评的，也没有评过的');
    await picture(empty, 'evaluations-empty');
    const { id } = await rate(who, await endedVisit(app, who), 5, { tags: ['一次办好'] });
    const visitor = await visit(who, `/packages/evaluation/detail/index?id=${id}`);
    await picture(visitor, 'evaluation');
    await visitor.tap(visitor.button('改我的评价'));
    await expect.poll(() => radio(visitor, '非常满意').getAttribute('aria-checked')).toBe('true');
    await visitor.tap(radio(visitor, '基本满意'));
    await picture(visitor, 'evaluation-change');
    await sound(visitor);
    await visitor.tap(visitor.button('改为：基本满意'));
    await visitor.button('改我的评价').waitFor();
    expect(await given(who)).toMatchObject([{ grade: 3, tags: [] }]);

    await endedVisit(app, who, { title: '户口迁移' });
    await visitor.goto('/pages/me/index');
    await visitor.tap(visitor.link(/我的评价.*1 件可以评/));
    await visitor.link(/户口迁移.*评一评/).waitFor();
    await visitor.link(/居住证申领.*基本满意/).waitFor();
    await picture(visitor, 'evaluations');
    await sound(visitor);
  });

  it('is as sound in elder mode and on a small phone', async () => {
    const who = await person(app);
    const { serviceId } = await endedVisit(app, who);
    for (const options of [
      { elderMode: true, size: phone },
      { size: smallPhone, textScale: 2 },
    ]) {
      const visitor = await visit(who, ratePage(serviceId), options);
      await visitor.tap(radio(visitor, '非常不满意'));
      await sound(visitor);
      await picture(visitor, options.elderMode ? 'rate-elder' : 'rate-small');
      if (!options.elderMode) continue;
      const heights = await visitor.front
        .locator('[role="radio"], [role="checkbox"], [role="button"]')
        .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().height));
      expect(Math.min(...heights.filter((height) => height > 1))).toBeGreaterThanOrEqual(59.5);
    }
  });
});

describe('a window as citizens see it', () => {
  it('shows who sits there, what they promise and how it is rated, and leads to rating my visit', async () => {
    const clerk = await staff(app, 'window', { window: WINDOW });
    const [who, other] = [await person(app), await person(app)];
    await rate(other, await endedVisit(app, other), 5);
    const visitor = await visit(who, `/packages/guide/hall/index?id=${VENUE}`);
    await visitor.tap(visitor.link(/^各个窗口/));
    await visitor.arrives('packages/window/windows');
    await visitor.sees('点开看谁在那里');
    await picture(visitor, 'windows');
    await sound(visitor);
    await visitor.goto(`/packages/window/window/index?id=${WINDOW}`);
    await visitor.sees(new RegExp(clerk.member.number));
    for (const title of ['大家怎么评', '我们承诺', '办事标准', '在这里怎么办', '找谁'])
      await visitor.sees(title);
    await visitor.sees('没有评的');
    await picture(visitor, 'window');
    await sound(visitor);

    await visitor.tap(visitor.button('评价这个窗口'));
    const sheet = visitor.page.getByRole('dialog', { name: '没有找到您在这里办完的事' });
    await sheet.waitFor();
    await picture(visitor, 'window-nothing');
    await visitor.tap(sheet.getByRole('button', { name: '关闭' }));
    const { serviceId } = await endedVisit(app, who);
    await visitor.tap(visitor.button('评价这个窗口'));
    await visitor.arrives('packages/evaluation/rate');
    await visitor.tap(radio(visitor, '满意'));
    await visitor.tap(visitor.button('送出评价：满意'));
    await visitor.sees('收到，谢谢您');
    expect((await given(who)).map(({ service }) => service.id)).toEqual([serviceId]);
  });

  it('is as sound in elder mode and on a small phone', async () => {
    const who = await person(app);
    for (const options of [
      { elderMode: true, size: phone },
      { size: smallPhone, textScale: 2 },
    ]) {
      const visitor = await visit(who, `/packages/window/window/index?scene=${WINDOW}`, options);
      await visitor.sees('大家怎么评');
      await sound(visitor);
      await picture(visitor, options.elderMode ? 'window-elder' : 'window-small');
    }
  });
});
