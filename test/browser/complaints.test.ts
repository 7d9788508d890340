import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  type Looks,
  launchBrowser,
  phone,
  seriousViolations,
  smallPhone,
  Visitor,
  walkWithTab,
} from '../support/browser';
import { person, type SignedIn } from '../support/citizens';
import { answerComplaint, answered, complaintDesk, filedComplaint } from '../support/complaint-answers';
import { heavyPicture, photo } from '../support/files';
import { published } from '../support/questions';

/** A folder for pictures of every page; none are taken without it. */
const folder = process.env.PICTURES;

let app: TestApp;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  if (folder) await mkdir(folder, { recursive: true });
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.close();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const base = '/packages/complaints';
const what = '排了两个小时，轮到我时窗口说系统坏了，让我明天再来。';
const words = (name: string) => visitor.front.getByRole('textbox', { name });
const choice = (name: string | RegExp) => visitor.front.getByRole('radio', { name });
const filed = () => visitor.calls.filter((call) => call === 'POST /complaints');

async function opened(path: string, ready: string | RegExp, who?: SignedIn, looks: Looks = {}) {
  visitor = await Visitor.open(browser, app.url, { ...looks, ...(who && { signedIn: who }) });
  await visitor.goto(path);
  await visitor.sees(ready);
}

/** Taps a way to a photograph and hands the browser one. */
async function addPhoto(buffer: Buffer, name = 'photo.jpg', mimeType = 'image/jpeg') {
  const chooser = visitor.page.waitForEvent('filechooser');
  await visitor.tap(visitor.button('相册：照片'));
  await (await chooser).setFiles({ name, mimeType, buffer });
}

/** The page with all that is below the fold. */
async function wholePicture(name: string, { size = phone }: Looks = {}) {
  if (!folder) return;
  await visitor.page.setViewportSize({ ...size, height: 1_900 });
  await visitor.page.screenshot({ path: join(folder, `${name}.png`) });
  await visitor.page.setViewportSize(size);
}

/** From the kinds of complaints to the words. */
async function toWords() {
  await visitor.tap(visitor.link(/^事情没办成/));
  await visitor.sees('写到哪里存到哪里');
  await words('发生了什么').fill(what);
}

describe('complaining', () => {
  it('is filed with a photograph in eight taps besides the words, once', async () => {
    const who = await person(app);
    await opened(`${base}/file/index`, '是哪一类事', who);
    await toWords();
    await addPhoto(await photo());
    await visitor.sees(/已传好/);
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    await visitor.tap(choice(/政务服务中心/).first());
    await visitor.tap(choice('今天'));
    await visitor.tap(choice(/^实名/));
    expect(await visitor.front.getByRole('checkbox').getAttribute('aria-checked')).toBe('false');
    await visitor.tap(visitor.button('写好了，去核对'));
    await visitor.sees('实名，被投诉的人看不到您是谁');
    const submit = visitor.button('提交这份投诉');
    await Promise.all([
      visitor.tap(submit),
      submit.tap({ force: true, noWaitAfter: true }).catch(() => undefined),
    ]);
    await visitor.arrives('packages/complaints/done');
    expect(visitor.taps).toBeLessThanOrEqual(8);
    await visitor.sees(/^TS-?\d{8}/);
    await visitor.sees('监督电话');
    expect(filed()).toHaveLength(1);
    const { items } = await who.get('GET /complaints', { query: {} });
    expect(items).toMatchObject([{ category: 'matter-not-done', state: 'submitted' }]);
    const one = await who.get('GET /complaints/{id}', { params: { id: items[0]?.id ?? '' } });
    expect(one).toMatchObject({ what, anonymous: false, publishConsent: false });
    expect(one.photos).toHaveLength(1);
    await wholePicture('complaint-done-375');
    await visitor.tap(visitor.button('看办到哪一步'));
    await visitor.sees('走到哪一步');
    await visitor.front.getByRole('listitem', { name: '第 1 步，提交，现在在这一步' }).waitFor();
  });

  it('keeps what was written over a reload, leads back from the check, and says what is missing', async () => {
    const who = await person(app);
    await opened(`${base}/file/index?venueId=v530600`, '是哪一类事', who);
    await visitor.tap(visitor.link(/^服务态度/));
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    await visitor.front.getByRole('alert').getByText('有一处要改').waitFor();
    await words('发生了什么').fill(what);
    await words('希望怎么解决').fill('当面说明');
    await visitor.page.reload();
    await visitor.sees('昭通市政务服务中心');
    expect(await words('发生了什么').inputValue()).toBe(what);
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    // The hall it was entered from is chosen already; its window can be.
    await choice(/昭通市政务服务中心/).waitFor();
    expect(await choice(/昭通市政务服务中心/).getAttribute('aria-checked')).toBe('true');
    await visitor.tap(visitor.link(/^哪个窗口/));
    const sheet = visitor.page.getByRole('dialog', { name: '哪个窗口' });
    await visitor.tap(sheet.getByRole('radio').first());
    await visitor.tap(visitor.button('写好了，去核对'));
    await visitor.front.getByRole('alert').getByText('选一下实名还是匿名').waitFor();
    await visitor.tap(choice(/^匿名/));
    await visitor.tap(visitor.button('写好了，去核对'));
    await visitor.sees('匿名，给您查询码');
    await visitor.tap(visitor.button('修改希望'));
    await words('希望怎么解决').fill('换个人办');
    await visitor.tap(visitor.button('改好了，回去核对'));
    await visitor.arrives('packages/complaints/check');
    await visitor.sees('换个人办');
    // Begun again from elsewhere: it is still there.
    await visitor.goto(`${base}/file/index`);
    await visitor.sees('有一份没写完的投诉');
    await visitor.tap(visitor.button('接着写'));
    await words('发生了什么').waitFor();
    expect(filed()).toEqual([]);
  });

  it('shows an answer that is known already, from which one goes on writing', async () => {
    await published(app, '身份证丢了可以当天补办吗？', '可以挂失并申请补办，先领临时身份证，当天可取。');
    await opened(`${base}/file/index`, '是哪一类事');
    await toWords();
    await words('发生了什么').fill('身份证丢了，窗口不给当天补办。');
    await visitor.sees('类似的问题，已经有回答');
    await visitor.tap(visitor.link(/^身份证丢了可以当天补办吗/));
    const sheet = visitor.page.getByRole('dialog', { name: '身份证丢了可以当天补办吗？' });
    await sheet.getByText('先领临时身份证').waitFor();
    await visitor.tap(sheet.getByRole('button', { name: '接着写投诉' }));
    await sheet.waitFor({ state: 'hidden' });
    expect(await words('发生了什么').inputValue()).toBe('身份证丢了，窗口不给当天补办。');
  });

  it('shows beside the words where else it may belong, and never stands in the way', async () => {
    await opened(`${base}/file/index`, '是哪一类事');
    await toWords();
    await words('发生了什么').fill('大厅里有人打人，有人受伤了。');
    await visitor.sees('有危险，先打急救和报警电话');
    await visitor.button('打 120').waitFor();
    await wholePicture('complaint-channel-375');
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    await visitor.sees('用不用真名');
  });

  it('does not wait for a photograph: it follows by itself, also after the page was closed', async () => {
    const who = await person(app);
    await opened(`${base}/file/index?venueId=v530600`, '是哪一类事', who);
    await toWords();
    await visitor.page.route('**/uploads/*/parts/*', (route) => route.abort('internetdisconnected'));
    await addPhoto(await heavyPicture(300_000), 'big.png', 'image/png');
    await visitor.sees('接着传');
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    await visitor.tap(choice(/^实名/));
    await visitor.tap(visitor.button('写好了，去核对'));
    await visitor.sees(/1 张还在传，不用等/);
    await visitor.tap(visitor.button('提交这份投诉'));
    await visitor.sees('还有 1 张照片在传');
    const id = (await who.get('GET /complaints', { query: {} })).items[0]?.id ?? '';
    await visitor.page.unroute('**/uploads/*/parts/*');
    // Another page than that of the complaint: the app goes on by itself.
    await visitor.goto('/pages/me/index');
    await expect
      .poll(async () => (await who.get('GET /complaints/{id}', { params: { id } })).supplements.length)
      .toBe(1);
    const { supplements } = await who.get('GET /complaints/{id}', { params: { id } });
    expect(supplements[0]?.photos).toHaveLength(1);
    expect(visitor.calls.filter((call) => call.endsWith('/supplement'))).toHaveLength(1);
  });
});

describe('complaining without a name', () => {
  it('gives a code, opens on this phone without typing, and by number and code on any other', async () => {
    await opened(`${base}/file/index?venueId=v530600`, '是哪一类事');
    await toWords();
    await visitor.tap(visitor.button('下一步：在哪里、什么时候'));
    await visitor.tap(choice(/^匿名/));
    await visitor.tap(visitor.button('写好了，去核对'));
    await visitor.tap(visitor.button('匿名提交这份投诉'));
    await visitor.sees('查询码，记下来');
    expect(visitor.calls).not.toContain('POST /sessions');
    expect(new URL(visitor.page.url()).hash).not.toMatch(/code/);
    const number = (await visitor.front.locator('.filed-number').textContent()) ?? '';
    const code = (await visitor.front.locator('.filed-code').textContent()) ?? '';
    expect(code).toMatch(/^[2-9A-Z]{4} [2-9A-Z]{4} [2-9A-Z]{4}$/);
    await wholePicture('complaint-code-375');
    await visitor.goto(`${base}/lookup/index`);
    await visitor.tap(visitor.link(new RegExp(number)));
    await visitor.sees(what);
    await visitor.close();

    await opened(`${base}/detail/index?number=${number}`, '要查询码才能看');
    await visitor.tap(visitor.button('填查询码'));
    expect(await visitor.field('number').inputValue()).toBe(number);
    await visitor.type(visitor.field('code'), '2222 2222 2222');
    await visitor.tap(visitor.button('查办到哪一步'));
    await visitor.front.getByRole('alert').waitFor();
    await visitor.field('code').fill(code.toLowerCase());
    await visitor.tap(visitor.button('查办到哪一步'));
    await visitor.sees(what);
    await visitor.tap(visitor.button('撤回投诉'));
    const question = visitor.page.getByRole('dialog', { name: '撤回这份投诉？' });
    await visitor.tap(question.getByRole('button', { name: '撤回投诉' }));
    await visitor.sees('已撤回');
  });
});

describe('following a complaint', () => {
  it('shows the answer, has somebody else look once, and takes a yes', async () => {
    const who = await person(app);
    const { id } = await filedComplaint(who);
    const desk = await complaintDesk(app);
    await answerComplaint(desk, id);
    await opened(`${base}/detail/index?id=${id}`, answered.found, who);
    await visitor.sees(answered.basis);
    await wholePicture('complaint-answered-375');
    expect(await seriousViolations(visitor.page)).toEqual([]);
    expect(await walkWithTab(visitor.page)).toMatchObject({ missed: [], covered: [] });
    await visitor.tap(visitor.button('不满意，换人重新核查'));
    const sheet = visitor.page.getByRole('dialog', { name: '换人重新核查' });
    await visitor.tap(sheet.getByRole('button', { name: '不满意，换人核查' }));
    await sheet.getByText('写一写哪里不满意').waitFor();
    await sheet.getByRole('textbox').fill('没有当面说明');
    await visitor.tap(sheet.getByRole('button', { name: '不满意，换人核查' }));
    await visitor.sees('这是换人后的第二次核查。');
    const again = await complaintDesk(app);
    await answerComplaint({ ...desk, handler: again.handler }, id);
    await visitor.goto(`${base}/detail/index?id=${id}`);
    await visitor.sees('换人核查后的答复');
    await visitor.sees('已经换人核查过一次');
    await visitor.tap(visitor.button('满意，可以办结'));
    const question = visitor.page.getByRole('dialog', { name: '满意，办结这份投诉？' });
    await visitor.tap(question.getByRole('button', { name: '满意，办结' }));
    await visitor.sees('已办结归档');
    expect(await who.get('GET /complaints/{id}', { params: { id } })).toMatchObject({ state: 'closed' });
  });

  it('can be added to, is read without a network, and says why it was not taken and where it belongs', async () => {
    const who = await person(app);
    const { id, number } = await filedComplaint(who);
    await opened(`${base}/mine/index`, number, who);
    await visitor.tap(visitor.button(/^看办到哪一步/));
    await visitor.tap(visitor.button('补充情况或照片'));
    await visitor.tap(visitor.button('补充到这份投诉'));
    await visitor.sees('写几句，或加一张照片。');
    await words('又知道了什么').fill('后来有人说那天系统没有坏。');
    await visitor.tap(visitor.button('补充到这份投诉'));
    await visitor.sees('后来有人说那天系统没有坏。');
    await visitor.context.setOffline(true);
    await visitor.sees(/下面是之前看到的内容/);
    await visitor.context.setOffline(false);
    const { dispatcher } = await complaintDesk(app);
    await dispatcher.get('POST /staff/complaints/{id}/decline', {
      params: { id },
      body: { reason: '已经起诉，由法院处理。', channel: '昭阳区人民法院，电话 12368' },
    });
    await visitor.goto(`${base}/detail/index?id=${id}`);
    await visitor.sees('已经起诉，由法院处理。');
    await visitor.button('打 12368').waitFor();
  });
});

const others: [name: string, looks: Looks][] = [
  ['375', {}],
  ['elder', { elderMode: true }],
  ['320', { size: smallPhone }],
];

describe('every page of complaints', () => {
  let who: SignedIn;
  let id: string;
  beforeAll(async () => {
    who = await person(app);
    ({ id } = await filedComplaint(who));
  });

  // accessibility.test.ts walks through them in the other ways; here those are for pictures.
  it.each<[name: string, looks: Looks]>([
    ['320-large', { size: smallPhone, textScale: 2 }],
    ...(folder ? others : []),
  ])('has no serious violation and fits: %s', async (suffix, look) => {
    const pages = [
      { name: 'file', path: `${base}/file/index`, ready: '是哪一类事' },
      { name: 'words', path: `${base}/file/index?step=2`, ready: '写到哪里存到哪里' },
      { name: 'where', path: `${base}/file/index?step=3`, ready: /市政务服务中心/ },
      { name: 'check', path: `${base}/check/index`, ready: '哪一类' },
      { name: 'done', path: `${base}/done/index?id=${id}`, ready: '接下来' },
      { name: 'detail', path: `${base}/detail/index?id=${id}`, ready: '办理经过' },
      { name: 'mine', path: `${base}/mine/index`, ready: '看办到哪一步' },
      { name: 'lookup', path: `${base}/lookup/index`, ready: '查办到哪一步' },
      { name: 'published', path: `${base}/published/index`, ready: /没有评不算好评/ },
    ];
    await opened(pages[0]?.path ?? '', '是哪一类事', who, look);
    // Something is being written.
    await toWords();
    const found: Record<string, unknown[]> = {};
    for (const { name, path, ready } of pages) {
      await visitor.goto(path);
      await visitor.sees(ready);
      const wrong: unknown[] = [...(await seriousViolations(visitor.page))];
      if ((await visitor.sideways()) > 0) wrong.push('too wide');
      if (wrong.length > 0) found[name] = wrong;
      await wholePicture(`complaint-${name}-${suffix}`, look);
    }
    expect(found).toEqual({});
  });
});
