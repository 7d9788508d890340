import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/contract';
import type { StaffDeliveryAction } from '../../shared/contract/staff-delivery';
import { staffDeliveryContract } from '../../shared/contract/staff-delivery';
import { startApp, type TestApp } from '../support/app';
import { actName, actOn, scansOf } from '../support/parcel-acts';
import { parcelAt } from '../support/parcels';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

const seen = new SeenCodes();
const wrongScans = { document: 'ZTC-20261124-WRONG1', waybill: 'EX000000' };

/** The least that each act takes. */
const bodies: Record<StaffDeliveryAction, object> = {
  'retry-order': {},
  'switch-carrier': { carrier: 'SF' },
  'switch-to-window': { reason: '收件人自己来领' },
  check: wrongScans,
  uncheck: { reason: '拿错了' },
  'hand-over': wrongScans,
  'confirm-hand-over': wrongScans,
  'receive-return': { waybill: 'EX000000' },
  resend: { reason: '来电要求', fen: 0 },
  collect: { to: 'self' },
  sign: { to: 'self', reason: '电话核实' },
  'report-lost': { reason: '快递答复' },
  'report-damaged': { reason: '受潮' },
  reissue: {},
};
const actions = Object.keys(bodies) as StaffDeliveryAction[];

let app: TestApp;
let clerk: StaffClient;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  clerk = await staff(app, 'window');
});
afterAll(() => app.stop());

const gives = (id: string, action: StaffDeliveryAction, code: ErrorCode, body: object = {}, by = clerk) =>
  seen.gives(by, actName(action), code, { params: { id }, body: { ...bodies[action], ...body } as never });

describe('of every act', () => {
  it('unknown parcels, those of another hall or department, old screens and states that do not know it', async () => {
    const { _id } = await parcelAt(app);
    const over = await parcelAt(app, { state: 'cancelled' });
    const strangers = [
      await staff(app, 'supervisor', { venueId: 'v530602' }),
      await staff(app, 'supervisor', { department: '税务局' }),
    ];
    for (const name of ['GET /staff/deliveries/{id}', 'GET /staff/deliveries/{id}/label'] as const) {
      await seen.gives(clerk, name, 'NOT_FOUND', { params: { id: 'nothing' } });
      for (const stranger of strangers)
        await seen.gives(stranger, name, 'NOT_FOUND', { params: { id: _id } });
    }
    for (const action of actions) {
      await gives('nothing', action, 'NOT_FOUND');
      for (const stranger of strangers) await gives(_id, action, 'NOT_FOUND', {}, stranger);
      await gives(_id, action, 'DELIVERY_CHANGED', { version: 99 });
      await gives(over._id, action, 'DELIVERY_STATE');
    }
    const params = { id: over._id };
    await seen.gives(clerk, 'GET /staff/deliveries/{id}/label', 'DELIVERY_STATE', { params });
  });

  it('those who may read and not send', async () => {
    const dispatcher = await staff(app, 'dispatcher');
    const { _id } = await parcelAt(app);
    expect(await dispatcher.refused('GET /staff/deliveries/{id}/label', { params: { id: _id } })).toBe(
      'STAFF_ROLE',
    );
    for (const action of actions)
      expect(
        await dispatcher.refused(actName(action), { params: { id: _id }, body: bodies[action] as never }),
      ).toBe('STAFF_ROLE');
  });
});

describe('of one act', () => {
  it('scans that do not belong together, one person alone, a carrier there is not, another price', async () => {
    const plain = await parcelAt(app);
    await gives(plain._id, 'hand-over', 'DELIVERY_SCAN_MISMATCH');
    await gives(plain._id, 'check', 'DELIVERY_STATE', scansOf(plain));
    const precious = await parcelAt(app, { valuable: true });
    await gives(precious._id, 'check', 'DELIVERY_SCAN_MISMATCH');
    await gives(precious._id, 'hand-over', 'DELIVERY_TWO_PEOPLE', scansOf(precious));
    await actOn(clerk, precious._id, 'check', scansOf(precious));
    await gives(precious._id, 'confirm-hand-over', 'DELIVERY_SAME_OFFICER', scansOf(precious));
    const colleague = await staff(app, 'window');
    await gives(precious._id, 'confirm-hand-over', 'DELIVERY_SCAN_MISMATCH', {}, colleague);
    const moving = await parcelAt(app, { state: 'returning' });
    await gives(moving._id, 'receive-return', 'DELIVERY_SCAN_MISMATCH');
    const failed = await parcelAt(app, { state: 'order-failed', waybill: null });
    await gives(failed._id, 'switch-carrier', 'DELIVERY_NOT_OFFERED', { carrier: 'EMS' });
    const back = await parcelAt(app, { state: 'returned' });
    await gives(back._id, 'resend', 'DELIVERY_QUOTE_CHANGED', { fen: 1 });
  });
});

it('every declared code was given', () => {
  expect(seen.missing(staffDeliveryContract)).toEqual([]);
});
