import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { qrDataUri } from '../../miniapp/components/qr-data-uri';
import type { Appointment } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { consented, type SandboxCitizen, signIn } from '../support/citizens';
import { Client } from '../support/client';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  ITEM,
  knownCitizen,
  offers,
  openPhone,
  press,
  stranger,
  toCheck,
  toGuide,
} from '../support/road';
import type { Weapp } from '../support/weapp';
import { shown } from '../support/weapp/tree';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(closePhones);
afterAll(() => app.stop());

/** What the BFF has of a citizen's appointment. */
async function stored(citizen: SandboxCitizen, id: string): Promise<Appointment> {
  const client = await signIn(app, citizen);
  return client.get('GET /appointments/{id}', { params: { id } });
}

/** How many seats of a time are left. */
async function seatsLeft({ queueId, date, slot }: Pick<Appointment, 'queueId' | 'date' | 'slot'>) {
  const { slots } = await new Client(app.api).get('GET /queues/{id}/slots', {
    params: { id: queueId },
    query: { date },
  });
  return slots.find((one) => one.slot === slot)?.left;
}

/** A day to choose: 明天（11月25日 周三），余 84. */
const dayWithSeats = /月\d+日.*，余 \d+$/;

/** The picture of a code on the page. */
function picture(phone: Weapp): unknown {
  for (const { node } of shown(phone.tree())) if (node.tag === 'image') return node.attributes.src;
  return undefined;
}

describe('the main road in WeChat', () => {
  it('leads someone new from a search to a ticket, to another time, and out again', async () => {
    const citizen = await stranger(app);
    const phone = await openPhone(app, citizen);

    await phone.until('常办');
    expect(offers(phone, '切换到长辈版：字更大')).toBe(true);
    expect(phone.text()).not.toContain('另外还有');

    await press(phone, /^搜索：/);
    await phone.until(/共 \d+ 项/);
    await fill(phone, '搜事项', '身份证');
    await phone.until(() => calls(phone).some((call) => call.startsWith('GET /items?q=')));
    await phone.until(() => phone.stats().requests.every(({ status }) => status === 200));
    const found = phone.controls().filter(({ role, name }) => role === 'link' && name.includes('身份证'));
    expect(found[0]?.name).toMatch(/^居民身份证换领 公安局 · 昭通市 窗口、快递 · .+ · 跑 1 次 · 20 元$/);

    await press(phone, found[0]?.name ?? '');
    await phone.until('要带什么');
    expect(phone.route).toBe('packages/guide/guide/index');
    expect(phone.text()).toMatch(/最早可约 .*\d+:\d\d .*最多跑 1 次 .*费用 20 元/);
    await press(phone, /^原居民身份证（原件）/);
    await phone.until(() =>
      phone.controls().some(({ name, checked }) => name.startsWith('原居民') && checked),
    );

    await press(phone, /^最早可约/);
    await phone.until(() => offers(phone, '同意，继续'));
    expect(phone.text()).toContain('不同意也能看指南、查大厅、匿名投诉');
    await press(phone, '同意，继续');
    await phone.until(() => offers(phone, '身份证号'));
    await fill(phone, '姓名', citizen.name);
    await fill(phone, '身份证号', citizen.idNumber);
    await press(phone, '核对身份，继续');

    await phone.until('位子已为您留好');
    expect(phone.route).toBe('packages/booking/check/index');
    expect(phone.text()).toMatch(/还剩 [45] 分 \d\d 秒/);
    const id = phone.options.id ?? '';
    const held = await stored(citizen, id);
    expect(held).toMatchObject({ state: 'held', itemName: ITEM, reference: null });
    for (const answer of [held.whenWords, held.venue.name, held.queueName])
      expect(phone.text()).toContain(answer);
    expect(phone.text()).not.toContain(citizen.name);

    await press(phone, /^确认预约 \d+月\d+日 \d+:\d\d$/);
    await phone.until('已约好');
    const booked = await stored(citizen, id);
    expect(booked.state).toBe('booked');
    expect(booked.reference).toMatch(/^ZT-/);
    expect(phone.text()).toContain(booked.reference);
    expect(phone.text()).toContain(booked.venue.phone);

    await press(phone, '看预约票和签到码');
    await phone.until('要带什么');
    expect(phone.text()).toContain(`预约号 ${booked.reference}`);
    expect(phone.text()).toContain(booked.venue.address);
    expect(picture(phone)).toBe(qrDataUri(booked.checkInCode ?? ''));
    const brought = phone.controls().filter(({ role }) => role === 'checkbox');
    expect(brought.map(({ checked }) => checked)).toEqual([false, true]);
    expect(brought.map(({ name }) => name)).toEqual(
      booked.materials.map(({ name }) => expect.stringContaining(name)),
    );
    expect(phone.calls.find(({ name }) => name === 'setScreenBrightness')?.options).toMatchObject({
      value: 1,
    });

    await press(phone, '改期');
    await phone.until('现在约的是');
    await phone.until(() => offers(phone, /^15:00 到 15:30，余/));
    const before = await seatsLeft(booked);
    await press(phone, dayWithSeats, { nth: 1 });
    await phone.until(() => phone.controls().filter(({ name }) => dayWithSeats.test(name))[1]?.checked);
    await press(phone, /^15:00 到 15:30，余/);
    await press(phone, /^改到 .* 15:00$/);
    await phone.until('已改期');
    const moved = await stored(citizen, id);
    expect(moved).toMatchObject({ state: 'booked', slot: '15:00', reference: booked.reference });
    expect(moved.date > booked.date).toBe(true);
    expect(phone.text()).toContain(moved.whenWords);
    expect(await seatsLeft(booked)).toBe((before ?? 0) + 1);

    await press(phone, '看预约票和签到码');
    await phone.until('要带什么');
    expect(picture(phone)).toBe(qrDataUri(moved.checkInCode ?? ''));
    await press(phone, '取消预约');
    await phone.until('取消这次预约？');
    expect(phone.controls().map(({ name }) => name)).toEqual(['关闭', '取消预约', '不取消']);
    await press(phone, '取消预约');
    await phone.until('已取消');
    expect(phone.route).toBe('packages/booking/done/index');
    expect(phone.text()).toContain(moved.whenWords);
    expect(await stored(citizen, id)).toMatchObject({ state: 'cancelled', checkInCode: null });

    await press(phone, '回到首页');
    await phone.until('您现在没有在等的事');
    await phone.tap('我的事');
    await phone.until('现在没有在等的事');
    await press(phone, '以往');
    await phone.until(moved.reference ?? '');

    expectWithinLimits(phone);
    const { setData, screens, taps } = phone.stats();
    expect(setData).toBeLessThanOrEqual(4 * (screens.length + taps));
  });

  it('shows the next matter on the home page and in 我的事 until it is over', async () => {
    const { citizen, storage } = await knownCitizen(app);
    const phone = await openPhone(app, citizen, { storage });
    const id = await toCheck(phone);
    await phone.back();
    await phone.back();
    await phone.until('待确认');
    await press(phone, new RegExp(`：${ITEM}$`));
    await phone.until('位子已为您留好');
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    await press(phone, '回到首页');
    const booked = await stored(citizen, id);
    await phone.until(booked.reference ?? '');
    expect(phone.text()).toContain('已预约');
    await phone.tap('我的事');
    await phone.until(booked.reference ?? '');
    await press(phone, new RegExp(`：${ITEM}$`));
    await phone.until('要带什么');
    expect(phone.route).toBe('packages/booking/ticket/index');
    expectWithinLimits(phone);
  });

  it('chooses hall, day and time one after the other', async () => {
    const { citizen, storage } = await knownCitizen(app);
    const phone = await openPhone(app, citizen, { storage });
    await toGuide(phone);
    await press(phone, '选大厅和时间');
    await phone.until('最早');
    const halls = phone.controls().filter(({ role }) => role === 'link');
    expect(halls.length).toBeGreaterThan(1);
    for (const { name } of halls) expect(name).toMatch(/最早 .*\d+:\d\d|近期约满/);
    await press(phone, halls[1]?.name ?? '');
    await phone.until(() => offers(phone, /^14:30 到 15:00，余/));
    expect(offers(phone, /^约 /)).toBe(false);
    await press(phone, /^14:30 到 15:00，余/);
    await press(phone, /^约 .* 14:30$/);
    await phone.until('位子已为您留好');
    const held = await stored(citizen, phone.options.id ?? '');
    expect(held).toMatchObject({ state: 'held', slot: '14:30' });
    expect(halls[1]?.name).toContain(held.venue.name);

    await press(phone, '修改时间');
    await press(phone, /^15:30 到 16:00，余/);
    await press(phone, /^改到 .* 15:30$/);
    await phone.until('下午 3:30');
    await press(phone, /^确认预约 .* 15:30$/);
    await phone.until('已约好');
    expect(await stored(citizen, held.id)).toMatchObject({ state: 'booked', slot: '15:30' });
    expectWithinLimits(phone);
  });

  it('lets someone who does not consent read on, and stores nothing of them', async () => {
    const citizen = await stranger(app);
    const phone = await openPhone(app, citizen);
    await toGuide(phone);
    await press(phone, /^最早可约/);
    await press(phone, '暂不同意');
    await phone.until('要带什么');
    await phone.until(() => offers(phone, /^最早可约/));
    const client = await signIn(app, citizen);
    expect((await client.get('GET /me')).consent).toBeNull();
    expect((await client.get('GET /matters', { query: { state: 'all' } })).total).toBe(0);
    expectWithinLimits(phone);
  });

  it('says at the field what is wrong with a number, and keeps what was typed', async () => {
    const citizen = await stranger(app);
    const phone = await openPhone(app, citizen);
    await consented(app, citizen);
    await toGuide(phone);
    await press(phone, /^最早可约/);
    await phone.until(() => offers(phone, '身份证号'));
    const last = citizen.idNumber.endsWith('1') ? '2' : '1';
    const wrong = citizen.idNumber.slice(0, -1) + last;
    await fill(phone, '身份证号', wrong);
    await press(phone, '核对身份，继续');
    await phone.until('有 2 处要改');
    expect(phone.text()).toContain(wrong);
    expect(calls(phone)).not.toContain('PUT /me/identity');
    await fill(phone, '姓名', citizen.name);
    await fill(phone, '身份证号', citizen.idNumber);
    await press(phone, '核对身份，继续');
    await phone.until('位子已为您留好');
    expectWithinLimits(phone);
  });
});

describe('from opening the app to a booked seat', () => {
  it('takes a known citizen at most 6 taps, 4 screens and 4 calls', async () => {
    const { citizen, storage } = await knownCitizen(app);
    const phone = await openPhone(app, citizen, { storage });
    await toCheck(phone);
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    const { taps, screens } = phone.stats();
    expect(taps).toBeLessThanOrEqual(6);
    expect(screens).toEqual([
      'pages/home/index',
      'packages/guide/guide/index',
      'packages/booking/check/index',
      'packages/booking/done/index',
    ]);
    // What may be offered after it is asked for once the booking stands.
    const booking = calls(phone).filter((call) => !call.startsWith('GET /subscriptions'));
    expect(booking).toEqual([
      'GET /home',
      'GET /items/*',
      'POST /appointments',
      'POST /appointments/*/confirm',
    ]);
    expectWithinLimits(phone);
  });

  it('takes someone new at most 12 taps besides typing', async () => {
    const citizen = await stranger(app);
    const phone = await openPhone(app, citizen);
    await phone.until('常办');
    await press(phone, /^搜索：/);
    await fill(phone, '搜事项', '身份证');
    await phone.until(() => calls(phone).some((call) => call.startsWith('GET /items?q=')));
    await phone.until(() => phone.stats().requests.every(({ status }) => status === 200));
    await press(phone, new RegExp(`^${ITEM}`));
    await phone.until('要带什么');
    await press(phone, /^最早可约/);
    await press(phone, '同意，继续');
    await phone.until(() => offers(phone, '身份证号'));
    await fill(phone, '姓名', citizen.name);
    await fill(phone, '身份证号', citizen.idNumber);
    await press(phone, '核对身份，继续');
    await phone.until('位子已为您留好');
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    expect(phone.stats().taps).toBeLessThanOrEqual(12);
    expect(phone.stats().taps).toBe(6);
    expectWithinLimits(phone);
  });
});
