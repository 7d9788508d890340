import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { workOff } from '../support/notices';
import {
  calls,
  closePhones,
  expectWithinLimits,
  knownCitizen,
  openPhone,
  press,
  toDone,
} from '../support/road';
import type { Weapp, WeappOptions } from '../support/weapp';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

const questions = (phone: Weapp) => phone.calls.filter(({ name }) => name === 'requestSubscribeMessage');

/** Somebody who has just booked, on the page that says so. */
async function booked(options: Partial<WeappOptions> = {}) {
  const known = await knownCitizen(app);
  const phone = await openPhone(app, known.citizen, { storage: known.storage, ...options });
  const id = await toDone(phone);
  return { ...known, phone, id };
}

describe('messages by WeChat', () => {
  it('are asked for after a tap only, with the reason beside the button, and the answer is kept', async () => {
    const { phone } = await booked();
    await phone.until('微信提醒我');
    expect(questions(phone)).toEqual([]);
    await press(phone, '微信提醒我');
    await phone.until(() => calls(phone).includes('POST /subscriptions'));
    expect(questions(phone)).toHaveLength(1);
    await phone.until('有消息会发到您的微信');
    expectWithinLimits(phone);
  });

  it('are not asked for a second time in a row after a no', async () => {
    const { phone, client } = await booked({ subscribe: () => 'reject' });
    await press(phone, '微信提醒我');
    await phone.until('不发微信提醒');
    expect((await client.get('GET /subscriptions', { query: { moment: 'booked' } })).ask).toBeNull();
    await phone.open(`/packages/booking/done/index?id=${phone.options.id}`);
    await phone.until('已约好');
    expect(phone.text()).not.toContain('微信提醒我');
    expectWithinLimits(phone);
  });

  it('are let be where WeChat itself is switched off', async () => {
    const { phone } = await booked({ subscribe: null });
    await press(phone, '微信提醒我');
    await phone.until('不发微信提醒');
    expect(calls(phone)).not.toContain('POST /subscriptions');
    expectWithinLimits(phone);
  });
});

describe('the inbox', () => {
  it('tells of the booking, counts what is unread, and opens what it is about', async () => {
    const { phone, client, id } = await booked();
    await phone.until(() => phone.stats().requests.every(({ status }) => status > 0));
    await workOff(app);
    await phone.open('/pages/me/index');
    await phone.until(/\d 条未读/);
    await press(phone, /^消息/);
    await phone.until('全部标为已读');
    await press(phone, /^看预约票/);
    await phone.until('到哪里');
    expect(phone.options.id).toBe(id);
    await phone.back();
    await phone.until('都看过了');
    expect((await client.get('GET /messages')).unread).toBe(0);
    expectWithinLimits(phone);
  });

  it('says why it is empty, and how one is reminded can be chosen kind by kind', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await phone.open('/packages/account/messages/index');
    await phone.until('还没有消息');
    await press(phone, '怎么提醒我');
    await phone.until('所有消息都会进“消息”');
    const before = await known.client.get('GET /me/notification-settings');
    const [group] = before.groups;
    if (!group) throw new Error('no group');
    await press(phone, `${group.title}：微信提醒`);
    const after = async () =>
      (await known.client.get('GET /me/notification-settings')).groups.find(
        (one) => one.group === group.group,
      );
    await phone.until(() => calls(phone).includes('PUT /me/notification-settings'));
    await phone.until(() => phone.stats().requests.every(({ status }) => status > 0));
    expect((await after())?.wechat).toBe(!group.wechat);
    expectWithinLimits(phone);
  });
});
