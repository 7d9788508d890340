import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { closePhones, expectWithinLimits, fill, openPhone, press, stranger } from '../support/road';
import { codeNow, invite, STAFF_PASSWORD } from '../support/staff';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-25T09:20:00+08:00') });
});
afterEach(closePhones);
afterAll(() => app.stop());

describe('the desk in WeChat', () => {
  it('signs a clerk in, takes a number, calls and serves it, and keeps nothing on the phone', async () => {
    const { account, initialPassword } = await invite(app, { roles: ['window'], venueId: 'v530600' });
    const phone = await openPhone(app, await stranger(app), { open: '/packages/desk/sign-in/index' });
    await fill(phone, '工号', account.number);
    await fill(phone, '密码', initialPassword);
    await press(phone, '下一步：填动态码');
    await phone.until('先绑定动态码');
    const [secret] = /\b[A-Z2-7]{26,}\b/.exec(phone.text()) ?? [];
    if (!secret) throw new Error(`no secret in ${phone.text()}`);
    await fill(phone, '新密码', STAFF_PASSWORD);
    await fill(phone, '再填一次新密码', STAFF_PASSWORD);
    await fill(phone, '动态码', await codeNow(app, secret));
    await press(phone, '登录工作台');
    await phone.until('今天坐哪个窗口？');
    expect(phone.route).toBe('packages/desk/queue/index');
    await press(phone, /^1 号窗口/);
    await press(phone, '现场取号');
    await press(phone, '取一个号');
    await phone.until(/取号 [A-Z]\d+/);
    await press(phone, '叫下一位');
    await phone.until('已叫 1 次');
    await press(phone, /^开始办理/);
    await phone.until(/办理中.*收件/);
    await press(phone, /^办结/);
    await phone.until('窗口前没有人');
    await press(phone, '办件');
    await phone.until('这里没有办件');
    expect([...phone.storage.values()].join(' ')).not.toContain(account.number);
    await press(phone, '退出');
    await phone.until('已经退出');
    expectWithinLimits(phone);
  });

  it('asks who is there on every page of the staff', async () => {
    const phone = await openPhone(app, await stranger(app));
    const routes = phone.routes.filter((route) => route.startsWith('packages/desk/'));
    expect(routes.length).toBeGreaterThan(8);
    for (const route of routes) {
      await phone.open(`/${route}`);
      await phone.until('下一步：填动态码');
    }
    expectWithinLimits(phone);
  });
});
