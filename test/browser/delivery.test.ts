import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, seriousViolations, smallPhone, Visitor, walkWithTab } from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { filledDraft } from '../support/hand-in';
import {
  backAtHall,
  courierDoes,
  handedOver,
  keptAddress,
  orderedParcel,
  parcelsStandStill,
  sendableItem,
} from '../support/parcel-stories';

let app: TestApp;
let browser: Browser;
let visitor: Visitor;
let code: string;
beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  code = await sendableItem(app);
  await parcelsStandStill(app);
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.close();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const way = (name: RegExp) => visitor.front.getByRole('radio', { name });
const parcelPage = (id: string) => `/packages/delivery/detail/index?id=${id}`;
const choiceOf = (who: SignedIn, id: string) => who.get('GET /cases/{id}/delivery', { params: { id } });

/** On the page that checks an application, signed in as its owner. */
async function onCheck(): Promise<{ who: SignedIn; id: string }> {
  const who = await person(app);
  await keptAddress(who);
  const { id } = await filledDraft(who, code);
  visitor = await Visitor.open(browser, app.url, { signedIn: who });
  await visitor.goto(`/packages/cases/check/index?id=${id}`);
  await visitor.sees('也可以免费寄到家');
  return { who, id };
}

describe('choosing how the result comes home', () => {
  it('is at the window until chosen otherwise; by courier with price and consent before anything binds', async () => {
    const { who, id } = await onCheck();
    await visitor.sees('到窗口领取');
    await visitor.tap(visitor.button('修改结果怎么给我'));
    await visitor.arrives('packages/delivery/choose');
    await visitor.button(/^到窗口领取$/).waitFor();
    await visitor.tap(way(/^快递寄给我/));
    await visitor.sees('快递免费');
    // Nobody has agreed to anything.
    expect(await way(/^同意/).getAttribute('aria-checked')).toBe('false');
    expect(await way(/^不同意/).getAttribute('aria-checked')).toBe('false');
    const send = visitor.button(/^免费寄到 昭阳区/);
    await visitor.tap(send);
    const summary = visitor.front.getByRole('alert');
    await summary.getByText('有一处要改').waitFor();
    await visitor.tap(summary.getByRole('link'));
    expect(visitor.calls.filter((call) => call.startsWith('PUT '))).toEqual([]);
    expect(await seriousViolations(visitor.page)).toEqual([]);
    await visitor.tap(way(/^同意/));
    await visitor.tap(send);
    await visitor.arrives('packages/cases/check');
    await visitor.sees(/快递寄到 昭阳区/);
    const choice = await choiceOf(who, id);
    expect(choice).toMatchObject({ how: 'courier', deliveryId: null });
    expect(choice.consent.givenAt).not.toBeNull();
  });

  it('takes a no to the courier for the window, and keeps no address', async () => {
    const { who, id } = await onCheck();
    await visitor.tap(visitor.button('修改结果怎么给我'));
    await visitor.tap(way(/^快递寄给我/));
    await visitor.tap(way(/^不同意/));
    await visitor.sees('收件信息不会交给快递');
    await visitor.tap(visitor.button('到窗口领取'));
    await visitor.arrives('packages/cases/check');
    const choice = await choiceOf(who, id);
    expect(choice).toMatchObject({ how: 'window', address: null });
    expect(choice.consent.givenAt).toBeNull();
  });

  it('can be worked with the keyboard, and fits small screens', async () => {
    const { who, id } = await onCheck();
    const url = `/packages/delivery/choose/index?kind=case&id=${id}&how=courier`;
    await visitor.goto(url);
    await visitor.sees('快递免费');
    expect(await walkWithTab(visitor.page)).toMatchObject({ missed: [], covered: [] });
    await visitor.close();
    for (const looks of [{ textScale: 2 }, { elderMode: true }]) {
      visitor = await Visitor.open(browser, app.url, { size: smallPhone, signedIn: who, ...looks });
      await visitor.goto(url);
      await visitor.sees('快递免费');
      expect(await visitor.sideways()).toBe(0);
      expect(await seriousViolations(visitor.page)).toEqual([]);
      if ('textScale' in looks) await visitor.close();
    }
  });
});

describe('following a parcel', () => {
  it('goes from the waybill to the signature, offline with what was seen last', async () => {
    const who = await person(app);
    const parcel = await orderedParcel(app, who, code);
    visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(`/packages/cases/detail/index?id=${parcel.caseId}`);
    await visitor.tap(visitor.button('看快递到了哪里'));
    await visitor.sees(parcel.waybill ?? '');
    await visitor.sees('已叫快递，等着装袋');
    await handedOver(app, parcel);
    for (const words of ['快递已揽收', '正在路上', '正在派送']) {
      for (let step = 0; step < 4; step += 1) {
        const { stateWords } = await who.get('GET /deliveries/{id}', { params: { id: parcel.id } });
        if (stateWords === words) break;
        await courierDoes(app, parcel, 'advance');
      }
      await visitor.tap(visitor.button('刷新'));
      await visitor.sees(words);
    }
    await visitor.link(/^快递员/).waitFor();
    expect(await seriousViolations(visitor.page)).toEqual([]);
    expect(await walkWithTab(visitor.page)).toMatchObject({ missed: [], covered: [] });

    await visitor.context.setOffline(true);
    await visitor.sees(/下面是之前看到的内容/);
    await visitor.sees('正在派送');
    await courierDoes(app, parcel, 'sign-other');
    await visitor.context.setOffline(false);
    await visitor.sees('已签收');
    await visitor.sees('是别人代收的');
  });

  it('comes back when it is refused at the door, and is sent again free of charge with a new consent', async () => {
    const who = await person(app);
    const parcel = await orderedParcel(app, who, code);
    await handedOver(app, parcel);
    await courierDoes(app, parcel, 'advance');
    await courierDoes(app, parcel, 'refuse');
    visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(parcelPage(parcel.id));
    await visitor.sees('没有送到，正在退回大厅');
    await backAtHall(app, parcel);
    await visitor.tap(visitor.button('刷新'));
    await visitor.sees('已退回大厅');
    const { action } = await who.get('GET /deliveries/{id}', { params: { id: parcel.id } });
    await visitor.tap(visitor.button(action?.label ?? ''));
    const sheet = visitor.page.getByRole('dialog', { name: '接下来怎么拿' });
    await sheet.getByRole('button', { name: '到窗口领取' }).waitFor();
    await visitor.tap(sheet.getByRole('button', { name: '再寄一次（免费）' }));
    await visitor.arrives('packages/delivery/choose');
    await visitor.tap(way(/^同意/));
    await visitor.tap(visitor.button(/^再寄一次，免费寄到 昭阳区/));
    await visitor.arrives('packages/delivery/detail');
    await visitor.sees('第 2 次寄');
    const first = await who.get('GET /deliveries/{id}', { params: { id: parcel.id } });
    expect(first).toMatchObject({ state: 'resent', action: { kind: 'view-new' } });
    expect(visitor.calls.filter((call) => call.endsWith('/resend'))).toHaveLength(1);
  });

  it('is given up for the window after one more question', async () => {
    const who = await person(app);
    const parcel = await orderedParcel(app, who, code);
    visitor = await Visitor.open(browser, app.url, { signedIn: who });
    await visitor.goto(parcelPage(parcel.id));
    await visitor.tap(visitor.button('不寄了，到窗口领取'));
    const question = visitor.page.getByRole('dialog', { name: '不寄了，到窗口领取？' });
    await visitor.tap(question.getByRole('button', { name: '还是寄' }));
    await question.waitFor({ state: 'hidden' });
    await visitor.tap(visitor.button('不寄了，到窗口领取'));
    await visitor.tap(question.getByRole('button', { name: '不寄了，到窗口领取' }));
    await visitor.sees('不寄了，在窗口领取');
    expect(await who.get('GET /deliveries/{id}', { params: { id: parcel.id } })).toMatchObject({
      state: 'cancelled',
      canCancel: false,
    });
  });
});
