import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { type Looks, launchBrowser, phone, smallPhone, Visitor } from '../support/browser';
import type { SignedIn } from '../support/citizens';
import { bookedSoon, largeScreen, openDesk, toStart, windowFor } from '../support/desk';
import { owedFee } from '../support/fees';
import { everyScreen, type Screen } from '../support/screens';

/**
 * The pictures of the README, but those of complaints, which have a test of their own. `UPDATE_PICTURES=1` writes them to docs/pictures; otherwise they land in .data/pictures,
 * so that a test run does not change the work tree.
 */
const folder = process.env.UPDATE_PICTURES ? 'docs/pictures' : '.data/pictures';
/** A working day, so that the pictures do not say that everything is closed. */
const at = new Date('2026-11-25T09:20:00+08:00');

let app: TestApp;
let browser: Browser;
let who: SignedIn;
let screens: Screen[];
let kept: Record<string, unknown>;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ at, sample: 'full' }), launchBrowser()]);
  ({ who, screens, kept } = await everyScreen(app));
  const { order } = await owedFee(app, who);
  const path = `/packages/payment/order/index?id=${order.id}`;
  screens.push({ name: 'order', path, ready: /放大/, personal: true });
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const shown = [
  'home',
  'services',
  'guide',
  'slot',
  'check',
  'done',
  'ticket',
  'matters',
  'me',
  'apply',
  'apply-check',
  'apply-done',
  'case',
  'supplement',
  'delivery-choice',
  'parcel',
  'order',
  'messages',
  'family',
];

async function takeAll(looks: Looks, names: string[], suffix: string): Promise<number> {
  const visitor = await Visitor.open(browser, app.url, { ...looks, signedIn: who, kept });
  let taken = 0;
  for (const { name, path, ready } of screens.filter((screen) => names.includes(screen.name))) {
    await visitor.goto(path);
    await visitor.sees(ready);
    const picture = await visitor.page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
    if (picture.length > 5_000) taken += 1;
  }
  expect(visitor.errors).toEqual([]);
  await visitor.close();
  return taken;
}

describe('pictures', () => {
  it('are taken at 375 × 812', async () => {
    expect(await takeAll({ size: phone }, shown, '375')).toBe(shown.length);
  });

  it('are taken at 320 × 568', async () => {
    expect(await takeAll({ size: smallPhone }, shown, '320')).toBe(shown.length);
  });

  it('are taken in elder mode', async () => {
    const names = ['home', 'guide', 'ticket', 'apply', 'case', 'delivery-choice', 'parcel'];
    expect(await takeAll({ size: phone, elderMode: true }, names, 'elder')).toBe(names.length);
  });

  it('are taken of the desk and of the hall’s screen', async () => {
    const bookings = [await bookedSoon(app), await bookedSoon(app), await bookedSoon(app)];
    const [first] = bookings;
    if (!first) throw new Error('nobody has booked');
    await toStart(app, first);
    const window = await windowFor(app, first);
    const { visitor: desk, client } = await openDesk(browser, app, 'window', { window });
    for (const { appointment } of bookings)
      await client.get('POST /staff/check-ins', { body: { code: appointment.checkInCode ?? '' } });
    const { queueId: id, venue } = first.appointment;
    const { ticket } = await client.get('POST /staff/queues/{id}/call-next', { params: { id } });
    const number = ticket?.ticket ?? 'nobody';
    await desk.goto('/packages/desk/queue/index');
    await desk.front.locator('.current-number', { hasText: number }).waitFor();
    await desk.page.screenshot({ path: join(folder, 'desk-1366.png') });
    const hall = await Visitor.open(browser, app.url, { size: largeScreen });
    await hall.goto(`/packages/display/hall/index?venue=${venue.id}`);
    await hall.sees(number);
    await hall.sees(/^08:2\d$/);
    await hall.page.screenshot({ path: join(folder, 'display-1920.png') });
    await desk.button(/^开始办理/).click();
    await desk.front.getByRole('checkbox').first().waitFor();
    await desk.page.screenshot({ path: join(folder, 'desk-papers-1366.png') });
    expect([...desk.errors, ...hall.errors]).toEqual([]);
    await Promise.all([desk.close(), hall.close()]);
  });
});
