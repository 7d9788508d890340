import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor } from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { answerComplaint, answered, complaintDesk } from '../support/complaint-answers';
import { openDesk } from '../support/desk';
import { endedVisit, rated, VENUE, WINDOW } from '../support/evaluations';
import { staff } from '../support/staff';

/** The pictures of the README that tell of complaints and ratings; where they go stands in pictures.test.ts. */
const folder = process.env.UPDATE_PICTURES ? 'docs/pictures' : '.data/pictures';

let app: TestApp;
let browser: Browser;
let who: SignedIn;

beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  who = await person(app);
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const filing = { category: 'matter-not-done', venueId: VENUE, windowId: WINDOW } as const;

async function filed(by: SignedIn, what: string): Promise<string> {
  const body = { ...filing, what, wanted: '定一个能办成的日子。' };
  return (await by.get('POST /complaints', { body })).complaint.id;
}

describe('pictures', () => {
  it('are taken of a complaint, of a rating, of a window and of what is published', async () => {
    const complaint = await filed(who, '带齐材料来换身份证，排了两个小时，窗口说系统坏了，让我明天再来。');
    await answerComplaint(await complaintDesk(app), complaint, 'done');
    const visit = await endedVisit(app, who);
    await staff(app, 'window', { venueId: VENUE, window: WINDOW });
    for (const grade of [5, 4, 2] as const) await rated(app, grade);
    await endedVisit(app, null);
    const screens: [name: string, path: string, ready: string | RegExp][] = [
      ['complaint', `/packages/complaints/detail/index?id=${complaint}`, answered.found],
      ['rate', `/packages/evaluation/rate/index?kind=${visit.kind}&id=${visit.serviceId}`, '非常满意'],
      ['window', `/packages/window/window/index?id=${WINDOW}`, /最近 12 个月/],
      ['published', '/packages/complaints/published/index', '收到'],
    ];
    const visitor = await Visitor.open(browser, app.url, { signedIn: who });
    for (const [name, path, ready] of screens) {
      await visitor.goto(path);
      await visitor.sees(ready);
      await visitor.page.screenshot({ path: join(folder, `${name}-375.png`) });
    }
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  });

  it('are taken of a complaint that waits to be dispatched', async () => {
    const id = await filed(await person(app), '材料带齐了三次，窗口都说系统不行，一直没有办成，请给个日子。');
    const { visitor: desk } = await openDesk(browser, app, 'dispatcher', { venueId: VENUE });
    await desk.goto(`/packages/desk/complaint/index?id=${id}`);
    await desk.sees('建议交给');
    await desk.page.screenshot({ path: join(folder, 'desk-complaint-1366.png') });
    expect(desk.errors).toEqual([]);
    await desk.close();
  });
});
