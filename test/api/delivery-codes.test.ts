import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deliveryContract } from '../../shared/contract/delivery';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { submitted } from '../support/hand-in';
import { workOff } from '../support/notices';
import {
  backAtHall,
  courierDoes,
  handedOver,
  keptAddress,
  parcelOf,
  parcelsStandStill,
  sendableItem,
} from '../support/parcel-stories';
import { parcelAt } from '../support/parcels';
import { readyCase } from '../support/ready-case';
import { SeenCodes } from '../support/seen-codes';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const key = () => randomUUID();

let app: TestApp;
let item: string;
let version: string;

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  await parcelsStandStill(app);
  item = await sendableItem(app);
  version = app.deps.settings.delivery.consentVersion;
});
afterAll(() => app.stop());

const courier = (id: string, addressId: string) => ({
  params: { id },
  body: { how: 'courier' as const, addressId, consentVersion: version },
});
const other = (who: SignedIn) =>
  who.get('POST /me/addresses', {
    body: { name: '另一个人', phone: '13900009999', regionCode: '530621', detail: '示例村 3 组' },
  });

it('a result finds its way: no address, the window after all, the courier again, two at once, back, and once more free', async () => {
  const [who, stranger] = [await person(app), await person(app)];
  const addressId = await keptAddress(who);
  const { handedIn } = await readyCase(app, who, 'courier', item);
  const params = { id: handedIn.id };
  await workOff(app);

  // Nobody said where to: the case itself shows what is to be done, and no second row does.
  const waiting = await parcelOf(app, who, handedIn.id);
  expect(waiting).toMatchObject({ attempt: 1, state: 'awaiting-address', action: { kind: 'give-address' } });
  const mine = (await who.get('GET /matters')).items.filter(({ title }) => title === handedIn.itemName);
  expect(mine).toMatchObject([
    { kind: 'case', id: handedIn.id, action: { kind: 'delivery', label: '填收件地址' } },
  ]);
  const shown = await who.get('GET /cases/{id}', { params });
  expect(shown.result).toMatchObject({ how: 'courier', deliveryId: waiting.id });
  const choice = await who.get('GET /cases/{id}/delivery', { params, query: { addressId } });
  expect(choice).toMatchObject({
    how: 'courier',
    canChange: true,
    quote: { fen: 0 },
    deliveryId: waiting.id,
  });

  await gives(stranger, 'GET /cases/{id}/delivery', 'NOT_FOUND', { params });
  await gives(stranger, 'PUT /cases/{id}/delivery', 'NOT_FOUND', courier(handedIn.id, addressId));
  await gives(who, 'PUT /cases/{id}/delivery', 'NOT_FOUND', courier(handedIn.id, 'nobody'));
  await gives(stranger, 'GET /deliveries/{id}', 'NOT_FOUND', { params: { id: waiting.id } });
  await gives(stranger, 'POST /deliveries/{id}/cancel', 'NOT_FOUND', {
    params: { id: waiting.id },
    body: {},
    key: key(),
  });
  const how = { how: 'courier' as const, addressId };
  await gives(who, 'PUT /cases/{id}/delivery', 'COURIER_CONSENT_REQUIRED', { params, body: how });
  const old = { ...how, consentVersion: '2001-01' };
  await gives(who, 'PUT /cases/{id}/delivery', 'CONSENT_VERSION_UNKNOWN', { params, body: old });
  await gives(who, 'PUT /cases/{id}/delivery', 'DELIVERY_NOT_OFFERED', {
    params,
    body: { how: 'electronic' },
  });

  // Who does not agree collects it, and the case says so.
  const refused = await who.get('PUT /cases/{id}/delivery', { params, body: { how: 'window' } });
  expect(refused).toMatchObject({ how: 'window', canChange: true });
  const atWindow = await who.get('GET /cases/{id}', { params });
  expect(atWindow).toMatchObject({
    state: 'delivering',
    result: { how: 'window' },
    action: { kind: 'collect' },
  });
  expect((await who.get('GET /deliveries/{id}', { params: { id: waiting.id } })).state).toBe('cancelled');
  const cancelled = { params: { id: waiting.id }, body: {}, key: key() };
  await gives(who, 'POST /deliveries/{id}/cancel', 'DELIVERY_STATE', cancelled);

  // By courier after all: another parcel. Two phones choose at once, and one parcel goes to one of the two.
  const second = await other(who);
  const both = await Promise.all(
    [addressId, second.id].map((id) => who.ask('PUT /cases/{id}/delivery', courier(handedIn.id, id))),
  );
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  await parcelOf(app, who, handedIn.id);
  const ordered = await parcelOf(app, who, handedIn.id);
  expect(ordered).toMatchObject({ attempt: 2, state: 'ordered', cost: { fen: 0 }, canCancel: true });
  expect(JSON.stringify(ordered)).not.toMatch(/13900005678|13900009999|示例收件人|另一个人/);

  // What changes before it moves is ordered anew.
  const other1 = ordered.address?.regionWords.includes('鲁甸') ? addressId : second.id;
  await who.get('PUT /cases/{id}/delivery', courier(handedIn.id, other1));
  await parcelOf(app, who, handedIn.id);
  const anew = await parcelOf(app, who, handedIn.id);
  expect(anew).toMatchObject({ id: ordered.id, state: 'ordered' });
  expect(anew.waybill).not.toBe(ordered.waybill);
  expect(anew.address?.regionWords).not.toBe(ordered.address?.regionWords);

  await handedOver(app, anew);
  await gives(who, 'PUT /cases/{id}/delivery', 'DELIVERY_STATE', { params, body: { how: 'window' } });
  await courierDoes(app, anew, 'refuse');
  await workOff(app);
  await backAtHall(app, anew);
  const back = await who.get('GET /deliveries/{id}', { params: { id: anew.id } });
  expect(back).toMatchObject({ state: 'returned', resend: { fen: 0 }, action: { kind: 'choose-again' } });
  const again = { addressId, consentVersion: version, fen: 0 };
  const resend = (body: typeof again) => ({ params: { id: anew.id }, body, key: key() });
  await gives(stranger, 'POST /deliveries/{id}/resend', 'NOT_FOUND', resend(again));
  await gives(
    who,
    'POST /deliveries/{id}/resend',
    'DELIVERY_QUOTE_CHANGED',
    resend({ ...again, fen: 1_200 }),
  );
  const unknown = resend({ ...again, consentVersion: '2001-01' });
  await gives(who, 'POST /deliveries/{id}/resend', 'CONSENT_VERSION_UNKNOWN', unknown);
  const sent = await who.get('POST /deliveries/{id}/resend', resend(again));
  expect(sent).toMatchObject({
    state: 'resent',
    nextDeliveryId: `${handedIn.id}-3`,
    action: { kind: 'view-new' },
  });
  await gives(who, 'POST /deliveries/{id}/resend', 'DELIVERY_STATE', resend(again));
  await parcelOf(app, who, handedIn.id);
  const third = await parcelOf(app, who, handedIn.id);
  expect(third).toMatchObject({ attempt: 3, state: 'ordered' });

  // Signed for: only now the case is done, by the courier's word.
  await handedOver(app, third);
  expect((await who.get('GET /cases/{id}', { params })).state).toBe('delivering');
  await courierDoes(app, third, 'sign');
  await workOff(app);
  expect((await who.get('GET /deliveries/{id}', { params: { id: third.id } })).state).toBe('signed');
  const done = await who.get('GET /cases/{id}', { params });
  expect(done).toMatchObject({ state: 'completed', result: { deliveryId: third.id } });
  expect(done.timeline[0]?.what).toBe('快递已签收，办结');
});

it('whoever acts for somebody chooses for them, and hears when they may not any more', async () => {
  const [principal, agent] = [await person(app), await person(app)];
  const { version: terms } = (await principal.get('GET /mandates')).terms;
  const { mandate, code } = await principal.get('POST /mandates', {
    body: { relation: 'child', version: terms },
  });
  await agent.get('POST /mandates/accept', { body: { code, version: terms } });
  const mandateId = mandate.id;
  const addressId = await keptAddress(agent);
  const { id } = await submitted(agent, item, { mandateId });
  const chosen = await agent.get('PUT /cases/{id}/delivery', courier(id, addressId));
  expect(chosen).toMatchObject({ how: 'courier', address: { phone: '139****5678' } });
  expect((await principal.get('GET /cases/{id}/delivery', { params: { id } })).how).toBe('courier');

  const held = await agent.get('POST /appointments', { body: { itemCode: item, earliest: true, mandateId } });
  const params = { id: held.id };
  await agent.get('PUT /appointments/{id}/delivery', { params, body: { how: 'window' } });
  expect((await principal.get('GET /appointments/{id}/delivery', { params })).how).toBe('window');

  const { mongo } = app.deps;
  const { personId } = (await mongo.model('Case').findById(id).lean<{ personId: string }>()) ?? {};
  const parcel = await parcelAt(app, { caseId: id, state: 'returned', personId, mandateId });
  expect((await agent.get('GET /deliveries/{id}', { params: { id: parcel._id } })).state).toBe('returned');

  await principal.get('POST /mandates/{id}/withdraw', { params: { id: mandateId } });
  const window = { how: 'window' as const };
  await gives(agent, 'PUT /cases/{id}/delivery', 'MANDATE_ENDED', { params: { id }, body: window });
  await gives(agent, 'PUT /appointments/{id}/delivery', 'MANDATE_ENDED', { params, body: window });
  const at = { params: { id: parcel._id }, key: key() };
  const again = { addressId, consentVersion: version, fen: 0 };
  await gives(agent, 'POST /deliveries/{id}/resend', 'MANDATE_ENDED', { ...at, body: again });
  await gives(agent, 'POST /deliveries/{id}/cancel', 'MANDATE_ENDED', { ...at, body: {}, key: key() });
  await gives(agent, 'GET /deliveries/{id}', 'NOT_FOUND', { params: { id: parcel._id } });
});

it('a choice made when booking is held to the same rules', async () => {
  const who = await person(app);
  const addressId = await keptAddress(who);
  const { id } = await who.get('POST /appointments', { body: { itemCode: item, earliest: true } });
  const put = (body: object) => ({ params: { id }, body: body as { how: 'courier' } });
  const stranger = await person(app);
  await gives(stranger, 'GET /appointments/{id}/delivery', 'NOT_FOUND', { params: { id } });
  await gives(stranger, 'PUT /appointments/{id}/delivery', 'NOT_FOUND', put({ how: 'window' }));
  const given = { how: 'courier', addressId };
  await gives(who, 'PUT /appointments/{id}/delivery', 'COURIER_CONSENT_REQUIRED', put(given));
  const old = put({ ...given, consentVersion: '2001-01' });
  await gives(who, 'PUT /appointments/{id}/delivery', 'CONSENT_VERSION_UNKNOWN', old);
  const chosen = await who.get('PUT /appointments/{id}/delivery', put({ ...given, consentVersion: version }));
  expect(chosen).toMatchObject({ how: 'courier', canChange: true, deliveryId: null, quote: { fen: 0 } });
  expect(chosen.consent.givenAt).not.toBeNull();
  await who.get('POST /appointments/{id}/cancel', { params: { id } });
  await gives(who, 'PUT /appointments/{id}/delivery', 'DELIVERY_STATE', put({ how: 'window' }));

  const { items } = await who.get('GET /items', { query: { q: '证', county: '530600' } });
  const unsendable = items.find(({ bookable, channels }) => bookable && !channels.includes('courier'));
  const body = { itemCode: unsendable?.code ?? '', earliest: true as const };
  const held = await who.get('POST /appointments', { body });
  const params = { id: held.id };
  await gives(who, 'PUT /appointments/{id}/delivery', 'DELIVERY_NOT_OFFERED', {
    params,
    body: { how: 'courier' },
  });
});

it('every declared refusal was given', () => {
  expect(seen.missing(deliveryContract)).toEqual([]);
});
