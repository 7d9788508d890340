import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor, type VisitorOptions } from '../support/browser';
import { inventCitizens, person } from '../support/citizens';

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

async function visit(options: VisitorOptions = {}) {
  visitor = await Visitor.open(browser, app.url, options);
  await visitor.goto();
  return visitor;
}

describe('a known citizen', () => {
  it('books within 6 taps, 4 screens and 4 calls from opening the app', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.tap(v.button(/^确认预约 \d+月\d+日 \d+:\d\d$/));
    await v.sees(/^ZT-\d{4}-/);

    expect(v.taps).toBeLessThanOrEqual(6);
    expect(v.screens).toEqual([
      'pages/home',
      'packages/guide/guide',
      'packages/booking/check',
      'packages/booking/done',
    ]);
    expect(v.calls).toHaveLength(4);
    expect(v.calls.map((call) => call.replace(/[0-9A-Fa-f]{20,}|11530\w+/, '*'))).toEqual([
      'GET /home',
      'GET /items/*',
      'POST /appointments',
      'POST /appointments/*/confirm',
    ]);
  });

  it('chooses hall, day and time, moves to another hall and cancels', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button('选大厅和时间'));
    await v.tap(v.link(/政务服务中心/).nth(1));
    await v.tap(v.front.getByRole('radio', { name: /月.*余/ }).nth(1));
    await v.tap(v.front.getByRole('radio', { name: /^10:00 到 10:30，余/ }));
    await v.tap(v.button(/^约 .* 10:00$/));
    await v.arrives('packages/booking/check');
    await v.sees(/还剩 \d+ 分|还剩 \d+ 秒/);
    await v.tap(v.button(/^确认预约/));
    await v.tap(v.button('看预约票和签到码'));
    await v.front.getByRole('img', { name: /签到码，预约号 ZT-/ }).waitFor();

    await v.tap(v.button('改期'));
    await v.sees(/这个位子一直留着/);
    await v.tap(v.front.getByRole('radio', { name: /^15:00 到 15:30，余/ }));
    await v.tap(v.button(/^改到 .* 15:00$/));
    await v.sees(/已改期/);
    await v.sees(/下午 3:00/);
    await v.tap(v.button('看预约票和签到码'));

    await v.tap(v.button('取消预约'));
    const question = v.page.getByRole('dialog');
    await v.tap(question.getByRole('button', { name: '取消预约' }));
    await v.sees('已取消');
    await v.sees(/下午 3:00/);
    expect(v.calls.filter((call) => call.endsWith('/reschedule'))).toHaveLength(1);
  });

  it('changes time and hall while the seat is held, and comes back to check', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.tap(v.button('修改时间'));
    await v.tap(v.front.getByRole('radio', { name: /^16:00 到 16:30，余/ }));
    await v.tap(v.button(/^改到 .* 16:00$/));
    await v.tap(v.button(/^确认预约 .* 16:00$/));
    await v.sees('已约好');
    await v.sees(/下午 4:00/);
  });
});

describe('a new citizen', () => {
  it('books within 12 taps besides typing: consent and real name on the way, nothing asked twice', async () => {
    const [citizen] = await inventCitizens(app, 1);
    if (!citizen) throw new Error('no citizen');
    const v = await visit({ citizenId: citizen.id });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.tap(v.button('同意，继续'));
    await v.type(v.field('name'), citizen.name);
    await v.type(v.field('idNumber'), citizen.idNumber);
    await v.tap(v.button('核对身份，继续'));
    await v.tap(v.button(/^确认预约/));
    await v.sees(/^ZT-\d{4}-/);
    expect(v.taps).toBeLessThanOrEqual(12);

    await v.tap(v.button('回到首页'));
    await v.sees('已预约');
    await v.tap(v.front.getByRole('link', { name: '我的', exact: true }));
    await v.sees(`${citizen.name[0]}**`.slice(0, 2));
  });

  it('may decline: nothing is lost and the ways that are left are said', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const v = await visit({ citizenId: citizen?.id });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.sees(/打 12345，或直接到窗口办/);
    await v.tap(v.button('暂不同意'));
    await v.arrives('packages/guide/guide');
    await v.button(/^最早可约/).waitFor();
    expect(v.calls.filter((call) => call === 'POST /me/consents')).toEqual([]);
  });

  it('is told at the field and in a summary what to mend, and keeps what was typed', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const v = await visit({ citizenId: citizen?.id });
    await v.goto('/packages/account/identity/index');
    await v.type(v.field('name'), '张三丰');
    await v.type(v.field('idNumber'), '53060219900101');
    await v.tap(v.button('核对身份'));
    const summary = v.front.getByRole('alert');
    await summary.getByText('有一处要改').waitFor();
    expect(await v.front.getByText('身份证号是 18 位，数一数有没有多填或漏填。').count()).toBe(2);
    expect(await summary.evaluate((node) => node.contains(document.activeElement))).toBe(true);
    await v.tap(summary.getByRole('link'));
    await v.focused('idNumber');
    expect(await v.field('name').inputValue()).toBe('张三丰');
    expect(await v.field('idNumber').inputValue()).toBe('53060219900101');
  });
});

describe('searching', () => {
  it('finds as one types, filters with counts, and offers elder mode to who looks for it', async () => {
    const v = await visit();
    await v.tap(v.button(/^搜索/));
    await v.focused('search');
    await v.page.keyboard.type('身份证');
    await v.front
      .getByRole('link', { name: /居民身份证换领/ })
      .first()
      .waitFor();
    await v.tap(v.button('按部门筛选'));
    await v.tap(
      v.page
        .getByRole('dialog')
        .getByRole('radio', { name: /公安.*\d+ 项/ })
        .first(),
    );
    await v.button(/^部门：公安/).waitFor();

    await v.field('search').fill('长辈版');
    await v.tap(v.button('切换到长辈版'));
    await v.tap(v.front.getByRole('link', { name: '首页' }));
    for (const act of ['我要办事', '我的事', '附近大厅', '打电话问'])
      await v.button(new RegExp(act)).waitFor();
  });

  it('says what to do when nothing is found, and takes the filters away', async () => {
    const v = await visit();
    await v.tap(v.button(/^搜索/));
    await v.focused('search');
    await v.page.keyboard.type('造火箭');
    await v.sees('没有找到“造火箭”');
    await v.button('打 12345 问').waitFor();
    await v.tap(v.button('清空'));
    await v.sees(/共 \d{2,} 项/);
  });
});
