import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor, type VisitorOptions } from '../support/browser';
import { codeFor, person } from '../support/citizens';
import { Client } from '../support/client';

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

async function visit(path: string, options: VisitorOptions = {}) {
  visitor = await Visitor.open(browser, app.url, options);
  await visitor.goto(path);
  return visitor;
}

const me = '/pages/me/index';
const privacy = '/packages/account/privacy/index';

/** What the browser has kept, as one text. */
const kept = (v: Visitor) => v.page.evaluate(() => JSON.stringify({ ...localStorage }));

describe('我的', () => {
  it('signs in by a tap, and out again without leaving anything of the person on the phone', async () => {
    const who = await person(app);
    const v = await visit(me, { citizenId: who.citizen.id });
    await v.tap(v.button('登录'));
    await v.sees('已实名');
    await v.goto('/pages/matters/index');
    await v.sees('现在没有在等的事');

    await v.goto(me);
    await v.tap(v.button('退出登录'));
    await v.tap(v.page.getByRole('dialog').getByRole('button', { name: '退出登录', exact: true }));
    await v.sees('还没有登录');
    const left = await kept(v);
    expect(left).not.toContain('GET /me');
    expect(left).not.toContain('"session"');
    await v.goto('/pages/matters/index');
    await v.sees('登录后看您的事');
  });

  it('never keeps an ID number in the clear', async () => {
    const who = await person(app);
    const v = await visit(me, { signedIn: who });
    await v.sees(/^\d{3}\*+.{2}$/);
    expect(await kept(v)).not.toContain(who.citizen.idNumber);
    expect(await kept(v)).not.toContain(who.citizen.name);
  });

  it('takes the phone number over from WeChat’s vouching, shown masked', async () => {
    const who = await person(app);
    const v = await visit(me, { signedIn: who, citizenId: who.citizen.id });
    await v.tap(v.link(/手机号/));
    await v.tap(v.button('用微信手机号'));
    await v.arrives('pages/me');
    await v.sees(`${who.citizen.phone.slice(0, 3)}****${who.citizen.phone.slice(7)}`);
  });

  it('lists the devices and signs another one out', async () => {
    const who = await person(app);
    const other = new Client(app.api);
    other.token = (
      await other.get('POST /sessions', { body: { code: await codeFor(app, who.citizen) } })
    ).token;
    const v = await visit('/packages/account/sessions/index', { signedIn: who });
    await v.sees('这台设备');
    await v.tap(v.front.getByRole('button', { name: /^退出登录：(?!.*这台设备)/ }).first());
    await v.tap(v.page.getByRole('dialog').getByRole('button', { name: '退出登录', exact: true }));
    await expect.poll(() => v.front.getByRole('button', { name: /^退出登录：/ }).count()).toBe(1);
    expect(await other.refused('GET /me')).toBe('SESSION_EXPIRED');
  });

  it('keeps elder mode for the person: another phone of theirs shows it too', async () => {
    const who = await person(app);
    const v = await visit('/packages/account/settings/index', { signedIn: who });
    const saved = v.page.waitForResponse((answer) => answer.url().endsWith('/me/settings'));
    await v.tap(v.front.getByRole('radio', { name: /长辈版/ }));
    expect((await saved).status()).toBe(200);
    await v.close();

    const again = await visit('', { signedIn: who });
    await again.button(/我要办事/).waitFor();
  });
});

describe('隐私', () => {
  it('gives a copy of everything that is stored, and keeps none on the phone', async () => {
    const who = await person(app);
    const v = await visit(privacy, { signedIn: who });
    await v.tap(v.button('取出我的资料'));
    await v.sees(new RegExp(who.citizen.idNumber));
    expect(await kept(v)).not.toContain(who.citizen.idNumber);
    const file = v.page.waitForEvent('download');
    await v.tap(v.button('存成文件'));
    expect((await file).suggestedFilename()).toBe('我的资料.json');
  });

  it('withdraws the consent, and asks for it again before the next booking', async () => {
    const who = await person(app);
    const v = await visit(privacy, { signedIn: who });
    await v.tap(v.button('撤回同意'));
    await v.tap(v.page.getByRole('dialog').getByRole('button', { name: '撤回同意', exact: true }));
    await v.sees('还没有同意隐私说明，预约前会先问您。');
    await v.goto();
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.button('同意，继续').waitFor();
  });

  it('erases everything after the word was typed, and says what is kept and why', async () => {
    const who = await person(app);
    const { popular } = await who.get('GET /home');
    const itemCode = popular.find(({ bookable }) => bookable)?.code ?? '';
    const { id } = await who.get('POST /appointments', { body: { itemCode, earliest: true } });
    await who.get('POST /appointments/{id}/confirm', { params: { id } });

    const v = await visit(privacy, { signedIn: who });
    await v.tap(v.button('删除我的资料'));
    await v.tap(v.button('删除我的全部资料'));
    await v.front.getByRole('alert').getByText('填上“删除”两个字，再点下面的按钮。').waitFor();
    await v.type(v.field('erase'), '删除');
    await v.tap(v.button('删除我的全部资料'));
    await v.sees('您的资料已经删除');
    await v.sees('删除了');
    await v.tap(v.button('回到首页'));
    await v.button(/^搜索/).waitFor();
    expect(await v.front.getByText('已预约').count()).toBe(0);
    expect(await who.refused('GET /me')).toBe('SESSION_EXPIRED');
  });
});

describe('an address that leads nowhere', () => {
  it('gets a page of ours with the ways on', async () => {
    const v = await visit('/packages/nothing/here/index');
    await v.sees('这个地址没有对应的页面');
    await v.tap(v.button('回到首页'));
    await v.button(/^搜索/).waitFor();
  });
});
