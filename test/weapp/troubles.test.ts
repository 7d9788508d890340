import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person } from '../support/citizens';
import { type LossyProxy, startLossyProxy } from '../support/lossy-proxy';
import {
  calls,
  closePhones,
  expectWithinLimits,
  ITEM,
  type Known,
  knownCitizen,
  offers,
  openPhone,
  press,
  toCheck,
  toGuide,
} from '../support/road';
import type { Weapp } from '../support/weapp';

let app: TestApp;
let line: LossyProxy;
beforeAll(async () => {
  app = await startApp();
  line = await startLossyProxy(app.url);
});
afterEach(closePhones);
afterAll(async () => {
  await line.close();
  await app.stop();
});

/** Ends every session of the citizen but the client's own, as from another device. */
async function signOutElsewhere({ client }: Known): Promise<void> {
  const { items } = await client.get('GET /me/sessions');
  for (const { id, current } of items) {
    if (!current) await client.get('DELETE /me/sessions/{id}', { params: { id } });
  }
}

/** Every appointment of the citizen: its id and state. */
async function appointments({ client }: Known) {
  const { items } = await client.get('GET /appointments');
  return items.map(({ id, state }) => ({ id, state }));
}

const statusesOf = (phone: Weapp, path: RegExp) =>
  phone
    .stats()
    .requests.filter((request) => path.test(request.path))
    .map(({ method, status }) => `${method} ${status}`);

describe('a session that ends in the middle', () => {
  it('is renewed without a word, and what was being done is done', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    const id = await toCheck(phone);
    await signOutElsewhere(known);
    await press(phone, /^确认预约/);
    await phone.until('已约好');
    expect(statusesOf(phone, /\/confirm$|\/sessions$/)).toEqual(['POST 401', 'POST 201', 'POST 200']);
    expect(await appointments(known)).toEqual([{ id, state: 'booked' }]);
    expectWithinLimits(phone);
  });

  it('is renewed after eight days', async () => {
    const own = await startApp();
    try {
      const known = await knownCitizen(own);
      const phone = await openPhone(own, known.citizen, { storage: known.storage });
      await toGuide(phone);
      phone.hide();
      await advanceClock(own, 8 * 86_400);
      phone.show();
      await press(phone, /^最早可约/);
      await phone.until('位子已为您留好');
      await press(phone, /^确认预约/);
      await phone.until('已约好');
      expect(statusesOf(phone, /\/appointments$|\/sessions$/)).toEqual(['POST 401', 'POST 201', 'POST 201']);
      expectWithinLimits(phone);
    } finally {
      await own.stop();
    }
  });
});

describe('a time that others were faster to take', () => {
  it('is said so, and the nearest free one is offered', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await toGuide(phone);
    await press(phone, '选大厅和时间');
    await press(phone, /^昭通市政务服务中心/);
    await press(phone, /^10:00 到 10:30，余 \d+$/);
    await phone.until(() => offers(phone, /^约 .* 10:00$/));

    const { queue = '', item = '' } = phone.options;
    const { days } = await known.client.get('GET /queues/{id}/days', { params: { id: queue } });
    const date = days.find(({ left }) => left > 0)?.date ?? '';
    const { slots } = await known.client.get('GET /queues/{id}/slots', {
      params: { id: queue },
      query: { date },
    });
    const seats = slots.find(({ slot }) => slot === '10:00')?.left ?? 0;
    expect(seats).toBeGreaterThan(0);
    for (let seat = 0; seat < seats; seat += 1) {
      const other = await person(app);
      await other.get('POST /appointments', {
        body: { itemCode: item, queueId: queue, date, slot: '10:00' },
      });
    }

    await press(phone, /^约 .* 10:00$/);
    await phone.until(() => offers(phone, /最近的空位/));
    expect(phone.text()).toMatch(/这个时间刚刚被约满。 离得近的还有：.* 9:30；.* 10:30/);
    await phone.until(() => phone.controls().some(({ name }) => name === '10:00 到 10:30，约满'));
    expect(offers(phone, '10:00 到 10:30，约满')).toBe(false);
    expect(await appointments(known)).toEqual([]);
    await press(phone, /^9:30 到 10:00，最近的空位 余 \d+$/);
    await press(phone, /^约 .* 9:30$/);
    await phone.until('位子已为您留好');
    expect(await appointments(known)).toMatchObject([{ state: 'held' }]);
    expectWithinLimits(phone);
  });
});

describe('a hold that runs out', () => {
  const again = async (phone: Weapp, known: Known) => {
    await press(phone, '重新选时间');
    await press(phone, /^11:00 到 11:30，余/);
    await press(phone, /^约 .* 11:00$/);
    await phone.until('位子已为您留好');
    expect(phone.text()).toMatch(/办事人 .\*+/);
    await press(phone, /^确认预约 .* 11:00$/);
    await phone.until('已约好');
    expect((await appointments(known)).map(({ state }) => state).sort()).toEqual(['booked', 'expired']);
    expect(calls(phone)).not.toContain('PUT /me/identity');
    expectWithinLimits(phone);
  };

  it('is seen by the clock while one looks', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await toCheck(phone);
    await advanceClock(app, 301);
    phone.passTime(301);
    await phone.until('为您保留的时间已过');
    expect(phone.text()).toContain('您填的内容还在');
    expect(phone.text()).toContain(ITEM);
    expect(offers(phone, /^确认预约/)).toBe(false);
    await again(phone, known);
  });

  it('is told by the server where the phone’s clock stood still', async () => {
    const known = await knownCitizen(app);
    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await toCheck(phone);
    await advanceClock(app, 301);
    await press(phone, /^确认预约/);
    await phone.until('为您保留的时间已过');
    expect(statusesOf(phone, /\/confirm$/)).toEqual(['POST 409']);
    expect(offers(phone, /^确认预约/)).toBe(false);
    await again(phone, known);
  });
});

describe('an answer that is lost on the way', () => {
  /** A phone whose requests go over the bad line. */
  const overBadLine = async (known: Known) =>
    openPhone({ ...app, url: line.url }, known.citizen, {
      storage: known.storage,
      login: async () => null,
    });

  it('to holding: tapping again holds the same seat', async () => {
    const known = await knownCitizen(app);
    const phone = await overBadLine(known);
    await toGuide(phone);
    const answered = line.loseAnswerTo('POST', /\/appointments$/);
    await press(phone, /^最早可约/);
    await answered;
    await phone.until('现在连不上网络');
    const [held] = await appointments(known);
    expect(held?.state).toBe('held');
    await press(phone, '再试一次');
    await phone.until('位子已为您留好');
    expect(phone.options.id).toBe(held?.id);
    expect(await appointments(known)).toEqual([held]);
    expectWithinLimits(phone);
  });

  it('to confirming: tapping again shows the one booking', async () => {
    const known = await knownCitizen(app);
    const phone = await overBadLine(known);
    const id = await toCheck(phone);
    const answered = line.loseAnswerTo('POST', /\/confirm$/);
    await press(phone, /^确认预约/);
    await answered;
    await phone.until('现在连不上网络');
    expect(await appointments(known)).toEqual([{ id, state: 'booked' }]);
    await press(phone, '再试一次');
    await phone.until('已约好');
    expect(statusesOf(phone, /\/confirm$/)).toEqual(['POST 0', 'POST 200']);
    expect(await appointments(known)).toEqual([{ id, state: 'booked' }]);
    expectWithinLimits(phone);
  });

  it('to confirming, and the app is closed: the next start finds out and says so', async () => {
    const known = await knownCitizen(app);
    const before = await overBadLine(known);
    const id = await toCheck(before);
    const answered = line.loseAnswerTo('POST', /\/confirm$/);
    await press(before, /^确认预约/);
    await answered;
    await before.until('现在连不上网络');
    before.close();

    const phone = await openPhone(app, known.citizen, { storage: known.storage });
    await phone.until('上次的“确认预约”已经办成');
    const ticket = await known.client.get('GET /appointments/{id}', { params: { id } });
    await phone.until(ticket.reference ?? '');
    expect(await appointments(known)).toEqual([{ id, state: 'booked' }]);
    await press(phone, '知道了');
    await phone.until(() => !phone.text().includes('上次的'));
    expectWithinLimits(phone);
  });

  it('to moving and to cancelling: done once, and shown', async () => {
    const known = await knownCitizen(app);
    const phone = await overBadLine(known);
    const id = await toCheck(phone);
    await press(phone, /^确认预约/);
    await press(phone, '看预约票和签到码');
    await press(phone, '改期');
    await press(phone, /^16:00 到 16:30，余/);
    const moved = line.loseAnswerTo('POST', /\/reschedule$/);
    await press(phone, /^改到 .* 16:00$/);
    await moved;
    await phone.until('现在连不上网络');
    await press(phone, '再试一次');
    await phone.until('已改期');
    const { timeline } = await known.client.get('GET /appointments/{id}', { params: { id } });
    expect(timeline.filter(({ what }) => what.startsWith('改期'))).toHaveLength(1);

    await press(phone, '看预约票和签到码');
    await press(phone, '取消预约');
    await phone.until('取消这次预约？');
    const cancelled = line.loseAnswerTo('POST', /\/cancel$/);
    await press(phone, '取消预约');
    await cancelled;
    await phone.until('现在连不上网络');
    await press(phone, '再试一次');
    await phone.until('已取消');
    expect(await appointments(known)).toEqual([{ id, state: 'cancelled' }]);
    expectWithinLimits(phone);
  });
});
