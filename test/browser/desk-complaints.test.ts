import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, phone, seriousViolations, type Visitor, walkWithTab } from '../support/browser';
import { codeFor, person } from '../support/citizens';
import { actOn, answer, complain, HALL, seenBy } from '../support/complaint-desk';
import { officeScreen, openAs } from '../support/desk';
import { photo, upload } from '../support/files';
import { type StaffClient, staff } from '../support/staff';

/** What a small desk still has. */
const smallScreen = { width: 1024, height: 768 };
/** A whole life of a complaint, several windows and walks with the Tab key, on a busy machine. */
const long = 400_000;

let app: TestApp;
let browser: Browser;
let dispatcher: StaffClient;
let handler: StaffClient;
let supervisor: StaffClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  dispatcher = await staff(app, 'dispatcher');
  handler = await staff(app, 'supervisor');
  supervisor = await staff(app, 'supervisor');
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
  // As tall as the page is: the scroller lies inside the window.
  const { width, height } = visitor.page.viewportSize() ?? officeScreen;
  const tall = await visitor.front.evaluate((scroller) => scroller.scrollHeight);
  await visitor.page.setViewportSize({ width, height: Math.max(height, tall) });
  await visitor.page.screenshot({ path: `${pictures}/${name}.png` });
  await visitor.page.setViewportSize({ width, height });
}

/** What axe and the Tab key find, and whether the page is wider than its window. */
async function faults(visitor: Visitor): Promise<string[]> {
  const violations = await seriousViolations(visitor.page);
  const { missed, covered, stops } = await walkWithTab(visitor.page);
  const pixels = await visitor.sideways();
  return [
    ...violations,
    ...missed.map((name) => `Tab never came to: ${name}`),
    ...covered.map((name) => `focus cannot be seen on: ${name}`),
    ...(stops === 0 ? ['Tab stopped nowhere'] : []),
    ...(pixels > 0 ? [`${pixels} px too wide`] : []),
  ];
}

async function at(who: StaffClient, path: string, size = officeScreen): Promise<Visitor> {
  const visitor = await openAs(browser, app, who, size);
  visitor.page.setDefaultTimeout(60_000);
  await visitor.goto(path);
  return visitor;
}

const list = '/packages/desk/complaints/index';
const pageOf = (id: string) => `/packages/desk/complaint/index?id=${id}`;
const text = (visitor: Visitor, name: string) => visitor.front.locator(`textarea[name="${name}"]`);

describe('a complaint', () => {
  it(
    'is taken and given to somebody, joined to its like, answered, called back, closed and published',
    async () => {
      const who = await person(app);
      await who.get('POST /me/phone', { body: { code: await codeFor(app, who.citizen, 'phone') } });
      const { id: photoId } = await upload(who, await photo());
      const gist = '11月23日上午在身份证窗口排了四十分钟，轮到我说系统坏了';
      const filed = await complain(who, {
        category: 'attitude',
        what: `${gist}，让我改天再来。我电话 13900001111，车牌云C12345。`,
        wanted: '给个说法，别让人白跑。',
        photos: [photoId],
        publishConsent: true,
      });
      const { id } = filed;

      // Dispatch: found in the list, taken and given away by one press, then to somebody else.
      const first = await at(dispatcher, list);
      await first.sees(gist.slice(0, 10));
      await first.sees(filed.number);
      expect(await faults(first)).toEqual([]);
      await picture(first, 'complaints-1366');
      await first.link(new RegExp(filed.number)).click();
      await first.arrives('packages/desk/complaint');
      await first.sees('建议交给');
      await first.sees('给个说法');
      expect(await faults(first)).toEqual([]);
      await picture(first, 'complaint-dispatch-1366');
      const [shown] = await Promise.all([
        first.context.waitForEvent('page'),
        first.button('看照片 1').click(),
      ]);
      expect(shown.url()).toContain('/files/');
      await shown.close();
      await first
        .button(/^受理并交给/)
        .first()
        .click();
      await first.sees('已分派，等待承办人接手');
      await first.button('交给别的人').click();
      await first.front.getByRole('radio', { name: new RegExp(handler.member.number) }).click();
      await picture(first, 'complaint-assign-1366');
      await first.button('确认交给别的人').click();
      await expect.poll(async () => (await seenBy(dispatcher, id)).handler).toContain(handler.member.number);

      // Another about the same thing is joined by one press.
      const other = await complain(await person(app), { what: `${gist}，我也是。` });
      await first.goto(pageOf(other.id));
      await first.sees('是不是同一件事');
      await first.button(`并到这件：${filed.number}`).click();
      await first.sees('和同一件事的投诉一起核查');

      // The one who has it looks into it and answers; a word of the citizen in between loses nothing that was typed.
      const second = await at(handler, list);
      await second.front.getByRole('tab', { name: '我承办的' }).click();
      await second.link(new RegExp(filed.number)).click();
      await second.arrives('packages/desk/complaint');
      await second.button('接手核查').click();
      await second.sees('正在核查');
      await second.button('答复').click();
      await second.button('确认答复').click();
      await second.sees('有 3 处要改');
      await second.sees('填写查到了什么，至少 10 个字');
      const words = answer({ found: '调了叫号记录：上午等了四十一分钟，系统停了两次，窗口没有出具凭证。' });
      await text(second, 'found').fill(words.found);
      await text(second, 'done').fill(words.done);
      await text(second, 'basis').fill(words.basis);
      expect(await faults(second)).toEqual([]);
      await picture(second, 'complaint-reply-1366');
      await who.get('POST /complaints/{id}/supplement', {
        params: { id },
        body: { words: '想起来是三号窗口。' },
      });
      await second.button('确认答复').click();
      await second.sees('这件投诉刚刚有了变化');
      await second.sees('想起来是三号窗口');
      expect(await text(second, 'found').inputValue()).toBe(words.found);
      await second.button('确认答复').click();
      await second.sees('已答复，等待回访');
      await second.sees(words.done);
      // Whoever answered never learns the number to call.
      expect(await second.button('记下回访').count()).toBe(0);
      await picture(second, 'complaint-replied-1366');

      // Called back and closed by a colleague.
      await first.goto(list);
      await first.front.getByRole('tab', { name: '待回访' }).click();
      await first.link(new RegExp(filed.number)).click();
      await first.button('记下回访').click();
      await first.front.getByRole('link', { name: /^打给/ }).waitFor();
      expect((await seenBy(dispatcher, id)).phone).toBe(who.citizen.phone);
      await first.front.getByRole('radio', { name: '打通了' }).click();
      await first.front.getByRole('radio', { name: '满意', exact: true }).click();
      await text(first, 'words').fill('说清楚了，可以');
      expect(await faults(first)).toEqual([]);
      await picture(first, 'complaint-call-back-1366');
      await first.button('确认记下回访').click();
      await first.sees('已回访，等待归档');
      await first.button('办结归档').click();
      await first.button('确认办结归档').click();
      await first.sees('已办结归档');

      // Published by two people: marks are taken out of the draft, and what is still found is ticked one by one.
      await first.button('写公开稿').click();
      await first.sees('原文里标出了');
      await first.sees('电话“13900001111”');
      expect(await text(first, 'draft-what').inputValue()).not.toContain('13900001111');
      expect(await faults(first)).toEqual([]);
      await picture(first, 'complaint-draft-1366');
      await first.button('交另一位主管批准').click();
      await first.sees('公开稿等另一位主管批准');
      expect(await first.button('批准公开').count()).toBe(0);
      const third = await at(supervisor, list);
      await third.front.getByRole('tab', { name: '待公开' }).click();
      await third.link(new RegExp(filed.number)).click();
      await third.button('批准公开').waitFor();
      expect(await faults(third)).toEqual([]);
      await picture(third, 'complaint-approve-1366');
      const marks = third.front.getByRole('group', { name: '公开稿里还标出的地方' }).getByRole('checkbox');
      const open = await marks.count();
      for (let nth = 0; nth < open; nth++) await marks.nth(nth).click();
      await third.button('批准公开').click();
      await third.sees('已公开');
      const published = await who.get('GET /published/complaints', { query: {} });
      expect(published.items.map(({ what }) => what).join()).toContain('身份证窗口');
      expect(JSON.stringify(published.items)).not.toContain('13900001111');

      for (const one of [first, second, third]) {
        expect(one.errors).toEqual([]);
        await one.close();
      }
    },
    long,
  );

  it('that was not done ends in done, impossible or a plan; more time is asked of a supervisor', async () => {
    const filed = await complain(await person(app), {
      category: 'matter-not-done',
      what: '材料带齐了三次，窗口都说系统不行，一直没有办成这件事，请给个日子。',
    });
    const { id } = filed;
    await actOn(dispatcher, id, 'accept');
    await actOn(dispatcher, id, 'assign', { staffId: handler.member.id });
    await actOn(handler, id, 'take-up');
    const desk = await at(handler, pageOf(id), smallScreen);
    await desk.button('申请延长期限').click();
    await desk.front.getByRole('radio', { name: '3 个工作日' }).click();
    await text(desk, 'why').fill('要等公安部门回函');
    await desk.button('确认申请延长期限').click();
    await desk.sees('申请延长 3 个工作日，等主管决定');
    await picture(desk, 'complaint-extension-1024');
    const head = await at(supervisor, pageOf(id));
    await head.button('同意延长 3 个工作日').click();
    await head.sees('已同意延长 3 个工作日');
    await head.close();

    await desk.goto(pageOf(id));
    await desk.front.getByRole('button', { name: '答复', exact: true }).click();
    const words = answer();
    await text(desk, 'found').fill(words.found);
    await text(desk, 'done').fill(words.done);
    await text(desk, 'basis').fill(words.basis);
    await desk.button('确认答复').click();
    await desk.sees('选一个：没办成的事，结果是');
    await desk.front.getByRole('radio', { name: /^有计划/ }).click();
    await text(desk, 'endingWords').fill('公安部门回函后当天优先办理');
    await desk.field('planBy').fill('2026-12-10');
    expect(await faults(desk)).toEqual([]);
    await picture(desk, 'complaint-ending-1024');
    await desk.button('确认答复').click();
    await desk.sees('已答复，等待回访');
    await desk.sees('2026-12-10 前办成');
    expect(desk.errors).toEqual([]);
    await desk.close();
  });

  it('fits a phone, in the list and by itself, and says what is not to be seen', async () => {
    const filed = await complain(await person(app), {
      what: `很长的话${'没有断开的一长串ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.repeat(6)}`,
    });
    const desk = await at(dispatcher, list, phone);
    await desk.sees(filed.number);
    expect(await faults(desk)).toEqual([]);
    await picture(desk, 'complaints-375');
    await desk.link(new RegExp(filed.number)).click();
    await desk.sees('建议交给');
    expect(await faults(desk)).toEqual([]);
    await picture(desk, 'complaint-375');
    await desk.goto(pageOf('nowhere-000000'));
    await desk.sees('回到投诉列表');
    await desk.button('再试一次').waitFor();
    await picture(desk, 'complaint-none-375');
    await desk.close();

    const clerk = await staff(app, 'window');
    const counter = await at(clerk, list);
    await counter.sees('没有您承办的投诉');
    expect(await counter.front.getByRole('tab', { name: '待分派' }).count()).toBe(0);
    await counter.front.locator('input[name="search"]').fill(filed.number);
    await counter.sees(`没有找到“${filed.number}”`);
    await picture(counter, 'complaints-none-1366');
    await counter.close();
  });
});

describe('a question', () => {
  it(
    'is answered for its asker and for the next person, and taken back',
    async () => {
      const who = await person(app);
      const { items } = await who.get('GET /items', { query: { q: '身份证' } });
      const item = items[0];
      const words = '身份证丢了，人在外地，能不能在昭通补？要带什么？';
      await who.get('POST /questions', { body: { words, itemCode: item?.code, venueId: HALL } });
      await (await person(app)).get('POST /questions', {
        body: { words: '帮我看看我家的房子什么时候拆迁？', itemCode: item?.code, venueId: HALL },
      });
      await (await person(app)).get('POST /questions', {
        body: { words: '医保卡的密码忘了怎么办？', itemCode: item?.code, venueId: HALL },
      });
      const desk = await at(supervisor, '/packages/desk/questions/index');
      await desk.sees('人在外地');
      await desk.button(/人在外地/).click();
      await desk.sees('答复部门');
      expect(await faults(desk)).toEqual([]);
      await picture(desk, 'questions-1366');
      await desk.front.getByRole('button', { name: '答复', exact: true }).click();
      await text(desk, 'words').fill('可以。本人带户口簿到任何一个派出所补，找张伟，电话 13900002222。');
      await desk.front.getByRole('radio', { name: /^公开/ }).click();
      await text(desk, 'publishAs').fill('身份证丢了，在外地能补吗？');
      await picture(desk, 'question-answer-1366');
      await desk.button('确认答复').click();
      await desk.sees('里面还有能认出个人的内容');
      await desk.sees(/里面像有.*电话/);
      expect(await faults(desk)).toEqual([]);
      await picture(desk, 'question-marks-1366');
      await text(desk, 'words').fill('可以。本人带户口簿到任何一个派出所补领，二十天内领到。');
      await desk.button('确认答复').click();
      await desk.sees('公开给大家');
      const found = await who.get('GET /questions', { query: { q: '身份证丢了' } });
      expect(found.items.map(({ question }) => question)).toContain('身份证丢了，在外地能补吗？');
      await picture(desk, 'question-answered-1366');
      await desk.button('不再公开').click();
      await text(desk, 'reason').fill('政策变了');
      await desk.button('确认不再公开').click();
      await desk.sees('只有提问的人看得到');

      await desk.button(/拆迁/).click();
      await desk.button('不用答复，关闭').click();
      await text(desk, 'reason').fill('拆迁由住建部门办理，拨打 12345 会转过去。');
      await desk.button('确认不用答复，关闭').click();
      await desk.sees('已经结束，没有要做的');

      await desk.button(/医保卡/).click();
      await desk.button('转给别的部门').click();
      await desk.front
        .getByRole('radio', { name: /人力资源和社会保障|医疗保障|人社|医保/ })
        .first()
        .click();
      await picture(desk, 'question-forward-1366');
      await desk.button('确认转给别的部门').click();
      await expect.poll(() => desk.button('确认转给别的部门').count()).toBe(0);
      expect(desk.errors).toEqual([]);
      await desk.close();

      const hand = await at(supervisor, '/packages/desk/questions/index', phone);
      await hand.sees('医保卡');
      expect(await faults(hand)).toEqual([]);
      await picture(hand, 'questions-375');
      await hand.button(/医保卡/).click();
      await hand.button('回到提问列表').waitFor();
      expect(await faults(hand)).toEqual([]);
      await picture(hand, 'question-375');
      await hand.close();
    },
    long,
  );
});
