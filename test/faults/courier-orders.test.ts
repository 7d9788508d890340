import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courierCrashPoints } from '../../bff/work/crash-points';
import type { AppProcess } from '../support/app-process';
import { type CourierProcesses, startCourierProcesses } from '../support/courier-processes';
import { parcelDoor, pushAgain } from '../support/sandbox-parcels';

const inWorkers = courierCrashPoints.filter(
  (point) => point !== 'courier:stored' && !point.startsWith('courier:cancel'),
);
const inCancelling = courierCrashPoints.filter((point) => point.startsWith('courier:cancel'));

let all: CourierProcesses;
let survivor: AppProcess;
beforeAll(async () => {
  all = await startCourierProcesses();
  survivor = await all.start();
  // Two processes start, beside whatever else the machine does.
}, 300_000);
afterAll(() => all.stop());

async function expectKilled({ child, gone, output }: AppProcess): Promise<void> {
  await gone;
  expect(child.signalCode, output()).toBe('SIGKILL');
}

/** Longer than any claim and any back-off after one try. */
const goOn = () => all.pass([4, 4, 4], survivor);

describe('a worker that dies while it orders and follows a parcel', () => {
  it.each(inWorkers)(
    'at %s: the parcel has one waybill, the carrier one order, and it is followed',
    async (point) => {
      const victim = await all.start({ FAULT_AT: point });
      const doc = await all.toOrder();
      // What was told is applied in a later run than the order was placed in.
      for (let run = 0; run < 3; run += 1) {
        if ((await all.work(victim)) === 'gone') break;
        const [order] = await all.atCarrier(doc);
        if (order) await parcelDoor(all.hub, order.waybill, 'advance');
      }
      await expectKilled(victim);
      await goOn();
      const placed = await all.docOf(doc);
      const orders = await all.atCarrier(doc);
      expect(orders, point).toMatchObject([{ waybill: placed.waybill, cancelled: false, subscribed: true }]);
      for (const act of ['advance', 'advance', 'sign']) await parcelDoor(all.hub, placed.waybill ?? '', act);
      await all.work(survivor);
      const signed = await all.docOf(doc);
      expect(signed.state).toBe('signed');
      expect(signed.timeline.filter(({ action }) => action === 'order-placed')).toHaveLength(1);
      expect(signed.timeline.filter(({ action }) => action === 'signed')).toHaveLength(1);
      expect(new Set(signed.track.map(({ words }) => words)).size).toBe(signed.track.length);
    },
  );
});

describe('a worker that dies while it cancels an order', () => {
  it.each(inCancelling)('at %s: it is cancelled, and nothing else is', async (point) => {
    const victim = await all.start({ FAULT_AT: point });
    const doc = await all.toOrder();
    await all.work(survivor);
    await all.toWindow(doc);
    expect(await all.work(victim)).toBe('gone');
    await expectKilled(victim);
    await goOn();
    expect(await all.docOf(doc)).toMatchObject({ state: 'cancelled', cancels: [] });
    expect(await all.atCarrier(doc)).toMatchObject([{ cancelled: true }]);
  });
});

describe('a web process that dies when it was told of a parcel', () => {
  it.each(['wechat', 'kuaidi100'])(
    'has kept what %s said, and it comes to the same when it is said again',
    async (via) => {
      const victim = await all.web({ FAULT_AT: 'courier:stored' });
      const doc = await all.toOrder();
      await all.work(survivor);
      const { waybill } = await all.docOf(doc);
      await all.silently(async () => {
        for (let each = 0; each < 3; each += 1) await parcelDoor(all.hub, waybill ?? '', 'advance');
      });
      await all.work(victim);
      all.pushTo(victim);
      await pushAgain(all.hub, waybill ?? '', { how: 'all', via }).catch(() => undefined);
      await expectKilled(victim);
      all.pushTo(all.hub);
      for (const answer of await pushAgain(all.hub, waybill ?? '', { how: 'twice', via }))
        expect(answer.status).toBe(200);
      await all.work(survivor);
      const { state, track } = await all.docOf(doc);
      expect(state).toBe('in-transit');
      expect(track.map(({ kind }) => kind)).toEqual(['assigned', 'picked-up', 'in-transit']);
    },
  );
});

describe('several workers at once, and carriers that fail', () => {
  it('order each of many parcels once, whatever becomes of the answers', async () => {
    const other = await all.start();
    const docs = await Promise.all(Array.from({ length: 12 }, () => all.toOrder()));
    await all.fail('express-add', 'lie', undefined, 3);
    await all.fail('express-add', 'drop', undefined, 3);
    await all.fail('express-get', 'status', 500, 2);
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([all.work(survivor), all.work(other)]);
      await all.pass([9], survivor);
    }
    for (const doc of docs) {
      const { waybill, state } = await all.docOf(doc);
      expect(state).toBe('ordered');
      expect(await all.atCarrier(doc)).toMatchObject([{ waybill }]);
    }
  });
});
