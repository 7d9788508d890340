import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor } from '../support/browser';
import { advanceClock, person } from '../support/citizens';
import { type Booked, bookedSoon, openAs, openDesk, scan, toStart, windowFor } from '../support/desk';
import { codeNow, invite, STAFF_PASSWORD, staff } from '../support/staff';

let app: TestApp;
let browser: Browser;
/** Three people who booked the same time, at which the tests take place. */
let bookings: Booked[];
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-24T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  bookings = [];
  for (let count = 0; count < 3; count++) bookings.push(await bookedSoon(app));
  await toStart(app, bookingOf(0));
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

function bookingOf(nth: number): Booked {
  const booked = bookings[nth];
  if (!booked) throw new Error('nobody has booked that');
  return booked;
}

/** A clerk at a window that serves a booking, on the queue page. */
async function clerkFor(booked: Booked, nth = 0): Promise<Visitor> {
  const window = await windowFor(app, booked, nth);
  const { visitor } = await openDesk(browser, app, 'window', { window });
  await visitor.goto('/packages/desk/queue/index');
  await visitor.button('叫下一位').waitFor();
  return visitor;
}

const textOf = async (what: Locator) => ((await what.textContent()) ?? '').trim();

describe('a clerk and a citizen, each in a window of their own', () => {
  it('go from check-in to the decision, the citizen seeing each step', async () => {
    const booked = bookingOf(0);
    const citizen = await Visitor.open(browser, app.url, { signedIn: booked.who });
    await citizen.goto(`/packages/booking/ticket/index?id=${booked.appointment.id}`);
    await citizen.sees(booked.appointment.reference ?? '');
    const hall = await Visitor.open(browser, app.url, { size: { width: 1920, height: 1080 } });
    await hall.goto(`/packages/display/hall/index?venue=${booked.appointment.venue.id}`);
    await hall.sees('现在没有在叫的号');
    const clerk = await clerkFor(booked);

    await scan(clerk, booked.appointment.checkInCode ?? '');
    await clerk.sees(/\d{3} 已签到/);
    const { ticket } = await booked.who.get('GET /appointments/{id}/place', {
      params: { id: booked.appointment.id },
    });
    if (!ticket) throw new Error('was checked in without a number');
    await citizen.sees(ticket);

    await clerk.page.keyboard.press('n');
    await clerk.front.locator('.current-number', { hasText: ticket }).waitFor();
    await hall.sees(ticket);
    await citizen.sees(/号窗口/);
    await clerk.page.keyboard.press('s');
    await clerk.sees('收件');
    await hall.sees('现在没有在叫的号');

    const papers = clerk.front.getByRole('checkbox');
    await papers.first().waitFor();
    await papers.first().click();
    await clerk.button(/^收件$/).click();
    await clerk.sees(/^ZTC-/);
    await clerk.button('一次性告知补正').click();
    await clerk.front.locator('textarea[name="reason"]').fill('还有材料没有带来');
    await clerk.front
      .getByRole('checkbox', { name: /^要补：/ })
      .last()
      .waitFor();
    if ((await clerk.front.getByRole('checkbox', { name: /^要补：/, checked: true }).count()) === 0) {
      await clerk.field('other').fill('委托书');
      await clerk.field('otherWhy').fill('要本人签名');
    }
    await clerk.button(/^告知补正$/).click();
    await clerk.button('补正材料已收齐').waitFor();
    const { items } = await booked.who.get('GET /cases');
    const mine = items[0];
    if (!mine) throw new Error('the citizen does not see the case');
    expect(mine.state).toBe('supplement-requested');
    await citizen.goto(`/packages/cases/detail/index?id=${mine.id}`);
    await citizen.sees(/补/);

    for (const box of await clerk.front.getByRole('checkbox', { checked: false }).all()) await box.click();
    await clerk.button('补正材料已收齐').click();
    await clerk.button(/^受理$/).click();
    await clerk.sees('已受理');

    const { visitor: reviewer } = await openDesk(browser, app, 'reviewer');
    await reviewer.goto('/packages/desk/cases/index');
    await reviewer.front.getByRole('tab', { name: '全部在办' }).click();
    await reviewer.link(new RegExp(mine.number ?? '')).click();
    await reviewer.button('开始审查').click();
    await reviewer.button('出具意见').click();
    await reviewer.front.getByRole('radio', { name: /^同意/ }).click();
    await reviewer.button('确认出具意见').click();
    await reviewer.front.getByText('还没有出具意见').waitFor({ state: 'hidden' });

    const { visitor: approver } = await openDesk(browser, app, 'approver');
    await approver.goto(`/packages/desk/case/index?id=${mine.id}`);
    await approver.button(/^准予$/).click();
    await approver.button('确认准予').click();
    await approver.sees('准予，');

    const decided = await booked.who.get('GET /cases/{id}', { params: { id: mine.id } });
    expect(decided.decision?.outcome).toBe('approved');
    await citizen.goto(`/packages/cases/detail/index?id=${mine.id}`);
    await citizen.sees(decided.decision?.words ?? '');
    await clerk.page.keyboard.press('f');
    await clerk.sees('窗口前没有人');
    for (const one of [clerk, citizen, hall, reviewer, approver]) {
      expect(one.errors).toEqual([]);
      await one.close();
    }
  });
});

describe('two clerks', () => {
  it('who call the next at the same moment get different people', async () => {
    const first = await clerkFor(bookingOf(1), 0);
    const second = await clerkFor(bookingOf(1), 1);
    for (let count = 0; count < 2; count++) {
      await first.button('现场取号').click();
      await first.button('取一个号').click();
      await first.sees(/^取号 /);
      await first.button('取一个号').waitFor({ state: 'hidden' });
    }
    await Promise.all([first.page.keyboard.press('n'), second.page.keyboard.press('n')]);
    const called = () =>
      Promise.all([first, second].map((clerk) => textOf(clerk.front.locator('.current-number').first())));
    await expect.poll(async () => new Set(await called()).size).toBe(2);
    const numbers = await called();
    // Each sees what the other has.
    await first.front.locator('.queue-number', { hasText: numbers[1] }).waitFor();
    await second.front.locator('.queue-number', { hasText: numbers[0] }).waitFor();
    for (const one of [first, second]) {
      await one.page.keyboard.press('s');
      await one.button(/^办结/).waitFor();
      await one.page.keyboard.press('f');
      await one.sees('窗口前没有人');
      expect(one.errors).toEqual([]);
      await one.close();
    }
  });
});

describe('the keyboard alone', () => {
  it('signs in for the first time, sits down, calls, takes a misclick back, and finishes', async () => {
    const booked = bookingOf(2);
    const { account, initialPassword } = await invite(app, {
      roles: ['window'],
      venueId: booked.appointment.venue.id,
    });
    const clerk = await Visitor.open(browser, app.url, { size: { width: 1366, height: 768 } });
    const { keyboard } = clerk.page;
    await clerk.goto('/packages/desk/sign-in/index');
    await clerk.focused('number');
    await keyboard.type(account.number);
    await keyboard.press('Tab');
    await keyboard.type(initialPassword);
    await keyboard.press('Enter');
    await clerk.focused('newPassword');
    const secret = await textOf(clerk.front.locator('.desk-secret'));
    await keyboard.type(STAFF_PASSWORD);
    await keyboard.press('Tab');
    await keyboard.type(STAFF_PASSWORD);
    await keyboard.press('Tab');
    await keyboard.type(await codeNow(app, secret));
    await keyboard.press('Enter');

    await clerk.arrives('packages/desk/queue');
    await clerk.sees('今天坐哪个窗口？');
    const { department } = booked;
    await clerk.front
      .getByRole('link', { name: new RegExp(department) })
      .first()
      .waitFor();
    for (let tries = 0; tries < 60; tries++) {
      await keyboard.press('Tab');
      const text = await clerk.page.evaluate(() => document.activeElement?.textContent ?? '');
      if (text.includes(department) && text.includes('号窗口')) break;
    }
    await keyboard.press('Enter');
    await clerk.button('叫下一位').waitFor();

    await clerk.field('check-in').focus();
    await keyboard.type(booked.appointment.reference ?? '');
    await keyboard.press('Enter');
    await clerk.sees(/\d{3} 已签到/);
    await clerk.page.evaluate(() => (document.activeElement as HTMLElement).blur());

    // As long as a hand holds a key; keys closer together than that are a scanner's.
    const press = (key: string) => keyboard.press(key, { delay: 150 });
    await press('n');
    await clerk.sees('已叫 1 次');
    await press('u');
    await clerk.sees(/已撤销/);
    await clerk.sees('窗口前没有人');
    await press('n');
    await clerk.sees('已叫 1 次');
    await press('r');
    await clerk.sees('刚刚叫过这个号');
    await advanceClock(app, 15);
    await press('r');
    await clerk.sees('已叫 2 次');
    await press('s');
    await clerk.button(/^办结/).waitFor();
    await press('f');
    await clerk.sees('窗口前没有人');
    expect(clerk.taps).toBe(0);
    expect(clerk.errors).toEqual([]);
    await clerk.close();
  });
});

describe('a session at the desk', () => {
  it('ends when nobody has done anything for half an hour, and takes the page with it', async () => {
    const client = await staff(app, 'reviewer');
    const visitor = await openAs(browser, app, client);
    await visitor.page.clock.install();
    await visitor.goto('/packages/desk/cases/index');
    await visitor.sees('我经手的');
    await visitor.page.clock.fastForward('29:30');
    await visitor.sees('一分钟内会自动退出');
    await visitor.page.keyboard.press('Shift');
    await visitor.page.clock.runFor('00:10');
    await visitor.front.getByText('一分钟内会自动退出').waitFor({ state: 'hidden' });
    await visitor.page.clock.fastForward('31:00');
    await visitor.page.clock.runFor('00:10');
    await visitor.sees('很久没有操作');
    expect(await visitor.front.getByText('我经手的').count()).toBe(0);
    await expect.poll(() => client.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
    await visitor.close();
  });

  it('is not the citizen’s, and is not there in another window', async () => {
    const client = await staff(app, 'reviewer');
    const visitor = await openAs(browser, app, client);
    await visitor.goto('/packages/desk/cases/index');
    await visitor.sees('我经手的');
    const kept = await visitor.page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).not.toContain(client.token);
    const other = await visitor.context.newPage();
    await other.goto(`${app.url}/#/packages/desk/cases/index`);
    await other.getByText('下一步：填动态码').waitFor();
    await visitor.close();
  });
});

describe('the head of a hall', () => {
  it('sees whom a closure hits before it is announced, and who it hits is told', async () => {
    const booked = await bookedSoon(app, await person(app));
    const { visitor } = await openDesk(browser, app, 'supervisor', { venueId: booked.appointment.venue.id });
    await visitor.goto('/packages/desk/hall/index');
    await visitor.field('from').fill(booked.appointment.date);
    await visitor.field('reason').fill('停电检修');
    await visitor.button('看看会影响谁').click();
    await visitor.sees(/^会取消 \d+ 个预约$/);
    await visitor.sees(new RegExp(booked.appointment.reference ?? ''));
    const before = await booked.who.get('GET /appointments/{id}', { params: { id: booked.appointment.id } });
    expect(before.state).toBe('booked');
    await visitor.button(/^公布：.*并通知 \d+ 人$/).click();
    await visitor.sees(/停办$/);
    await expect
      .poll(
        async () =>
          (await booked.who.get('GET /appointments/{id}', { params: { id: booked.appointment.id } })).state,
        { timeout: 20_000 },
      )
      .toBe('cancelled-by-venue');
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  });
});
