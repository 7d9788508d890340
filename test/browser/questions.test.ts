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
import { consented, person, type SignedIn } from '../support/citizens';
import { answer, ask, askedItem, published } from '../support/questions';

const SAID = '人在外地能不能就地换领身份证？';
const TOLD = '可以。带旧身份证到当地任一公安窗口办异地换领，办好后邮寄给您。';

let app: TestApp;
let browser: Browser;
let item: Awaited<ReturnType<typeof askedItem>>;
const open: Visitor[] = [];
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  item = await askedItem(app);
  await published(app, SAID, TOLD);
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

async function visit(
  who: SignedIn | undefined,
  path: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const visitor = await Visitor.open(browser, app.url, { ...options, ...(who && { signedIn: who }) });
  open.push(visitor);
  await visitor.goto(path);
  return visitor;
}

const words = (visitor: Visitor) => visitor.front.locator('textarea[name="words"]');

describe('a question', () => {
  it('is asked from the guide: the item is known, what was answered before opens in place', async () => {
    const visitor = await visit(await person(app), `/packages/guide/guide/index?code=${item.code}`);
    await visitor.tap(visitor.button('看大家问过的'));
    await visitor.tap(visitor.button(SAID));
    await visitor.sees(TOLD);
    await picture(visitor, 'guide-asked');
    await visitor.tap(visitor.button('问一个问题'));
    await visitor.arrives('packages/questions/ask');
    await visitor.sees(item.name);
    await visitor.sees('这件事常有人问');

    await visitor.tap(visitor.button(`问${item.department}`));
    await visitor.front.getByRole('alert').getByText('再写清楚一点，至少 4 个字。').waitFor();
    await words(visitor).fill('我在外地打工，能就地换领吗？');
    await visitor.sees('有人问过相近的');
    await visitor.tap(visitor.button(SAID));
    await visitor.sees(TOLD);
    await picture(visitor, 'ask');
    await sound(visitor);

    await visitor.tap(visitor.button(`问${item.department}`));
    await visitor.arrives('packages/questions/detail');
    await visitor.sees('已经发出去了');
    await visitor.sees(/前答复/);
    await visitor.sees(new RegExp(item.department));
    await picture(visitor, 'question-asked');
    await sound(visitor);
  });

  it('shows its answer and leads to rating it, or is taken back before', async () => {
    const who = await person(app);
    const { id } = await ask(app, who, '照片要不要自己带去窗口？');
    const visitor = await visit(who, `/packages/questions/detail/index?id=${id}`);
    await visitor.sees('等待答复');
    await answer(app, id, '不用带，窗口当场免费拍照。');
    await visitor.goto(`/packages/questions/detail/index?id=${id}`);
    await visitor.sees('不用带，窗口当场免费拍照。');
    await picture(visitor, 'question-answered');
    await sound(visitor);
    await visitor.tap(visitor.button('评一评这个答复'));
    await visitor.arrives('packages/evaluation/rate');
    await visitor.sees('咨询答复');

    const other = await ask(app, who, '办证大厅中午休息吗？');
    await visitor.goto(`/packages/questions/detail/index?id=${other.id}`);
    await visitor.tap(visitor.button('不用答了，撤回'));
    await visitor.tap(visitor.page.getByRole('button', { name: '撤回，不用答了' }));
    await visitor.sees('已撤回');
    await visitor.goto('/packages/questions/mine/index');
    await visitor.link(/办证大厅中午休息吗/).waitFor();
    await visitor.link(/照片要不要自己带/).waitFor();
    await picture(visitor, 'questions');
    await sound(visitor);
  });

  it('says the way to somebody whose name is not known, and why there is nothing yet', async () => {
    const unknown = await visit(await consented(app), '/packages/questions/mine/index');
    await unknown.button('去实名').waitFor();
    await sound(unknown);
    const nobody = await visit(await person(app), '/packages/questions/mine/index');
    await nobody.sees('还没有问过');
    await picture(nobody, 'questions-empty');
  });
});

describe('what was answered', () => {
  it('is searched by anybody, and says so where nothing was found', async () => {
    const visitor = await visit(undefined, `/packages/questions/faq/index?item=${item.code}`);
    await visitor.tap(visitor.button(SAID));
    await visitor.sees(TOLD);
    await picture(visitor, 'faq');
    await sound(visitor);
    await visitor.field('search').fill('魑魅魍魉');
    await visitor.sees('没有找到“魑魅魍魉”');
    await picture(visitor, 'faq-none');
  });

  it('is as sound in elder mode and on a small phone', async () => {
    const who = await person(app);
    for (const options of [
      { elderMode: true, size: phone },
      { size: smallPhone, textScale: 2 },
    ]) {
      const visitor = await visit(who, `/packages/questions/ask/index?item=${item.code}`, options);
      await visitor.sees('这件事常有人问');
      await sound(visitor);
      await picture(visitor, options.elderMode ? 'ask-elder' : 'ask-small');
    }
  });
});
