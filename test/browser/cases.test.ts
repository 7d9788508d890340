import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor } from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { heavyPicture, pdf, photo } from '../support/files';
import { onlineItem, submitted } from '../support/hand-in';

let app: TestApp;
let browser: Browser;
let visitor: Visitor;
let code: string;
beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  code = await onlineItem(app);
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.close();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** From the guide to the form. @returns names of what must be handed in */
async function toForm(who: SignedIn): Promise<string[]> {
  visitor = await Visitor.open(browser, app.url, { signedIn: who });
  await visitor.goto(`/packages/guide/guide/index?code=${code}`);
  await visitor.tap(visitor.button('在线申请'));
  await visitor.sees('还有什么要说明');
  const { materials } = await who.get('GET /items/{code}', { params: { code } });
  return materials
    .filter(({ necessity, waivedBy }) => necessity === 'required' && waivedBy === null)
    .map(({ name }) => name);
}

/** Taps a way to a paper and hands the browser a file. */
async function choose(way: string, name: string, file: { name: string; mimeType: string; buffer: Buffer }) {
  const chooser = visitor.page.waitForEvent('filechooser');
  await visitor.tap(visitor.button(`${way}：${name}`));
  await (await chooser).setFiles(file);
}

const ready = (count: number) =>
  visitor.page.waitForFunction(
    (wanted) => ((document.body.textContent ?? '').match(/已传好/g) ?? []).length === wanted,
    count,
  );

describe('applying in the browser', () => {
  it('goes from the guide to a number, keeps what was typed over a reload, and hands in once', async () => {
    const who = await person(app);
    const required = await toForm(who);
    await visitor.tap(visitor.button('填好了，去核对'));
    const summary = visitor.front.getByRole('alert');
    await summary.getByText(/有 \d 处要改/).waitFor();
    // Each line of the summary leads to its material.
    await visitor.tap(summary.getByRole('link').first());
    expect(await visitor.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      `拍照：${required[0]}`,
    );
    const picture = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photo() };
    for (const [at, name] of required.entries()) {
      if (at === 0)
        await choose('文件', name, { name: '合同.pdf', mimeType: 'application/pdf', buffer: await pdf() });
      else await choose('相册', name, picture);
      await ready(at + 1);
    }
    await visitor.field('phone').fill('13800001234');
    await visitor.sees(/已保存，关掉也不会丢/);
    await visitor.page.reload();
    await ready(required.length);
    expect(await visitor.field('phone').inputValue()).toBe('13800001234');

    await visitor.tap(visitor.button('填好了，去核对'));
    await visitor.sees('合同.pdf');
    const submit = visitor.button(/^提交给/);
    await Promise.all([submit.tap(), submit.tap({ force: true, noWaitAfter: true }).catch(() => undefined)]);
    await visitor.sees(/^ZTC-\d{8}-/);
    expect(visitor.calls.filter((call) => call.endsWith('/submit'))).toHaveLength(1);
    await visitor.tap(visitor.button('看办到哪一步'));
    await visitor.sees('办理经过');
    const [row] = (await who.get('GET /cases')).items;
    expect(row).toMatchObject({ state: 'submitted' });
  });

  it('takes up an upload where the network broke it off, also after the page was closed', async () => {
    const who = await person(app);
    const [first = ''] = await toForm(who);
    // The first part gets through, then the network is gone.
    let parts = 0;
    await visitor.page.route('**/uploads/*/parts/*', async (route) => {
      parts += 1;
      if (parts > 1) await visitor.context.setOffline(true);
      await (parts > 1 ? route.abort('internetdisconnected') : route.continue());
    });
    const buffer = await heavyPicture(900_000);
    await choose('相册', first, { name: 'big.png', mimeType: 'image/png', buffer });
    await visitor.sees('接着传');
    await visitor.page.unroute('**/uploads/*/parts/*');
    await visitor.context.setOffline(false);
    await visitor.page.reload();
    await ready(1);
    const sentParts = visitor.calls.filter((call) => call.endsWith('/parts/0'));
    expect(sentParts).toHaveLength(1);
    expect(visitor.calls.filter((call) => call === 'POST /uploads')).toHaveLength(1);
  });
});

describe('a case in the browser', () => {
  it('can be read without a network once it was seen', async () => {
    const who = await person(app);
    const { id, number } = await submitted(who, code);
    visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(`/packages/cases/detail/index?id=${id}`);
    await visitor.sees('办理经过');
    await visitor.tap(visitor.button(/^看办事指南/));
    await visitor.sees('要带什么');
    await visitor.context.setOffline(true);
    await visitor.tap(visitor.button('返回'));
    await visitor.sees(number ?? '');
    await visitor.sees(/下面是之前看到的内容/);
  });

  it('is looked up by number and the end of the phone without signing in', async () => {
    const { number } = await submitted(await person(app), code, { phone: '13900005678' });
    visitor = await Visitor.open(browser, app.url);
    await visitor.goto();
    await visitor.tap(visitor.front.getByRole('link', { name: '我的事', exact: true }));
    await visitor.tap(visitor.link(/^查别的办件/));
    await visitor.type(visitor.field('number'), number ?? '');
    await visitor.type(visitor.field('phoneTail'), '5678');
    await visitor.tap(visitor.button('查办到哪一步'));
    await visitor.sees('办理经过');
    expect(visitor.calls).not.toContain('POST /sessions');
  });
});
