import type { Browser, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, Visitor, type VisitorOptions } from '../support/browser';
import { codeFor, person, type SignedIn } from '../support/citizens';
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

async function visit(options: VisitorOptions = {}, path = '') {
  visitor = await Visitor.open(browser, app.url, options);
  await visitor.goto(path);
  return visitor;
}

/** A citizen who has booked something through the API, as on another day. */
async function withBooking(): Promise<{ who: SignedIn; id: string; code: string }> {
  const who = await person(app);
  const { popular } = await who.get('GET /home');
  const code = popular.find(({ bookable }) => bookable)?.code ?? '';
  const { id } = await who.get('POST /appointments', { body: { itemCode: code, earliest: true } });
  await who.get('POST /appointments/{id}/confirm', { params: { id } });
  return { who, id, code };
}

/** The server gets the request, the phone never gets the answer. */
const loseAnswer = async (route: Route) => {
  await route.fetch();
  await route.abort('connectionreset');
};

const isConfirm = /\/appointments\/\w+\/confirm$/;

describe('without a network', () => {
  it('shows what was seen before, with its time: ticket, guide and home', async () => {
    const { who } = await withBooking();
    const v = await visit({ signedIn: who });
    await v.tap(v.button(/^查看|^看预约/).first());
    await v.sees('办理经过');
    await v.tap(v.button('看办事指南'));
    await v.sees('谁可以办');
    await v.goto();
    await v.sees('已预约');

    await v.context.setOffline(true);
    await v.sees('现在没有网络。看过的内容还能看，预约和修改要等网络恢复。');
    await v.sees(/\d+月\d+日 \d+:\d\d 更新/);
    await v.tap(v.button(/^查看|^看预约/).first());
    await v.sees(/\d+月\d+日 \d+:\d\d 更新/);
    await v.front.getByRole('img', { name: /签到码/ }).waitFor();
    await v.tap(v.button('看办事指南'));
    await v.sees(/\d+月\d+日 \d+:\d\d 更新/);
    await v.sees('谁可以办');

    await v.context.setOffline(false);
    await v.front.getByText(/更新$/).waitFor({ state: 'detached' });
  });

  it('shows a ticket seen before even when the app was closed meanwhile', async () => {
    const { who, id } = await withBooking();
    const path = `/packages/booking/ticket/index?id=${id}`;
    const v = await visit({ signedIn: who }, path);
    await v.sees('办理经过');
    await v.page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'));
    await v.goto(path);
    await v.sees('这次没有连上，下面是之前看到的内容。');
    await v.front.getByRole('img', { name: /签到码/ }).waitFor();
  });
});

describe('when the server does not answer', () => {
  it('says what happened and what to do, and a retry brings the page', async () => {
    const v = await visit({}, '/pages/services/index');
    await v.sees(/共 \d+ 项/);
    await v.page.route('**/api/v1/**', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({
          error: {
            code: 'STORE_UNAVAILABLE',
            message: '系统暂时忙不过来。',
            next: '过一会儿再试。',
            requestId: 'r-77',
          },
        }),
      }),
    );
    await v.goto('/packages/guide/halls/index');
    const alert = v.front.getByRole('alert');
    await alert.getByText('系统暂时忙不过来。').waitFor();
    await alert.getByText(/r-77/).waitFor();
    await v.page.unroute('**/api/v1/**');
    await v.tap(v.button('再试一次'));
    await v.sees('昭通市政务服务中心');
  });

  it('does not take a proxy’s page for an answer', async () => {
    const v = await visit();
    await v.page.route('**/api/v1/venues**', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
    );
    await v.goto('/packages/guide/halls/index');
    await v.sees('系统暂时没有回应。');
  });

  it('says after five seconds that it is still waiting', async () => {
    const v = await visit();
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await v.page.route('**/api/v1/venues**', async (route) => {
      await asked;
      await route.continue();
    });
    await v.goto('/packages/guide/halls/index');
    await v.sees('网络有点慢，还在等回音…');
    answer();
    await v.sees('昭通市政务服务中心');
  });
});

describe('when an answer is lost', () => {
  it('confirms once: the retry goes out under the same key', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.button(/^确认预约/).waitFor();
    await v.page.route(isConfirm, loseAnswer, { times: 1 });
    await v.tap(v.button(/^确认预约/));
    await v.sees(/连上以后会接着替您办/);
    await v.tap(v.button('再试一次'));
    await v.sees(/^ZT-\d{4}-/);
    const keys = v.requests.filter(({ name }) => isConfirm.test(name)).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[\w-]{16,64}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('asks again under the same key when the app is opened the next time, and says what became of it', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.button(/^确认预约/).waitFor();
    await v.page.route(isConfirm, loseAnswer, { times: 1 });
    await v.tap(v.button(/^确认预约/));
    await v.sees(/连上以后会接着替您办/);

    await v.goto();
    await v.sees('上次的“确认预约”已经办成');
    await v.sees('已预约');
    const keys = v.requests.filter(({ name }) => isConfirm.test(name)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
    await v.tap(v.button('知道了'));
    await v.front.getByText('上次的“确认预约”已经办成').waitFor({ state: 'detached' });
  });
});

describe('when the session has ended', () => {
  it('signs in again by itself and repeats what the citizen was doing, under the same key', async () => {
    const who = await person(app);
    const v = await visit({ signedIn: who, citizenId: who.citizen.id });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.button(/^最早可约/).waitFor();
    const { items } = await who.get('GET /me/sessions');
    const current = items.find((session) => session.current);
    const elsewhere = new Client(app.api);
    const code = await codeFor(app, who.citizen);
    elsewhere.token = (await elsewhere.get('POST /sessions', { body: { code } })).token;
    await elsewhere.get('DELETE /me/sessions/{id}', { params: { id: current?.id ?? '' } });

    await v.tap(v.button(/^最早可约/));
    await v.button(/^确认预约/).waitFor();
    const holds = v.requests.filter(({ name }) => name === 'POST /appointments').map(({ key }) => key);
    expect(holds).toHaveLength(2);
    expect(holds[0]).toBe(holds[1]);
    expect(v.calls.filter((call) => call === 'POST /sessions')).toHaveLength(1);
  });
});

describe('when someone else was faster', () => {
  it('says that the time is taken, shows what is left and marks the nearest', async () => {
    const who = await person(app);
    const { popular } = await who.get('GET /home');
    const code = popular.find(({ bookable }) => bookable)?.code ?? '';
    const guide = await who.get('GET /items/{code}', { params: { code } });
    const queueId = guide.soonest?.queueId ?? '';
    const { days } = await who.get('GET /queues/{id}/days', { params: { id: queueId } });
    const date = days.filter(({ left }) => left > 0)[2]?.date ?? '';
    const { slots } = await who.get('GET /queues/{id}/slots', { params: { id: queueId }, query: { date } });
    const wanted = slots.find(({ slot }) => slot === '10:00');

    const v = await visit({ signedIn: who }, `/packages/booking/slot/index?item=${code}&queue=${queueId}`);
    await v.tap(v.front.getByRole('radio', { name: /月.*余/ }).nth(2));
    await v.tap(v.front.getByRole('radio', { name: /^10:00 到 10:30/ }));
    for (let seat = 0; seat < (wanted?.left ?? 0); seat++) {
      const other = await person(app);
      await other.get('POST /appointments', { body: { itemCode: code, queueId, date, slot: '10:00' } });
    }
    await v.tap(v.button(/^约 .* 10:00$/));
    await v.front.getByRole('alert').getByText('这个时间刚刚被约满。').waitFor();
    await v.front.getByRole('radio', { name: /^10:00 到 10:30，约满/ }).waitFor();
    await v.tap(v.front.getByRole('radio', { name: /^9:30 到 10:00，最近的空位/ }));
    await v.tap(v.button(/^约 .* 9:30$/));
    await v.button(/^确认预约 .* 9:30$/).waitFor();
  });

  it('says that the hold has run out and leads to a new time', async () => {
    const v = await visit({ signedIn: await person(app) });
    await v.tap(v.link(/居民身份证换领/).first());
    await v.tap(v.button(/^最早可约/));
    await v.button(/^确认预约/).waitFor();
    await app.clock.advance(6 * 60_000);
    await v.tap(v.button(/^确认预约/));
    await v.sees('为您保留的时间已过');
    await v.tap(v.button('重新选时间'));
    await v.tap(v.front.getByRole('radio', { name: /到.*，余/ }).first());
    await v.tap(v.button(/^约 /));
    await v.button(/^确认预约/).waitFor();
    await v.sees(/还剩 [45] 分|还剩 5 分/);
  });
});
