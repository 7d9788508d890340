import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, phone, seriousViolations, type Visitor, walkWithTab } from '../support/browser';
import { advanceClock, codeFor, person } from '../support/citizens';
import { officeScreen, openAs } from '../support/desk';
import { endedVisit, evaluationDocs, rated, WINDOW } from '../support/evaluations';
import { STAFF_PASSWORD, type StaffClient, signInAgain, staff } from '../support/staff';

/** A whole life of a rectification, several windows and walks with the Tab key, on a busy machine. */
const long = 400_000;

let app: TestApp;
let browser: Browser;
let clerk: StaffClient;
let reviewer: StaffClient;
let supervisor: StaffClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  clerk = await staff(app, 'window', { window: WINDOW });
  reviewer = await staff(app, 'reviewer');
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
  await visitor.page.screenshot({ path: `${pictures}/${name}.png` });
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

const ratings = '/packages/desk/ratings/index';
const text = (visitor: Visitor, name: string) => visitor.front.locator(`textarea[name="${name}"]`);
const tab = (visitor: Visitor, name: string | RegExp) => visitor.front.getByRole('tab', { name });

describe('ratings', () => {
  it(
    'a bad one is verified, mended, called back and closed; nobody but the caller learns whose it is',
    async () => {
      await rated(app, 5, { staffId: clerk.member.id }, { tags: ['一次办好'], words: '很快，谢谢。' });
      const { who } = await rated(
        app,
        1,
        { staffId: clerk.member.id },
        { tags: ['没有办成'], words: '说好的材料又变了，白跑一趟，排队一个小时。' },
      );
      await who.get('POST /me/phone', { body: { code: await codeFor(app, who.citizen, 'phone') } });
      await endedVisit(app, await person(app), { staffId: clerk.member.id });

      // At once it would be of whoever just left.
      await advanceClock(app, 86_400);
      for (const officer of [clerk, reviewer, supervisor])
        officer.token = (await signInAgain(app, officer.member.number, STAFF_PASSWORD)).token;
      // Whoever was rated reads it on the next day, and nothing that tells who it was; there is nothing for them to mend.
      const counter = await at(clerk, ratings);
      await counter.sees('说好的材料又变了');
      await counter.sees('没有办成');
      expect(await tab(counter, '整改').count()).toBe(0);
      expect(await counter.front.getByText(who.citizen.name).count()).toBe(0);
      await picture(counter, 'ratings-mine-1366');
      await tab(counter, '满意率').click();
      await counter.front.getByRole('cell', { name: /2（66\.7%）/ }).waitFor();
      await counter.front.getByRole('cell', { name: /1（33\.3%）/ }).waitFor();
      await picture(counter, 'rates-mine-1366');
      await counter.close();

      const mender = await at(reviewer, ratings);
      await mender.sees('说好的材料又变了');
      expect(await faults(mender)).toEqual([]);
      await picture(mender, 'ratings-bad-1366');
      await tab(mender, '整改').click();
      await mender.link(/说好的材料又变了/).click();
      await mender.arrives('packages/desk/rectification');
      await mender.button('核实属实').click();
      await mender.button('确认核实属实').click();
      await mender.sees('填写核实到什么，至少 4 个字');
      await text(mender, 'found').fill('材料清单改了没有贴出来，窗口按新的收。');
      expect(await faults(mender)).toEqual([]);
      await picture(mender, 'rectification-verify-1366');
      await mender.button('确认核实属实').click();
      await mender.sees('已核实，正在整改');
      await mender.button('已经整改').click();
      await text(mender, 'done').fill('新的清单贴在窗口和小程序，旧的材料一样收。');
      await mender.button('确认已经整改').click();
      await mender.sees('已整改，等待回访');
      await mender.sees('等主管回访');

      const head = await at(supervisor, ratings);
      await tab(head, '整改').click();
      await head.link(/说好的材料又变了/).click();
      await head.button('记下回访').click();
      await head.front.getByRole('link', { name: new RegExp(`打给 ${who.citizen.name}`) }).waitFor();
      await head.front.getByRole('radio', { name: '打通了' }).click();
      await head.front.getByRole('radio', { name: '满意', exact: true }).click();
      expect(await faults(head)).toEqual([]);
      await picture(head, 'rectification-call-back-1366');
      await head.button('确认记下回访').click();
      await head.sees('已回访');
      await head.button('办结').click();
      await head.button('确认办结').click();
      await head.sees('已经结束，没有要做的');
      await head.button('回到整改列表').click();
      await tab(head, '已结束').click();
      await head.sees('说好的材料又变了');

      await tab(head, '满意率').click();
      await head.front.getByRole('table', { name: '满意率' }).waitFor();
      await tab(head, '按事项').click();
      await head.front.getByRole('rowheader', { name: '居住证申领' }).waitFor();
      await head.front.getByRole('cell', { name: /1 \/ 1 \/ 1/ }).waitFor();
      expect(await faults(head)).toEqual([]);
      await picture(head, 'rates-1366');
      await tab(head, '按月').click();
      await head.front.getByRole('rowheader', { name: '2026年11月' }).waitFor();
      await picture(head, 'rates-months-1366');
      for (const one of [mender, head]) {
        expect(one.errors).toEqual([]);
        await one.close();
      }
    },
    long,
  );

  it('what is conspicuous is decided by a person with a reason, and stays', async () => {
    const { evaluation } = await rated(app, 5, {}, { words: '一直都是最好的窗口' });
    await evaluationDocs(app).evaluations.updateOne(
      { _id: evaluation.id },
      { $set: { flagState: 'open', flags: ['burst'] }, $inc: { version: 1 } },
    );
    const head = await at(supervisor, ratings);
    await tab(head, '要核实的').click();
    await head.sees('一直都是最好的窗口');
    await head.button(/^核实这条评价/).click();
    await head.front.getByRole('radio', { name: '不计入满意率' }).click();
    await text(head, 'why').fill('同一部手机连着评了五次');
    expect(await faults(head)).toEqual([]);
    await picture(head, 'ratings-flag-1366');
    await head.button('确认核实').click();
    await head.sees('核实过，不计入');
    await head.sees('一直都是最好的窗口');
    expect(head.errors).toEqual([]);
    await head.close();
  });

  it('fit a phone', async () => {
    await rated(app, 2, {}, { words: `太久了${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.repeat(8)}` });
    const hand = await at(supervisor, ratings, phone);
    await hand.sees('太久了');
    expect(await faults(hand)).toEqual([]);
    await picture(hand, 'ratings-375');
    await tab(hand, '满意率').click();
    await hand.front.getByRole('table', { name: '满意率' }).waitFor();
    expect(await faults(hand)).toEqual([]);
    await picture(hand, 'rates-375');
    await tab(hand, '整改').click();
    await hand.link(/太久了/).click();
    await hand.button('核实属实').waitFor();
    expect(await faults(hand)).toEqual([]);
    await picture(hand, 'rectification-375');
    expect(hand.errors).toEqual([]);
    await hand.close();
  });
});

describe('the card on the counter', () => {
  it('is printed alone by whoever sits there, and by the head of the hall for any window', async () => {
    const counter = await at(clerk, '/packages/desk/me/index');
    await counter.button('看评价码').click();
    await counter.front.getByRole('img', { name: /的网页评价码$/ }).waitFor();
    expect(await faults(counter)).toEqual([]);
    await picture(counter, 'window-card-1366');
    await counter.page.emulateMedia({ media: 'print' });
    const printed = counter.page.locator('.window-card-print');
    await printed.getByText('这次办得怎么样').waitFor();
    // The code of the mini-program, and the page in a browser.
    await expect
      .poll(() =>
        printed
          .locator('img')
          .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 0)),
      )
      .toEqual([true, true]);
    expect(await counter.front.getByText('换密码').isVisible()).toBe(false);
    await picture(counter, 'window-card-print');
    await counter.close();

    const head = await at(supervisor, '/packages/desk/hall/index');
    await tab(head, '窗口评价码').click();
    await head.front.getByRole('link').filter({ hasText: '公安局' }).first().click();
    await head.button('看评价码').click();
    await head.front.getByRole('img', { name: /的网页评价码$/ }).waitFor();
    expect(await faults(head)).toEqual([]);
    await picture(head, 'hall-cards-1366');
    expect(head.errors).toEqual([]);
    await head.close();
  });
});
