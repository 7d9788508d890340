import type { Model } from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryDoc } from '../../bff/features/delivery/model';
import { startApp, type TestApp } from '../support/app';
import { actOn } from '../support/parcel-acts';
import { parcelAt } from '../support/parcels';
import {
  askSandbox,
  parcelDoor,
  parcelSettings,
  parcelsOf,
  pushAgain,
  type SandboxParcel,
} from '../support/sandbox-parcels';
import { STAFF_PASSWORD, type StaffClient, signInAgain, staff } from '../support/staff';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let app: TestApp;
let clerk: StaffClient;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  clerk = await staff(app, 'window');
  await parcelSettings(app, { moves: false, pushes: true });
});
afterAll(() => app.stop());
afterEach(async () => {
  await askSandbox('DELETE', app, '/faults');
  await parcelSettings(app, { moves: false, pushes: true });
});

const work = () => app.deps.work.runAll();
const pass = (ms: number) => app.clock.advance(ms);
const fail = (target: string, kind: string, value?: number, times?: number) =>
  askSandbox('POST', app, '/faults', { target, kind, value, times });

/** A parcel that is to be ordered now. */
function toOrder(given: Partial<DeliveryDoc> = {}): Promise<DeliveryDoc> {
  return parcelAt(app, {
    state: 'to-order',
    waybill: null,
    carrier: null,
    orderDue: app.deps.clock.now(),
    ...given,
  });
}

async function docOf({ _id }: Pick<DeliveryDoc, '_id'>): Promise<DeliveryDoc> {
  const deliveries = app.deps.mongo.model('Parcel') as unknown as Model<DeliveryDoc>;
  const found = await deliveries.findById(_id).lean<DeliveryDoc>();
  if (!found) throw new Error('the parcel is gone');
  return found;
}

/** What the carrier has of it. */
async function atCarrier({ _id }: Pick<DeliveryDoc, '_id'>): Promise<SandboxParcel[]> {
  return (await parcelsOf(app)).filter(({ orderId }) => orderId.startsWith(`${_id}-`));
}

/** A parcel that the carrier took. */
async function ordered(given: Partial<DeliveryDoc> = {}): Promise<{ doc: DeliveryDoc; waybill: string }> {
  const { _id } = await toOrder(given);
  await work();
  const doc = await docOf({ _id });
  if (doc.waybill === null) throw new Error(`not ordered: ${JSON.stringify(doc.orderError)}`);
  return { doc, waybill: doc.waybill };
}

const move = async (waybill: string, ...acts: string[]) => {
  for (const act of acts) await parcelDoor(app, waybill, act);
  await work();
};
const calls = async (target: string) =>
  ((await askSandbox('GET', app, '/calls')) as { calls: { target: string; body: unknown }[] }).calls.filter(
    (call) => call.target === target,
  );

describe('ordering', () => {
  it('gives each parcel one waybill, tells 快递100 of it, and the citizen', async () => {
    const { doc, waybill } = await ordered();
    expect(doc).toMatchObject({ state: 'ordered', carrier: 'EMS', orderError: null });
    // The app's own job may be telling it just now.
    await expect
      .poll(async () => {
        await work();
        return (await docOf(doc)).subscribed;
      })
      .toBe(waybill);
    expect(doc.order?.labels.length).toBeGreaterThan(0);
    expect(await atCarrier(doc)).toMatchObject([{ waybill, subscribed: true, cancelled: false }]);
    expect(doc.timeline.at(-1)).toMatchObject({
      action: 'order-placed',
      facts: { carrier: '邮政 EMS', waybill },
    });
    await work();
    expect(await atCarrier(doc)).toHaveLength(1);
  });

  it('passes on the address and the hall, and nothing that is sealed lies open', async () => {
    await askSandbox('DELETE', app, '/calls');
    await ordered();
    const [call] = await calls('express-add');
    expect(call?.body).toMatchObject({
      receiver: {
        name: '示例收件人',
        mobile: '13900005678',
        area: '镇雄县',
        address: '示例路 12 号 3 单元 501',
      },
      sender: { province: '云南省', city: '昭通市', area: '昭阳区' },
      add_source: 2,
    });
  });

  it.each([
    ['a cut connection', 'drop', undefined],
    ['HTTP 502', 'status', 502],
    ['no JSON', 'garbage', undefined],
    ['a busy carrier', 'errcode', 9300502],
  ])('tries again after %s, later each time, and says so', async (_what, kind, value) => {
    await fail('express-add', kind, value, 2);
    const doc = await toOrder();
    await work();
    const first = await docOf(doc);
    expect(first).toMatchObject({ state: 'to-order', order: { tries: 1 } });
    expect(first.orderError?.words).toMatch(/稍后自动再试/);
    await pass(MINUTE_MS);
    const second = await docOf(doc);
    expect(second.order?.tries).toBe(2);
    expect((second.orderDue?.getTime() ?? 0) - app.deps.clock.now().getTime()).toBeGreaterThan(MINUTE_MS);
    await pass(3 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'ordered', orderError: null });
    expect(await atCarrier(doc)).toHaveLength(1);
  });

  it('finds an order that was taken though its answer was lost', async () => {
    // The carrier acts, and the answer is without sense.
    await fail('express-add', 'lie', undefined, 1);
    const doc = await toOrder();
    await work();
    expect(await docOf(doc)).toMatchObject({ state: 'to-order', waybill: null });
    const [taken] = await atCarrier(doc);
    await pass(MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'ordered', waybill: taken?.waybill });
    expect(await atCarrier(doc)).toHaveLength(1);
  });

  it('asks nothing else while it cannot ask whether the order is there', async () => {
    await fail('express-add', 'drop', undefined, 1);
    const doc = await toOrder();
    await work();
    await fail('express-get', 'status', 500, 1);
    await askSandbox('DELETE', app, '/calls');
    await pass(MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'to-order' });
    expect(await calls('express-add')).toHaveLength(0);
    await pass(5 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'ordered' });
  });

  it.each([
    [9300501, /不接这一单：网点今天不收件/],
    [9300503, /代码没有设好/],
    [9300510, /产品没有设好/],
    [9300525, /没有绑定/],
    [9300526, /核对收件地址/],
    [9300531, /没有生效/],
    [9399999, /代码 9399999/],
  ])('on errcode %i lets a person decide, in plain words', async (errcode, words) => {
    await askSandbox('POST', app, '/parcels/refuse-next', { errcode });
    const doc = await toOrder();
    await work();
    const failed = await docOf(doc);
    expect(failed).toMatchObject({
      state: 'order-failed',
      orderError: { words: expect.stringMatching(words) },
    });
    expect(failed.orderDue).toBeUndefined();
    await actOn(clerk, doc._id, 'retry-order', {});
    await work();
    expect(await docOf(doc)).toMatchObject({ state: 'ordered' });
    expect(await atCarrier(doc)).toHaveLength(1);
  });

  it('orders with another carrier by a person’s hand, and cancels the first order', async () => {
    const { doc, waybill } = await ordered();
    await actOn(clerk, doc._id, 'switch-carrier', { carrier: 'SF' });
    await work();
    const after = await docOf(doc);
    expect(after).toMatchObject({
      state: 'ordered',
      carrier: 'SF',
      waybill: expect.stringMatching(/^SF/),
      cancels: [],
    });
    expect(after.cancelDue).toBeUndefined();
    const orders = await atCarrier(doc);
    expect(orders.map(({ waybill: one, cancelled }) => [one, cancelled])).toEqual([
      [waybill, true],
      [after.waybill, false],
    ]);
  });

  it('cancels an order that was only tried, once it is sure where it is', async () => {
    await fail('express-add', 'lie', undefined, 1);
    const doc = await toOrder();
    await work();
    await actOn(clerk, doc._id, 'switch-to-window', { reason: '本人要来领' });
    await work();
    expect(await docOf(doc)).toMatchObject({ state: 'cancelled', cancels: [] });
    expect(await atCarrier(doc)).toMatchObject([{ cancelled: true }]);

    await fail('express-add', 'drop', undefined, 1);
    const never = await toOrder();
    await work();
    await actOn(clerk, never._id, 'switch-to-window', { reason: '本人要来领' });
    await work();
    expect((await docOf(never)).cancels).toHaveLength(1);
    await pass(4 * MINUTE_MS);
    expect(await docOf(never)).toMatchObject({ cancels: [] });
    expect(await atCarrier(never)).toEqual([]);
  });

  it('tells the hall what cannot be cancelled because it moves', async () => {
    const { doc, waybill } = await ordered();
    await parcelSettings(app, { pushes: false });
    await parcelDoor(app, waybill, 'advance');
    await parcelDoor(app, waybill, 'advance');
    await actOn(clerk, doc._id, 'switch-to-window', { reason: '本人要来领' });
    await work();
    const after = await docOf(doc);
    expect(after).toMatchObject({ state: 'cancelled', cancels: [] });
    await work();
    const { items } = await clerk.get('GET /staff/notices');
    const told = items.filter(({ subject }) => subject.id === doc._id);
    expect(told.map(({ body }) => body).join()).toContain('已经揽收，取消不了');
  });
});

describe('being told', () => {
  it('follows a parcel to its receiver', async () => {
    const { doc, waybill } = await ordered();
    const states: string[] = [];
    for (let each = 0; each < 6; each += 1) {
      await move(waybill, 'advance');
      states.push((await docOf(doc)).state);
    }
    expect(states).toEqual([
      'ordered',
      'picked-up',
      'in-transit',
      'in-transit',
      'out-for-delivery',
      'signed',
    ]);
    expect(await docOf(doc)).toMatchObject({
      courier: { name: '李师傅', phone: '13887000002' },
      signedBy: 'self',
      expectedBy: expect.any(Date),
    });
    expect((await docOf(doc)).track).toHaveLength(6);
  });

  it.each([
    ['sign-other', 'signed', 'other'],
    ['refuse', 'returning', null],
    ['return', 'returning', null],
  ])('knows %s', async (act, state, signedBy) => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', act);
    expect(await docOf(doc)).toMatchObject({ state, signedBy });
  });

  it('never takes a return for a delivery, though the carrier calls it signed', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', 'refuse', 'advance', 'advance');
    const after = await docOf(doc);
    expect(after).toMatchObject({ state: 'returning' });
    expect(after.caseOwed).toBeUndefined();
  });

  it('stays on its way when nobody was at home', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', 'advance', 'advance', 'advance', 'nobody-home');
    expect(await docOf(doc)).toMatchObject({ state: 'out-for-delivery' });
    await move(waybill, 'advance', 'advance');
    expect(await docOf(doc)).toMatchObject({ state: 'signed', signedBy: 'other' });
  });

  it('lets a person decide when the carrier cancels', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'cancel');
    expect(await docOf(doc)).toMatchObject({
      state: 'order-failed',
      waybill: null,
      orderError: { words: expect.stringContaining('取消了揽收') },
    });
  });

  it.each([
    ['wechat', 'plain'],
    ['wechat', 'safe'],
    ['kuaidi100', undefined],
  ])('is told twice and backwards by %s %s to the same end', async (via, mode) => {
    const { doc, waybill } = await ordered();
    await parcelSettings(app, { pushes: false });
    for (let each = 0; each < 5; each += 1) await parcelDoor(app, waybill, 'advance');
    for (const how of ['backwards', 'twice', 'all']) {
      const answers = await pushAgain(app, waybill, { how, via, ...(mode && { mode }) });
      for (const answer of answers) expect(answer.status).toBe(200);
      await work();
      const after = await docOf(doc);
      expect(after.state).toBe('out-for-delivery');
      expect(new Set(after.track.map(({ key }) => key)).size).toBe(after.track.length);
    }
    const words = (await docOf(doc)).track.map(({ words: said }) => said);
    expect(new Set(words).size).toBe(words.length);
  });

  it('has one timeline, though two tell it', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', 'advance');
    const { track } = await docOf(doc);
    expect(track.map(({ kind }) => kind)).toEqual(['assigned', 'picked-up', 'in-transit']);
  });

  it.each(['wechat', 'kuaidi100'])('believes no forgery by %s', async (via) => {
    const { doc, waybill } = await ordered();
    const [answer] = await pushAgain(app, waybill, { how: 'forged', via, mode: 'plain' });
    expect(answer?.status).toBe(403);
    await work();
    expect(await docOf(doc)).toMatchObject({ state: 'ordered', track: [] });
    expect(await app.deps.mongo.collection('courier_track_points').countDocuments({ waybill })).toBe(0);
  });

  it('answers 快递100 as agreed, and refuses what is no form of its', async () => {
    const { waybill } = await ordered();
    const [answer] = await pushAgain(app, waybill, { how: 'all', via: 'kuaidi100' });
    expect(JSON.parse(answer?.text ?? '')).toEqual({ result: true, returnCode: '200', message: '成功' });
    const url = `${app.url}/couriers/kuaidi100/push`;
    const post = (body: string) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect((await post('sign=1')).status).toBe(400);
    expect((await post(`sign=1&param=${'x'.repeat(70_000)}`)).status).toBe(413);
    expect((await fetch(url)).status).toBe(405);
    expect(await (await post('sign=1&param=%7B%7D')).json()).toMatchObject({
      result: false,
      returnCode: '500',
    });
  });

  it.each(['wechat', 'kuaidi100'])(
    'keeps what %s tells of a waybill that nobody knows, to no effect',
    async (via) => {
      const waybill = `STRANGE${via.length}1`;
      const answer = (await askSandbox('POST', app, '/parcels/push-unknown', { waybill, via })) as {
        status: number;
      };
      expect(answer.status).toBe(200);
      await work();
      const points = app.deps.mongo.collection('courier_track_points');
      expect(await points.find({ waybill }).toArray()).toMatchObject([{ waybill, kind: 'picked-up' }]);
      expect(await points.countDocuments({ waybill, dueAt: { $exists: true } })).toBe(0);
    },
  );

  it('applies it when the waybill becomes known', async () => {
    await fail('express-add', 'lie', undefined, 1);
    const doc = await toOrder();
    await work();
    const [taken] = await atCarrier(doc);
    // Moves and is told of before we know that it is ours.
    await parcelDoor(app, taken?.waybill ?? '', 'advance');
    await parcelDoor(app, taken?.waybill ?? '', 'advance');
    await work();
    expect(await docOf(doc)).toMatchObject({ state: 'to-order', track: [] });
    await pass(MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'picked-up', waybill: taken?.waybill });
  });
});

describe('being told nothing', () => {
  it('asks the carrier, less often the longer it is silent', async () => {
    const { doc, waybill } = await ordered();
    await parcelSettings(app, { pushes: false });
    await parcelDoor(app, waybill, 'advance');
    await parcelDoor(app, waybill, 'advance');
    await askSandbox('DELETE', app, '/calls');
    await pass(35 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'picked-up' });
    await pass(DAY_MS);
    const due = (await docOf(doc)).trackDue?.getTime() ?? 0;
    const ahead = due - app.deps.clock.now().getTime();
    expect(ahead).toBeGreaterThan(5 * 60 * MINUTE_MS);
    expect(ahead).toBeLessThanOrEqual(6 * 60 * MINUTE_MS);
  });

  it('goes on when asking fails', async () => {
    const { doc, waybill } = await ordered();
    await parcelSettings(app, { pushes: false });
    await parcelDoor(app, waybill, 'advance');
    await parcelDoor(app, waybill, 'advance');
    await fail('express-path', 'garbage', undefined, 100);
    await pass(35 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'ordered' });
    await askSandbox('DELETE', app, '/faults');
    await pass(35 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ state: 'picked-up' });
  });

  it('is stuck after three days without a word: a task for the hall and a message, once; and no longer when it moves', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', 'advance');
    await parcelDoor(app, waybill, 'lose');
    await pass(3 * DAY_MS - 60 * MINUTE_MS);
    expect(await docOf(doc)).toMatchObject({ stuckSince: null });
    await pass(2 * 60 * MINUTE_MS);
    const stuck = await docOf(doc);
    expect(stuck).toMatchObject({ state: 'in-transit', stuckSince: expect.any(Date) });
    await pass(DAY_MS);
    const again = await signInAgain(app, clerk.member.number, STAFF_PASSWORD);
    const { items } = await again.get('GET /staff/deliveries', { query: { scope: 'tasks' } });
    expect(items.find(({ id }) => id === doc._id)?.task).toMatch(/没有动静/);
    const told = await app.deps.mongo
      .collection('messages')
      .find({ kind: 'delivery-stuck', 'subject.id': doc._id })
      .toArray();
    expect(told).toHaveLength(1);
    await move(waybill, 'sign');
    expect(await docOf(doc)).toMatchObject({ state: 'signed', stuckSince: null });
  });

  it('takes the carrier’s word that it is stuck', async () => {
    const { doc, waybill } = await ordered();
    await move(waybill, 'advance', 'advance', 'stuck');
    expect((await docOf(doc)).stuckSince).toEqual(expect.any(Date));
  });
});

describe('a hall without couriers', () => {
  it('is told so, and the result can wait at the window', async () => {
    const alone = await startApp({
      env: { WECHAT_APPID: 'wx0000000000000000', WECHAT_SECRET: 'x', WECHAT_BASE_URL: 'http://127.0.0.1:9' },
    });
    try {
      const now = alone.deps.clock.now();
      const given = { state: 'to-order', waybill: null, carrier: null, orderDue: now } as const;
      const doc = await parcelAt(alone, given);
      await alone.deps.work.runAll();
      const hall = await staff(alone, 'window');
      const seen = await hall.get('GET /staff/deliveries/{id}', { params: { id: doc._id } });
      expect(seen).toMatchObject({
        state: 'order-failed',
        orderError: { words: '没有接通快递' },
        carriers: [],
      });
      expect((await actOn(hall, doc._id, 'switch-to-window', { reason: '没有快递' })).state).toBe(
        'cancelled',
      );
    } finally {
      await alone.stop();
    }
  });
});
