import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  calls,
  closePhones,
  expectWithinLimits,
  knownCitizen,
  offers,
  openPhone,
  press,
  stranger,
  toCheck,
} from '../support/road';
import type { Weapp } from '../support/weapp';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

/** Near the hall of 鲁甸县. */
const location = { latitude: 27.187, longitude: 103.558 };

const question = '使用您的信息前，先问您一声';
const called = (phone: Weapp, name: string) => phone.calls.filter((call) => call.name === name);

describe('WeChat’s privacy question', () => {
  it('is asked in our words before the place is used, and what was wanted follows the consent', async () => {
    const phone = await openPhone(app, await stranger(app), { privacyAsked: true, location });
    await press(phone, '按我的位置找最近的');
    await phone.until(question);
    expect(phone.controls().map(({ name }) => name)).toEqual([
      '关闭',
      '看《隐私保护指引》全文',
      '同意并继续',
      '不同意',
    ]);
    await press(phone, '看《隐私保护指引》全文');
    expect(called(phone, 'openPrivacyContract')).toHaveLength(1);
    expect(phone.text()).toContain(question);

    await press(phone, '同意并继续');
    await phone.until('离您最近的大厅');
    expect(phone.text()).not.toContain(question);
    await phone.until(/\d(\.\d)? 公里|\d+ 米/);
    expect(calls(phone).at(-1)).toMatch(/^GET \/home\?near=27\.187%2C103\.558$/);
    expectWithinLimits(phone);
  });

  it.each(['不同意', '关闭'])('leaves a way on when it is answered with %s', async (answer) => {
    const phone = await openPhone(app, await stranger(app), { privacyAsked: true, location });
    await press(phone, '按我的位置找最近的');
    await phone.until(question);
    await press(phone, answer);
    await phone.until('没有用您的位置，按您选的县区显示');
    expect(phone.text()).not.toContain(question);
    expect(calls(phone)).toEqual(['GET /home']);
    await press(phone, '看全部大厅');
    await phone.until('没有用您的位置，下面的大厅都可以选');
    // It can be asked again: a no is not for ever.
    await press(phone, '按我的位置排，近的在前');
    await phone.until(question);
    await press(phone, '同意并继续');
    await phone.until('离您近的排在前面');
    expectWithinLimits(phone);
  });

  it('stands before the phone number as well; without it one books all the same', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage, privacyAsked: true });
    await toCheck(phone);
    await press(phone, '填写手机号');
    await press(phone, '用微信手机号');
    await phone.until(question);
    await press(phone, '不同意');
    await phone.until('没有拿到手机号。不填也能预约');
    await press(phone, '用微信手机号');
    await phone.until(question);
    await press(phone, '同意并继续');
    await phone.until(() => phone.route === 'packages/booking/check/index');
    const { phone: masked } = await known.client.get('GET /me');
    expect(masked).toMatch(/^\d{3}\*+\d{2,4}$/);
    await phone.until(masked ?? '');
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    expectWithinLimits(phone);
  });

  it('stands before the calendar; declined, the time stays where it is', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage, privacyAsked: true });
    await toCheck(phone);
    await press(phone, /^确认预约/);
    await press(phone, '加到日历，提前 1 小时提醒');
    await phone.until(question);
    await press(phone, '不同意');
    await phone.until(() => phone.toasts.includes('没有加入日历，时间在“我的事”里随时能看'));
    await press(phone, '加到日历，提前 1 小时提醒');
    await phone.until(question);
    await press(phone, '同意并继续');
    await phone.until(() => phone.toasts.includes('已加入日历'));
    expect(called(phone, 'addPhoneCalendar').at(-1)?.options).toMatchObject({ alarmOffset: 3_600 });
    expectWithinLimits(phone);
  });
});

describe('a place that the phone does not give', () => {
  it('is no reason to stop', async () => {
    const phone = await openPhone(app, await stranger(app));
    await press(phone, '按我的位置找最近的');
    await phone.until('没有用您的位置，按您选的县区显示');
    expect(offers(phone, '按我的位置找最近的')).toBe(true);
    expectWithinLimits(phone);
  });
});
