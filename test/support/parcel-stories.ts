import type { DeliveryDetail } from '../../shared/contract/delivery';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { Client } from './client';
import { door, workOff } from './notices';
import { actOn, scansOf } from './parcel-acts';
import { readyCase } from './ready-case';
import { staff } from './staff';

/** An item to apply for from the phone, with something required on its list, whose result can be sent. */
export async function sendableItem(app: TestApp): Promise<string> {
  const visitor = new Client(app.api);
  for (const q of ['许可', '登记', '证', '核准', '申领']) {
    const { items } = await visitor.get('GET /items', { query: { q, county: '530600' } });
    for (const { code, channels, caseKind, bookable } of items) {
      if (!channels.includes('online') || !channels.includes('courier')) continue;
      if (caseKind !== 'promised' || !bookable) continue;
      const { materials } = await visitor.get('GET /items/{code}', { params: { code } });
      if (materials.some(({ necessity, waivedBy }) => necessity === 'required' && waivedBy === null))
        return code;
    }
  }
  throw new Error('The sample has no item whose result can be sent');
}

/** An invented address in 昭阳区, kept in the citizen's book. @returns its id */
export async function keptAddress(who: SignedIn): Promise<string> {
  const { id } = await who.get('POST /me/addresses', {
    body: {
      name: '示例收件人',
      phone: '13900005678',
      regionCode: '530602',
      detail: '示例路 12 号 3 单元 501',
      isDefault: true,
    },
  });
  return id;
}

/** The courier was chosen for a case, with address and consent. */
export async function courierChosen(who: SignedIn, id: string, addressId: string): Promise<void> {
  const params = { id };
  const { consent } = await who.get('GET /cases/{id}/delivery', { params });
  await who.get('PUT /cases/{id}/delivery', {
    params,
    body: { how: 'courier', addressId, consentVersion: consent.version },
  });
}

/** Parcels of the sandbox move when they are told to, not by themselves. */
export async function parcelsStandStill(app: TestApp): Promise<void> {
  await door(app, '/parcels/settings', { moves: false }, 'PUT');
}

/** The parcel of a case as the citizen sees it, once the work that makes it was done. */
export async function parcelOf(app: TestApp, who: SignedIn, caseId: string): Promise<DeliveryDetail> {
  await workOff(app);
  const { deliveryId } = await who.get('GET /cases/{id}/delivery', { params: { id: caseId } });
  if (!deliveryId) throw new Error(`case ${caseId} has no parcel`);
  return who.get('GET /deliveries/{id}', { params: { id: deliveryId } });
}

/** A case whose result waits for its courier: decided, ordered, with a waybill. */
export async function orderedParcel(app: TestApp, who: SignedIn, itemCode: string): Promise<DeliveryDetail> {
  const addressId = await keptAddress(who);
  const { handedIn } = await readyCase(app, who, 'courier', itemCode);
  await courierChosen(who, handedIn.id, addressId);
  await parcelOf(app, who, handedIn.id);
  return parcelOf(app, who, handedIn.id);
}

/** The hall gives a parcel to its courier; of something valuable two people check it. */
export async function handedOver(app: TestApp, parcel: DeliveryDetail): Promise<void> {
  const [first, second] = await Promise.all([
    staff(app, 'window', { venueId: parcel.venue.id }),
    staff(app, 'window', { venueId: parcel.venue.id }),
  ]);
  const { valuable } = await first.get('GET /staff/deliveries/{id}', { params: { id: parcel.id } });
  const scans = scansOf(parcel);
  if (!valuable) {
    await actOn(first, parcel.id, 'hand-over', scans);
    return;
  }
  await actOn(first, parcel.id, 'check', scans);
  await actOn(second, parcel.id, 'confirm-hand-over', scans);
}

/** The courier does something with a parcel, and it is heard here. */
export async function courierDoes(app: TestApp, parcel: DeliveryDetail, act: string): Promise<void> {
  await door(app, `/parcels/${parcel.waybill}/${act}`, {});
  await workOff(app);
}

/** It came back to the hall, and was taken in there. */
export async function backAtHall(app: TestApp, parcel: DeliveryDetail): Promise<void> {
  const clerk = await staff(app, 'window', { venueId: parcel.venue.id });
  await actOn(clerk, parcel.id, 'receive-return', { waybill: parcel.waybill });
}
