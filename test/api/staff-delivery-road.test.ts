import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeliveryDetail } from '../../shared/contract/delivery';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { workOff } from '../support/notices';
import { actOn } from '../support/parcel-acts';
import {
  courierDoes,
  handedOver,
  orderedParcel,
  parcelsStandStill,
  sendableItem,
} from '../support/parcel-stories';
import { parcelsOf } from '../support/sandbox-parcels';
import { type StaffClient, staff } from '../support/staff';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000 });

let app: TestApp;
let item: string;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  await parcelsStandStill(app);
  item = await sendableItem(app);
});
afterAll(() => app.stop());

interface Story {
  who: SignedIn;
  parcel: DeliveryDetail;
  clerk: StaffClient;
}

/** Somebody whose result was decided and whose parcel a carrier took, and a clerk of that hall. */
async function ordered(): Promise<Story> {
  const who = await person(app);
  const parcel = await orderedParcel(app, who, item);
  return { who, parcel, clerk: await staff(app, 'window', { venueId: parcel.venue.id }) };
}

const caseOf = ({ who, parcel }: Story) => who.get('GET /cases/{id}', { params: { id: parcel.caseId } });
const read = (clerk: StaffClient, id: string) => clerk.get('GET /staff/deliveries/{id}', { params: { id } });
const atCarrier = async (id: string) =>
  (await parcelsOf(app)).filter(({ orderId }) => orderId.startsWith(`${id}-`));

describe('from the decision to the hand of the courier', () => {
  it('is on the packing list, labelled with what the carrier gave, handed over, and over when it is signed for', async () => {
    const story = await ordered();
    const { parcel, clerk } = story;
    const { items } = await clerk.get('GET /staff/deliveries', { query: { scope: 'pack' } });
    expect(items.map(({ id }) => id)).toContain(parcel.id);
    const onDesk = await clerk.get('GET /staff/cases/{id}', { params: { id: parcel.caseId } });
    expect(onDesk.result).toMatchObject({ how: 'courier', deliveryId: parcel.id });
    const label = await clerk.get('GET /staff/deliveries/{id}/label', { params: { id: parcel.id } });
    const [order] = await atCarrier(parcel.id);
    expect(label).toMatchObject({ waybill: order?.waybill, caseNumber: parcel.caseNumber });
    await handedOver(app, parcel);
    expect((await caseOf(story)).state).toBe('delivering');
    await courierDoes(app, parcel, 'sign');
    expect((await read(clerk, parcel.id)).state).toBe('signed');
    expect((await caseOf(story)).state).toBe('completed');
  });
});

describe('what the hall decides otherwise', () => {
  it('sends it with another carrier, and cancels the order at the first', async () => {
    const { parcel, clerk } = await ordered();
    const { carrier, carriers } = await read(clerk, parcel.id);
    const other = carriers.find(({ code }) => code !== carrier);
    if (!other) throw new Error('the hall has one carrier only');
    await actOn(clerk, parcel.id, 'switch-carrier', { carrier: other.code });
    await workOff(app);
    const now = await read(clerk, parcel.id);
    expect(now).toMatchObject({ state: 'ordered', carrier: other.code });
    expect(now.waybill).not.toBe(parcel.waybill);
    const orders = await atCarrier(parcel.id);
    expect(orders.map(({ waybill, cancelled }) => [waybill, cancelled])).toEqual([
      [parcel.waybill, true],
      [now.waybill, false],
    ]);
  });

  it('lets it wait at the window: the order is cancelled, and the case and the choice say so', async () => {
    const story = await ordered();
    const { who, parcel, clerk } = story;
    await actOn(clerk, parcel.id, 'switch-to-window', { reason: '收件人要自己来领' });
    await workOff(app);
    expect((await atCarrier(parcel.id)).map(({ cancelled }) => cancelled)).toEqual([true]);
    const { how } = await who.get('GET /cases/{id}/delivery', { params: { id: parcel.caseId } });
    expect(how).toBe('window');
    expect((await caseOf(story)).state).toBe('delivering');
    const handed = await clerk.get('POST /staff/cases/{id}/hand-over', {
      params: { id: parcel.caseId },
      body: {},
    });
    expect(handed.state).toBe('completed');
  });

  it('gives it at the window, by which the case is over', async () => {
    const story = await ordered();
    const { parcel, clerk } = story;
    await actOn(clerk, parcel.id, 'collect', { to: 'self' });
    expect((await caseOf(story)).state).toBe('completed');
    await workOff(app);
    expect((await atCarrier(parcel.id)).map(({ cancelled }) => cancelled)).toEqual([true]);
  });
});

describe('another parcel follows', () => {
  it('one that came back, at the word of its receiver, ordered anew at no cost', async () => {
    const story = await ordered();
    const { parcel, clerk } = story;
    await handedOver(app, parcel);
    await courierDoes(app, parcel, 'refuse');
    await actOn(clerk, parcel.id, 'receive-return', { waybill: parcel.waybill });
    const sent = await actOn(clerk, parcel.id, 'resend', { reason: '本人来电要求再寄', fen: 0 });
    await workOff(app);
    const next = await read(clerk, sent.nextDeliveryId ?? '');
    expect(next).toMatchObject({
      attempt: 2,
      state: 'ordered',
      cost: { fen: 0 },
      caseNumber: parcel.caseNumber,
    });
    expect(next.address).toEqual((await read(clerk, parcel.id)).address);
    await handedOver(app, { ...parcel, id: next.id, waybill: next.waybill });
    await courierDoes(app, { ...parcel, id: next.id, waybill: next.waybill }, 'sign');
    expect((await caseOf(story)).state).toBe('completed');
  });

  it('one that was lost, made anew and free, once however often the clerk presses', async () => {
    const { parcel, clerk } = await ordered();
    await handedOver(app, parcel);
    await actOn(clerk, parcel.id, 'report-lost', { reason: '快递答复找不到了' });
    const { version } = await read(clerk, parcel.id);
    const body = { version } as const;
    const presses = await Promise.all(
      [1, 2, 3].map(() =>
        clerk.ask('POST /staff/deliveries/{id}/reissue', { params: { id: parcel.id }, body }),
      ),
    );
    expect(presses.filter(({ error }) => !error)).toHaveLength(1);
    await workOff(app);
    const { items } = await clerk.get('GET /staff/deliveries', { query: { q: parcel.caseNumber } });
    expect(items.map(({ attempt, state }) => [attempt, state])).toEqual([
      [2, 'ordered'],
      [1, 'reissued'],
    ]);
  });
});
