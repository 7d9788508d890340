import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { DeliveryDoc } from '../../bff/features/delivery/model';
import { startApp, type TestApp } from '../support/app';
import { person } from '../support/citizens';
import { personIdOf, workOff } from '../support/notices';
import { keptAddress, parcelOf, parcelsStandStill, sendableItem } from '../support/parcel-stories';
import { parcelAt } from '../support/parcels';
import { orderOf } from '../support/payments';
import { readyCase } from '../support/ready-case';
import { staff } from '../support/staff';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  await parcelsStandStill(app);
});
afterAll(() => app.stop());

const stored = (id: string) => {
  const parcels = app.deps.mongo.model('Parcel') as unknown as Model<DeliveryDoc>;
  return parcels.findById(id).lean<DeliveryDoc>();
};

it('to another province is quoted first, ordered only once it is paid, and given back when it is not sent', async () => {
  const who = await person(app);
  const { handedIn } = await readyCase(app, who, 'courier', await sendableItem(app));
  const params = { id: handedIn.id };
  const away = { name: '示例收件人', phone: '13900005678', regionCode: '510104', detail: '示例路 1 号' };
  const { id: addressId } = await who.get('POST /me/addresses', { body: away });
  await parcelOf(app, who, handedIn.id);
  const quoted = await who.get('GET /cases/{id}/delivery', { params, query: { addressId } });
  expect(quoted.quote).toEqual({ fen: 2_000, words: '寄到省外，快递费 20 元。' });
  const body = { how: 'courier' as const, addressId, consentVersion: quoted.consent.version };
  await who.get('PUT /cases/{id}/delivery', { params, body });
  const unpaid = await parcelOf(app, who, handedIn.id);
  expect(unpaid).toMatchObject({ state: 'awaiting-payment', cost: { fen: 2_000 }, action: { kind: 'pay' } });
  expect(unpaid.waybill).toBeNull();
  const order = await orderOf(who, unpaid.orderId ?? '');
  expect(order).toMatchObject({ fen: 2_000, kind: 'delivery' });

  const clerk = await staff(app, 'window', { venueId: unpaid.venue.id });
  await clerk.get('POST /staff/orders/{id}/settle', {
    params: { id: order.id },
    body: { how: 'paid-at-window', reference: '示例收据 1' },
    key: randomUUID(),
  });
  await parcelOf(app, who, handedIn.id);
  await parcelOf(app, who, handedIn.id);
  const paid = await parcelOf(app, who, handedIn.id);
  expect(paid).toMatchObject({ state: 'ordered', waybill: expect.any(String) });

  // To an address at home it is free: what was paid is not owed any more.
  const home = {
    how: 'courier' as const,
    addressId: await keptAddress(who),
    consentVersion: body.consentVersion,
  };
  await who.get('PUT /cases/{id}/delivery', { params, body: home });
  await workOff(app);
  const kept = await stored(paid.id);
  expect(kept).toMatchObject({ cost: { fen: 0 }, paySubject: null, payTells: [] });
});

it('who leaves is forgotten: what did not leave is not sent, what is on its way keeps its address until it is there', async () => {
  const who = await person(app);
  const personId = await personIdOf(app, who);
  const waiting = await parcelAt(app, {
    personId,
    state: 'awaiting-address',
    address: null,
    waybill: null,
    carrier: null,
  });
  const moving = await parcelAt(app, { personId, state: 'in-transit' });
  const over = await parcelAt(app, { personId, state: 'signed' });
  await who.get('DELETE /me');
  expect(await stored(waiting._id)).toMatchObject({ state: 'cancelled' });
  expect(await stored(over._id)).toMatchObject({ address: null, consent: null, track: [] });
  const onItsWay = await stored(moving._id);
  expect(onItsWay?.address).not.toBeNull();
  expect(onItsWay?.personId).not.toBe(personId);

  const clerk = await staff(app, 'window', { venueId: moving.venueId });
  await clerk.get('POST /staff/deliveries/{id}/sign', {
    params: { id: moving._id },
    body: { to: 'self', reason: '电话核实' },
    key: randomUUID(),
  });
  expect(await stored(moving._id)).toMatchObject({ state: 'signed', address: null, track: [] });
});
