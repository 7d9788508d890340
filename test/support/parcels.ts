import { randomBytes, randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { sealAddress } from '../../bff/features/delivery/address-of';
import type { DeliveryDoc } from '../../bff/features/delivery/model';
import { deliveryStates } from '../../shared/domain/delivery';
import type { TestApp } from './app';

/** An invented receiver in 镇雄县. */
export const receiver = {
  name: '示例收件人',
  phone: '13900005678',
  regionCode: '530627',
  region: ['云南省', '昭通市', '镇雄县'],
  detail: '示例路 12 号 3 单元 501',
};

const waybill = () => `EX${randomBytes(6).toString('hex').toUpperCase()}`;

/**
 * A parcel of the city hall's police as orders, payments and carriers leave it in a state, for what the hall does with it from
 * there. An ordinary document unless told.
 */
export async function parcelAt(app: TestApp, given: Partial<DeliveryDoc> = {}): Promise<DeliveryDoc> {
  const { mongo, cipher, clock } = app.deps;
  const deliveries = mongo.model('Parcel') as unknown as Model<DeliveryDoc>;
  const now = given.changedAt ?? clock.now();
  const state = given.state ?? 'ordered';
  const caseId = `case-${randomUUID()}`;
  const number = given.waybill === undefined ? waybill() : given.waybill;
  const id = given._id ?? `d${randomUUID().replaceAll('-', '')}`;
  const doc: DeliveryDoc = {
    _id: id,
    caseId,
    caseNumber: `ZTC-20261124-${randomBytes(3).toString('hex').toUpperCase()}`,
    itemName: '居住证申领',
    attempt: 1,
    cause: 'result',
    ...(deliveryStates[state].open && { open: true as const }),
    personId: `person-${randomUUID()}`,
    accountId: null,
    mandateId: null,
    venueId: 'v530600',
    department: '公安局',
    valuable: false,
    address: sealAddress({ cipher }, receiver),
    consent: { version: '2026-11', at: now },
    cost: { fen: 0, words: '省内第一次寄送不收费。' },
    resends: 0,
    orderId: null,
    payRound: 0,
    paySubject: null,
    paidAt: null,
    payTells: [],
    state,
    carrier: 'EMS',
    orderCount: 1,
    order:
      number === null
        ? null
        : {
            id: `${id}-1`,
            carrier: 'EMS',
            waybill: number,
            labels: [{ key: '分拣码', value: '昭 7-12' }],
            tries: 1,
            fence: 1,
          },
    orderError: null,
    cancels: [],
    waybill: number,
    check: null,
    track: [],
    courier: null,
    expectedBy: null,
    signedBy: null,
    stuckSince: null,
    next: null,
    nextAddress: null,
    nextDeliveryId: null,
    createdAt: now,
    changedAt: now,
    updatedAt: now,
    timeline: [],
    version: 1,
    operations: [],
    ...given,
  };
  await deliveries.create(doc);
  return doc;
}
