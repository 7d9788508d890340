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
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { officeScreen, openAs } from '../support/desk';
import { owedFee } from '../support/fees';
import { orderOf, PASSPORT, pay, payDoor, payMode, weChatBooks } from '../support/payments';
import { staff } from '../support/staff';

let app: TestApp;
let browser: Browser;
const open: Visitor[] = [];
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  await payMode(app, { refundSeconds: 0 });
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
  // Where the key was on an earlier walk over the same page.
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

const page = (id: string) => `/packages/payment/order/index?id=${id}`;

describe('a fee in a browser outside WeChat', () => {
  it('says that paying works in the mini-program, shows its code, and sees by itself that it was paid there', async () => {
    const who = await person(app);
    const { order } = await owedFee(app, who);
    const visitor = await visit(who, page(order.id));
    await visitor.sees('在微信里付');
    const code = visitor.front.getByRole('img', { name: /^小程序码/ });
    await code.waitFor();
    await expect
      .poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    expect(await visitor.button(/^用微信支付付/).count()).toBe(0);
    await picture(visitor, 'order-browser');
    await sound(visitor);
    const file = visitor.page.waitForEvent('download');
    await visitor.tap(visitor.button('存下这张图'));
    expect((await file).suggestedFilename()).toContain(order.number);
    await visitor.tap(visitor.button('放大'));
    const dialog = visitor.page.getByRole('dialog', { name: '用微信扫一扫' });
    await dialog.getByRole('img', { name: /^小程序码/ }).waitFor();
    await visitor.tap(dialog.getByRole('button', { name: '关闭' }));

    await pay(app, who, order, { notify: 'now' });
    await visitor.sees('已付款');
    await visitor.sees('付款和退款记录');
    expect(await code.count()).toBe(0);
    await picture(visitor, 'order-paid');
    await sound(visitor);
  });

  it('is paid from the sandbox’s panel, which takes the place of the phone that scans', async () => {
    const who = await person(app);
    const { order } = await owedFee(app, who);
    const visitor = await visit(who, page(order.id), { citizenId: who.citizen.id });
    await visitor.sees('在微信里付');
    const panel = await visitor.context.newPage();
    await panel.goto(`${app.url}/sandbox`);
    await panel.getByRole('button', { name: '替他打开小程序' }).click();
    const attempt = `${order.number.replaceAll('-', '')}P01`;
    await panel.getByRole('button', { name: `付款：${attempt}`, exact: true }).click();
    await visitor.sees('已付款');
    expect((await orderOf(who, order.id)).state).toBe('paid');
  });

  it('is as sound in elder mode and on a small phone', async () => {
    const who = await person(app);
    const { order } = await owedFee(app, who);
    for (const options of [{ elderMode: true, size: phone }, { size: smallPhone }]) {
      const visitor = await visit(who, page(order.id), options);
      await visitor.front.getByRole('img', { name: /^小程序码/ }).waitFor();
      await sound(visitor);
      await picture(visitor, options.elderMode ? 'order-elder' : 'order-small');
    }
  });

  it('stands on the case, and in 我的缴费 before what was settled', async () => {
    const who = await person(app);
    const empty = await visit(who, '/packages/payment/orders/index');
    await empty.sees('没有要付的，也没有付过的');
    await sound(empty);
    await picture(empty, 'orders-empty');
    const exempt = await owedFee(app, who);
    await exempt.clerk.get('POST /staff/orders/{id}/settle', {
      params: { id: exempt.order.id },
      body: { how: 'exempt', reference: '首次申领' },
    });
    const owed = await owedFee(app, who);
    const visitor = await visit(who, `/packages/cases/detail/index?id=${owed.caseId}`);
    await visitor.button(/^付 20 元/).waitFor();
    await picture(visitor, 'case-fee');
    await visitor.goto('/packages/payment/orders/index');
    await visitor.sees('等您付');
    await visitor.sees('已减免');
    await sound(visitor);
    await picture(visitor, 'orders');
  });
});

describe('the clerk at the counter', () => {
  it('settles a fee on the page of the case: what was taken at the window, or need not be paid', async () => {
    const who = await person(app);
    const paid = await owedFee(app, who);
    const visitor = await openAs(browser, app, paid.clerk, officeScreen);
    open.push(visitor);
    await visitor.goto(`/packages/desk/case/index?id=${paid.caseId}`);
    await visitor.tap(visitor.button(/^已在窗口收取/));
    await visitor.tap(visitor.button('登记已收 20.00 元'));
    await visitor.front.getByRole('alert').getByText('填写收据号，至少 2 位。').waitFor();
    await visitor.type(visitor.field('reference'), '000123');
    await picture(visitor, 'desk-settle');
    await sound(visitor);
    await visitor.tap(visitor.button('登记已收 20.00 元'));
    await visitor.sees('已在窗口付款');
    expect((await orderOf(who, paid.order.id)).receipts[0]?.number).toBe('000123');

    const exempt = await owedFee(app, who);
    await visitor.goto(`/packages/desk/case/index?id=${exempt.caseId}`);
    await visitor.tap(visitor.button(/^减免/));
    const [ground = ''] = exempt.order.exemptions;
    await visitor.tap(visitor.front.getByRole('radio', { name: ground }));
    await visitor.tap(visitor.button('登记减免'));
    await visitor.sees('已减免');
    expect((await orderOf(who, exempt.order.id)).state).toBe('exempt');
  });
});

describe('the supervisors’ money', () => {
  const money = async () => {
    const client = await staff(app, 'supervisor');
    const visitor = await openAs(browser, app, client, officeScreen);
    open.push(visitor);
    await visitor.goto('/packages/desk/money/index');
    return visitor;
  };

  it('gives back more than the limit only when two of them want it, and the citizen sees it', async () => {
    const who = await person(app);
    const { order } = await owedFee(app, who, PASSPORT);
    await pay(app, who, order, { notify: 'now' });
    const asking = await money();
    await asking.sees('要两个人');
    await asking.tap(asking.front.getByRole('tab', { name: '查费用、退一笔' }));
    await asking.type(asking.field('search'), order.number);
    await asking.tap(asking.link(new RegExp(order.number)));
    await asking.field('amount').fill('130');
    await asking.tap(asking.button('提出退 130.00 元'));
    await asking.front.getByRole('alert').getByText('最多还能退 120.00 元。').waitFor();
    await asking.field('amount').fill('110.5');
    await asking.front.locator('textarea[name="reason"]').fill('多收了一部分');
    await picture(asking, 'desk-refund');
    await sound(asking);
    await asking.tap(asking.button('提出退 110.50 元'));
    await asking.sees('等另一位主管批准。');
    expect(await asking.button(/^批准退/).count()).toBe(0);
    expect((await orderOf(who, order.id)).refundedFen).toBe(0);

    const approving = await money();
    await approving.button(/^批准退 110\.50 元/).waitFor();
    await picture(approving, 'desk-refunds');
    await sound(approving);
    await approving.tap(approving.button(/^批准退 110\.50 元/));
    await expect
      .poll(async () => (await orderOf(who, order.id)).refundedFen, { timeout: 60_000 })
      .toBe(11_050);
    const visitor = await visit(who, page(order.id));
    await visitor.sees('其中 110.5 元已退回，实付 9.5 元');
    await visitor.sees(/多收了一部分/);
    await picture(visitor, 'order-part-refunded');
  });

  it('does not give back what the second one refuses', async () => {
    const who = await person(app);
    const { order } = await owedFee(app, who, PASSPORT);
    await pay(app, who, order, { notify: 'now' });
    const first = await staff(app, 'supervisor');
    await first.get('POST /staff/refunds', {
      body: { orderId: order.id, fen: 12_000, reason: '先问一下' },
    });
    const visitor = await money();
    await visitor.tap(visitor.button(/^不批准：.* 120\.00 元$/));
    await visitor.sees('没有批准');
    expect(await orderOf(who, order.id)).toMatchObject({ state: 'paid', refundedFen: 0 });
  });

  it('stands day by day beside WeChat’s bill, with every difference and every alarm', async () => {
    const who = await person(app);
    const right = await owedFee(app, who);
    await pay(app, who, right.order, { notify: 'now' });
    const lied = await owedFee(app, who);
    await pay(app, who, lied.order, { notify: 'now', as: { fen: 1 } });
    const books = await weChatBooks(app);
    const [own] = books.payments.filter(({ outTradeNo }) =>
      outTradeNo.startsWith(right.order.number.replaceAll('-', '')),
    );
    await payDoor(app, '/pay/bills/2026-11-25', { amounts: { [own?.outTradeNo ?? '']: 1_900 } }, 'PUT');
    await advanceClock(app, 26 * 3_600);
    const supervisor = await staff(app, 'supervisor');
    await expect
      .poll(async () => (await supervisor.get('GET /staff/reconciliations')).items[0]?.state, {
        timeout: 120_000,
      })
      .toBe('different');
    const visitor = await openAs(browser, app, supervisor, officeScreen);
    open.push(visitor);
    await visitor.goto('/packages/desk/money/index');
    await visitor.tap(visitor.front.getByRole('tab', { name: '每日对账' }));
    await visitor.sees('有差异');
    await visitor.sees('19.00');
    await picture(visitor, 'desk-days');
    await sound(visitor);
    await visitor.page.setViewportSize(phone);
    await picture(visitor, 'desk-days-phone');
    await sound(visitor);
    await visitor.tap(visitor.front.getByRole('tab', { name: '警报' }));
    await visitor.sees(new RegExp(lied.order.number));
    await picture(visitor, 'desk-alarms');
    await sound(visitor);
  });
});
