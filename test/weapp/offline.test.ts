import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import {
  closePhones,
  expectWithinLimits,
  ITEM,
  knownCitizen,
  offers,
  openPhone,
  press,
  stranger,
  toCheck,
  toDone,
  toGuide,
} from '../support/road';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

/** Says how old what is shown is. */
const age = /下面是之前看到的内容。\d+月\d+日 \d+:\d\d 更新/;

describe('without a network', () => {
  it('shows home, a guide and the ticket as they were seen, with their time, after the app was closed', async () => {
    const known = await knownCitizen(app);
    const before = await openPhone(app, known.citizen, { storage: known.storage });
    const id = await toDone(before);
    await press(before, '看预约票和签到码');
    await before.until('要带什么');
    await before.open('/pages/home/index');
    const ticket = await known.client.get('GET /appointments/{id}', { params: { id } });
    await before.until(ticket.reference ?? '');
    before.close();

    const phone = await openPhone(app, known.citizen, { storage: known.storage, online: false });
    await phone.until('现在没有网络');
    await phone.until(age);
    expect(phone.text()).toContain('看过的内容还能看');
    expect(phone.text()).toContain(ticket.whenWords);

    await press(phone, new RegExp(`^${ITEM}`));
    await phone.until(age);
    expect(phone.text()).toContain('原居民身份证（原件）');
    await phone.back();

    await press(phone, new RegExp(`：${ITEM}$`));
    await phone.until(age);
    expect(phone.route).toBe('packages/booking/ticket/index');
    expect(phone.text()).toContain(ticket.reference);
    expect(phone.text()).toContain(ticket.venue.address);
    expect(phone.stats().requests.every(({ status }) => status === 0)).toBe(true);

    phone.network(true);
    await phone.until(() => !age.test(phone.text()));
    expect(phone.text()).not.toContain('现在没有网络');
    expectWithinLimits(phone);
  });

  it('says what was never seen cannot be had, and asks for it when the network returns', async () => {
    const phone = await openPhone(app, await stranger(app));
    await phone.until('常办');
    phone.network(false);
    await press(phone, new RegExp(`^${ITEM}`));
    await phone.until('现在连不上网络');
    expect(offers(phone, '再试一次')).toBe(true);
    phone.network(true);
    await phone.until('要带什么');
    expectWithinLimits(phone);
  });

  it('keeps what was tapped: the same again once there is a network', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await toGuide(phone);
    phone.network(false);
    await press(phone, /^最早可约/);
    await phone.until('现在连不上网络');
    expect(phone.text()).toContain('要带什么');
    phone.network(true);
    await press(phone, '再试一次');
    await phone.until('位子已为您留好');
    expect((await known.client.get('GET /appointments')).total).toBe(1);
    expectWithinLimits(phone);
  });

  it('confirms when the network is back, the seat still held', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    const id = await toCheck(phone);
    phone.network(false);
    await press(phone, /^确认预约/);
    await phone.until('现在连不上网络');
    expect(offers(phone, /^确认预约/)).toBe(true);
    phone.network(true);
    await press(phone, '再试一次');
    await phone.until('已约好');
    expect(await known.client.get('GET /appointments/{id}', { params: { id } })).toMatchObject({
      state: 'booked',
    });
    expectWithinLimits(phone);
  });
});
