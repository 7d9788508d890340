import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock } from '../support/citizens';
import { Client } from '../support/client';
import { workOff } from '../support/notices';
import {
  calls,
  closePhones,
  expectWithinLimits,
  fill,
  knownCitizen,
  openPhone,
  press,
} from '../support/road';
import { type StaffClient, staff } from '../support/staff';
import type { WeappOptions } from '../support/weapp';

const QUEUE = 'q530600-gongan';
const VENUE = 'v530600';
const TOMORROW = '2026-11-25';

let app: TestApp;
let clerk: StaffClient;
let key: string;

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T10:00:00+08:00') });
});
afterEach(closePhones);
afterAll(() => app.stop());

const queue = { params: { id: QUEUE } };
/** Somebody who is called before those who booked. */
const elder = () => clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body: { priority: 'elder' } });
const callNext = () => clerk.get('POST /staff/queues/{id}/call-next', queue);
/** What the hall's display shows now. */
const hallCode = async () =>
  (
    await new Client(app.api).get('POST /venues/{id}/check-in-codes', {
      params: { id: VENUE },
      body: { key },
    })
  ).code;

/** A citizen with a booking for tomorrow. */
async function withBooking(slot: string) {
  const known = await knownCitizen(app);
  const { items } = await known.client.get('GET /items', { query: { q: '身份证', county: '530600' } });
  const body = { itemCode: items[0]?.code ?? '', queueId: QUEUE, date: TOMORROW, slot };
  const { id } = await known.client.get('POST /appointments', { body });
  await known.client.get('POST /appointments/{id}/confirm', { params: { id } });
  const onTicket = (options: Partial<WeappOptions> = {}) =>
    openPhone(app, known.citizen, {
      storage: known.storage,
      open: `/packages/booking/ticket/index?id=${id}`,
      ...options,
    });
  return { ...known, id, onTicket };
}

describe('in the hall', () => {
  let first: Awaited<ReturnType<typeof withBooking>>;
  let second: typeof first;
  beforeAll(async () => {
    [first, second] = [await withBooking('09:00'), await withBooking('09:30')];
    // Tomorrow, five past nine: both may check in.
    await advanceClock(app, 23 * 3600 + 300);
    clerk = await staff(app, ['window', 'supervisor'], { window: '530600-w01' });
    ({ key } = await clerk.get('POST /staff/venues/{id}/displays', {
      params: { id: VENUE },
      body: { name: '一楼大屏' },
    }));
  });

  it('one scans the hall’s code, sees one’s place move without doing anything, and is called to a window', async () => {
    await elder();
    let code = '';
    const phone = await first.onTicket({ scanned: () => code });
    await phone.until('到大厅了');
    code = await hallCode();
    await press(phone, '扫大屏上的码签到');
    await phone.until('您的号');
    await phone.until('前面还有 1 人');
    await phone.until('随叫号更新');
    expect(phone.sockets()).toBe(1);
    await callNext();
    await phone.until('下一个就是您');
    // Hidden, nothing is followed; back in view it is again.
    phone.hide();
    await phone.until(() => phone.sockets() === 0);
    phone.show();
    await phone.until('随叫号更新');
    await callNext();
    await phone.until('叫到您了，到 1 号窗口');
    expect(phone.text()).not.toContain('签到码，预约号');
    expectWithinLimits(phone);
  });

  it('one can type the code, is told when it is wrong, and follows one’s place where nothing can be pushed', async () => {
    await elder();
    const phone = await second.onTicket({ pushes: false });
    await press(phone, '扫不了，填 6 位数字');
    await fill(phone, '大屏上的 6 位签到码', '12');
    await press(phone, '签到');
    await phone.until('签到码是 6 位数字');
    await fill(phone, '大屏上的 6 位签到码', await hallCode());
    await press(phone, '签到');
    await phone.until('前面还有 1 人');
    await phone.until('每 2 秒更新一次');
    await callNext();
    await phone.until('下一个就是您');
    await callNext();
    await phone.until('叫到您了');
    expectWithinLimits(phone);
  });
});

describe('after a closure', () => {
  it('one is offered other times, some of them before others, and takes one', async () => {
    const known = await knownCitizen(app);
    const { items } = await known.client.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const body = { itemCode: items[0]?.code ?? '', queueId: QUEUE, date: '2026-11-27', slot: '10:00' };
    const { id } = await known.client.get('POST /appointments', { body });
    await known.client.get('POST /appointments/{id}/confirm', { params: { id } });
    const head = await staff(app, 'supervisor');
    const day = { from: '2026-11-27', to: '2026-11-27', periods: [], reason: '停电检修' };
    const closing = { params: { id: VENUE } };
    const { hits } = await head.get('POST /staff/venues/{id}/closures', { ...closing, body: day });
    await head.get('POST /staff/venues/{id}/closures', {
      ...closing,
      body: { ...day, confirm: { expected: hits.count } },
    });
    await workOff(app);

    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await press(phone, /^另选时间：/);
    await phone.until('先给您选');
    await phone.until('不算您没来');
    await press(phone, /^15:00 到 15:30，余/, { nth: 0 });
    await press(phone, /^改到 .* 15:00$/);
    await phone.until('已改期');
    const moved = await known.client.get('GET /appointments/{id}', { params: { id } });
    expect(moved).toMatchObject({ state: 'booked', slot: '15:00' });
    expect(calls(phone).filter((call) => call.endsWith('/reschedule'))).toHaveLength(1);
    expectWithinLimits(phone);
  });
});
