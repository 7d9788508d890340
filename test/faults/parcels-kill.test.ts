import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryDetail } from '../../shared/contract/delivery';
import type { AppProcess } from '../support/app-process';
import { person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { type CourierProcesses, startCourierProcesses } from '../support/courier-processes';
import { actOn } from '../support/parcel-acts';
import { courierChosen, keptAddress, sendableItem } from '../support/parcel-stories';
import { readyCase } from '../support/ready-case';
import { parcelDoor } from '../support/sandbox-parcels';
import { staff } from '../support/staff';

let all: CourierProcesses;
let survivor: AppProcess;
let item: string;
beforeAll(async () => {
  all = await startCourierProcesses();
  survivor = await all.start();
  item = await sendableItem(all.hub);
  // Two processes start, beside whatever else the machine does.
}, 300_000);
afterAll(() => all.stop());

/** A case with a ready result that goes by courier, where to and agreed. */
async function readyToSend(): Promise<{ who: SignedIn; caseId: string }> {
  const who = await person(all.hub);
  const addressId = await keptAddress(who);
  const { handedIn } = await readyCase(all.hub, who, 'courier', item, (id) =>
    courierChosen(who, id, addressId),
  );
  return { who, caseId: handedIn.id };
}

async function parcelOf(who: SignedIn, caseId: string): Promise<DeliveryDetail> {
  const { deliveryId } = await who.get('GET /cases/{id}/delivery', { params: { id: caseId } });
  return who.get('GET /deliveries/{id}', { params: { id: deliveryId ?? '' } });
}

/** Lets a process work until it dies at the step it was told. */
async function dies(victim: AppProcess): Promise<void> {
  expect(await all.work(victim)).toBe('gone');
  await victim.gone;
  expect(victim.child.signalCode, victim.output()).toBe('SIGKILL');
}

describe('a worker that dies between a parcel and its case', () => {
  it('when the case was told that it is sent: one parcel, ordered once', async () => {
    const { who, caseId } = await readyToSend();
    await dies(await all.start({ FAULT_AT: 'parcel:case-told' }));
    await all.pass([4, 4, 4], survivor);
    const parcel = await parcelOf(who, caseId);
    expect(parcel).toMatchObject({ attempt: 1, state: 'ordered' });
    expect(await all.atCarrier({ _id: parcel.id })).toMatchObject([{ waybill: parcel.waybill }]);
    const { result, timeline } = await who.get('GET /cases/{id}', { params: { id: caseId } });
    expect(result).toMatchObject({ how: 'courier', deliveryId: parcel.id });
    expect(timeline.filter(({ what }) => what.includes('开始安排快递寄送'))).toHaveLength(1);
  });

  it('when the case was told that it arrived: completed once, and told once', async () => {
    const { who, caseId } = await readyToSend();
    await all.pass([1, 4], survivor);
    const { id, waybill } = await parcelOf(who, caseId);
    await all.silently(async () => {
      for (const act of ['advance', 'advance', 'advance', 'sign'])
        await parcelDoor(all.hub, waybill ?? '', act);
    });
    const victim = await all.start({ FAULT_AT: 'parcel:case-told' });
    // Whoever asks the carrier finds that it was signed for.
    for (let hours = 0; hours < 12; hours += 1) {
      await all.hub.clock.advance(3_600_000);
      if ((await all.work(victim)) === 'gone') break;
    }
    await victim.gone;
    expect(victim.child.signalCode, victim.output()).toBe('SIGKILL');
    await all.pass([4, 4, 4], survivor);
    expect(await all.docOf({ _id: id })).toMatchObject({ state: 'signed' });
    expect((await all.docOf({ _id: id })).caseOwed).toBeUndefined();
    const found = await who.get('GET /cases/{id}', { params: { id: caseId } });
    expect(found.state).toBe('completed');
    expect(found.timeline.filter(({ what }) => what.includes('办结'))).toHaveLength(1);
  });

  it('when the parcel that follows a lost one stands: there is one, free, and the lost one leads to it', async () => {
    const { who, caseId } = await readyToSend();
    await all.pass([1, 4], survivor);
    const first = await parcelOf(who, caseId);
    await parcelDoor(all.hub, first.waybill ?? '', 'advance');
    await parcelDoor(all.hub, first.waybill ?? '', 'advance');
    await all.pass([1, 1], survivor);
    const web = await all.web({ FAULT_AT: 'parcel:opened' });
    const chief = await staff(all.hub, 'supervisor');
    await actOn(chief, first.id, 'report-lost', { reason: '快递公司确认丢失' });
    const key = randomUUID();
    const dying = new Client(`${web.url}/api/v1`, chief.token);
    await expect(actOn(dying, first.id, 'reissue', {}, key)).rejects.toThrow();
    await web.gone;
    expect(web.child.signalCode, web.output()).toBe('SIGKILL');
    await all.pass([4, 4, 4], survivor);
    // Whoever asks again under the same key is told that it is done.
    await actOn(chief, first.id, 'reissue', {}, key);
    await all.pass([4, 4], survivor);
    const next = await parcelOf(who, caseId);
    expect(next).toMatchObject({ attempt: 2, cost: { fen: 0 } });
    const lost = await who.get('GET /deliveries/{id}', { params: { id: first.id } });
    expect(lost).toMatchObject({ state: 'reissued', nextDeliveryId: next.id });
    expect(await all.atCarrier({ _id: next.id })).toMatchObject([{ waybill: next.waybill }]);
  });
});
