import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, seriousViolations, type Visitor, walkWithTab } from '../support/browser';
import { officeScreen, openAs, scan } from '../support/desk';
import { parcelAt, receiver } from '../support/parcels';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let browser: Browser;
let clerk: StaffClient;
let colleague: StaffClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  clerk = await staff(app, 'window');
  colleague = await staff(app, 'window');
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
  await visitor.page.screenshot({ path: `${pictures}/${name}.png` });
}

async function faults(visitor: Visitor): Promise<string[]> {
  const violations = await seriousViolations(visitor.page);
  const { missed, covered, stops } = await walkWithTab(visitor.page);
  return [...violations, ...missed, ...covered, ...(stops === 0 ? ['Tab stopped nowhere'] : [])];
}

async function atParcels(who: StaffClient): Promise<Visitor> {
  const visitor = await openAs(browser, app, who, officeScreen);
  await visitor.goto('/packages/desk/parcels/index');
  await visitor.sees('扫码或输入');
  return visitor;
}

describe('a valuable parcel', () => {
  it('is found by its paper, labelled, checked by two people and handed over, with scanners alone', async () => {
    const parcel = await parcelAt(app, { valuable: true, itemName: '普通护照签发' });
    const waybill = parcel.waybill ?? '';
    await parcelAt(app);
    const first = await atParcels(clerk);
    await first.sees(parcel.caseNumber);
    await first.sees('两人核对');
    await picture(first, 'parcels-list');
    await scan(first, parcel.caseNumber);
    await first.arrives('packages/desk/parcel');
    await first.sees('装袋核对');
    await first.sees(receiver.detail);

    await first.button('看运单').click();
    await first.front.getByRole('img', { name: new RegExp(`运单号 ${waybill}`) }).waitFor();
    await first.sees('示例运单，不能寄出');
    expect(await first.page.locator('.parcel-print').count()).toBe(1);
    await first.page.emulateMedia({ media: 'print' });
    const printed = first.page.locator('.parcel-print');
    await printed.getByText(waybill).first().waitFor();
    await expect
      .poll(() =>
        printed
          .locator('img')
          .first()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0);
    await expect.poll(() => printed.locator('img').count()).toBe(1);
    await picture(first, 'parcel-print');
    expect(await first.front.getByText('装袋核对').isVisible()).toBe(false);
    await first.page.emulateMedia({ media: 'screen' });
    await picture(first, 'parcel-label');
    expect(await faults(first)).toEqual([]);

    await first.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await scan(first, parcel.caseNumber);
    await first.focused('waybill');
    await first.page.keyboard.type('EX000000');
    await first.page.keyboard.press('Enter');
    await first.sees('扫到的证件或运单不是这一件的');
    await picture(first, 'parcel-mismatch');
    await first.field('waybill').fill(waybill.toLowerCase());
    await first.page.keyboard.press('Enter');
    await first.sees('等同事核对');
    expect(await first.button(/再次核对无误/).count()).toBe(0);

    const second = await atParcels(colleague);
    await second.field('parcel').fill(waybill);
    await second.page.keyboard.press('Enter');
    await second.arrives('packages/desk/parcel');
    await second.button(/再次核对无误/).waitFor();
    await second.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await scan(second, parcel.caseNumber);
    await second.focused('waybill');
    await second.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await scan(second, waybill);
    await second.sees('两个人核对无误，交给邮政 EMS');
    await picture(second, 'parcel-handed-over');
    const { state } = await clerk.get('GET /staff/deliveries/{id}', { params: { id: parcel._id } });
    expect(state).toBe('handed-over');
    await second.button('回到寄件列表').click();
    await second.front.getByRole('tab', { name: '在路上' }).click();
    await second.sees(parcel.caseNumber);
    for (const one of [first, second]) {
      expect(one.errors).toEqual([]);
      await one.close();
    }
  });
});

describe('parcels that went wrong', () => {
  it('stand as tasks, and each has one thing to do now', async () => {
    const failed = await parcelAt(app, {
      state: 'order-failed',
      waybill: null,
      orderError: { code: '9300502', words: '收件地址送不到', at: new Date('2026-11-25T01:00:00Z') },
    });
    const back = await parcelAt(app, { state: 'returned' });
    const lost = await parcelAt(app, { state: 'lost' });
    const desk = await atParcels(clerk);
    await desk.front.getByRole('tab', { name: /^要处理/ }).click();
    await desk.sees('快递没有接单：收件地址送不到');
    await picture(desk, 'parcels-tasks');
    expect(await faults(desk)).toEqual([]);

    await desk.front.getByRole('link', { name: new RegExp(failed.caseNumber) }).click();
    await desk.button('再叫一次快递').waitFor();
    await desk.button('改到窗口领取').click();
    await desk.button('确认改到窗口领取').click();
    await desk.sees('填写原因');
    await picture(desk, 'parcel-failed');
    expect(await faults(desk)).toEqual([]);
    await desk.front.locator('textarea[name="reason"]').fill('快递不到这个地方');
    await desk.button('确认改到窗口领取').click();
    await desk.sees('不寄了，在窗口领取');

    await desk.goto(`/packages/desk/parcel/index?id=${back._id}`);
    await desk.button('再寄一次').click();
    await desk.sees('退回以后，省内再寄一次不收费');
    await desk.front.locator('textarea[name="reason"]').fill('本人来电要求再寄');
    await desk.button('确认再寄一次').click();
    await desk.sees('已重新寄出');

    await desk.goto(`/packages/desk/parcel/index?id=${lost._id}`);
    await desk.button('补办好了，免费重寄').click();
    await desk.button('确认补办好了，免费重寄').click();
    await desk.sees('已补办重寄');
    expect(desk.errors).toEqual([]);
    await desk.close();
  });
});
