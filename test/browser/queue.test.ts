import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor } from '../support/browser';
import { advanceClock, person } from '../support/citizens';
import { Client } from '../support/client';
import { staff } from '../support/staff';

const QUEUE = 'q530600-gongan';
const VENUE = 'v530600';

let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-24T10:00:00+08:00') }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

describe('the ticket in the hall', () => {
  it('takes the typed code, and shows by itself how the line moves until the call', async () => {
    const who = await person(app);
    const { items } = await who.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const body = { itemCode: items[0]?.code ?? '', queueId: QUEUE, date: '2026-11-25', slot: '09:00' };
    const { id } = await who.get('POST /appointments', { body });
    await who.get('POST /appointments/{id}/confirm', { params: { id } });
    await advanceClock(app, 23 * 3600);
    const clerk = await staff(app, ['window', 'supervisor'], { window: '530600-w01' });
    const queue = { params: { id: QUEUE } };
    await clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body: { priority: 'elder' } });
    const { key } = await clerk.get('POST /staff/venues/{id}/displays', {
      params: { id: VENUE },
      body: { name: '一楼大屏' },
    });

    const visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(`/packages/booking/ticket/index?id=${id}`);
    const { code } = await new Client(app.api).get('POST /venues/{id}/check-in-codes', {
      params: { id: VENUE },
      body: { key },
    });
    await visitor.type(visitor.field('hall-code'), code);
    await visitor.tap(visitor.button('签到'));
    await visitor.sees('前面还有 1 人');
    await visitor.sees('随叫号更新');
    await clerk.get('POST /staff/queues/{id}/call-next', queue);
    await visitor.sees('下一个就是您');
    await clerk.get('POST /staff/queues/{id}/call-next', queue);
    await visitor.sees('叫到您了，到 1 号窗口');
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  });
});
