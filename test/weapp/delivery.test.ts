import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { filledDraft } from '../support/hand-in';
import {
  backAtHall,
  courierDoes,
  handedOver,
  keptAddress,
  orderedParcel,
  parcelsStandStill,
  sendableItem,
} from '../support/parcel-stories';
import {
  calls,
  closePhones,
  expectWithinLimits,
  type Known,
  knownCitizen,
  openPhone,
  press,
} from '../support/road';
import type { Weapp } from '../support/weapp';

let app: TestApp;
let code: string;
beforeAll(async () => {
  app = await startApp();
  code = await sendableItem(app);
  await parcelsStandStill(app);
});
afterEach(closePhones);
afterAll(() => app.stop());

const choosePage = 'packages/delivery/choose/index';
const parcelPage = 'packages/delivery/detail/index';

async function phoneOf({ citizen, storage }: Known, open: string): Promise<Weapp> {
  const phone = await openPhone(app, citizen, { storage });
  await phone.open(open);
  return phone;
}

/** Answers a question, and sees the answer taken. */
async function answer(phone: Weapp, name: RegExp): Promise<void> {
  await press(phone, name);
  await phone.until(() => phone.controls().some((control) => name.test(control.name) && control.checked));
}

describe('choosing how the result comes home', () => {
  it('asks for the courier’s consent apart, and takes a no', async () => {
    const known = await knownCitizen(app);
    await keptAddress(known.client);
    const { id } = await filledDraft(known.client, code);
    const params = { id };
    const phone = await phoneOf(known, `/packages/cases/check/index?id=${id}`);
    await phone.until('也可以免费寄到家');
    await press(phone, '修改结果怎么给我');
    await phone.until(() => phone.route === choosePage);
    await answer(phone, /^快递寄给我/);
    await phone.until('快递免费');
    await press(phone, /^免费寄到 昭阳区/);
    await phone.until('有一处要改');
    expect(calls(phone).filter((call) => call.startsWith('PUT '))).toEqual([]);
    await press(phone, /^不同意/);
    await phone.until('收件信息不会交给快递');
    await press(phone, '到窗口领取', { nth: 0 });
    await phone.until(() => phone.route === 'packages/cases/check/index');
    expect(await known.client.get('GET /cases/{id}/delivery', { params })).toMatchObject({
      how: 'window',
      address: null,
      consent: { givenAt: null },
    });

    await press(phone, '修改结果怎么给我');
    await answer(phone, /^快递寄给我/);
    await answer(phone, /^同意/);
    await press(phone, /^免费寄到 昭阳区/);
    await phone.until('快递寄到 昭阳区');
    const chosen = await known.client.get('GET /cases/{id}/delivery', { params });
    expect(chosen).toMatchObject({ how: 'courier', canChange: true });
    expect(chosen.consent.givenAt).not.toBeNull();
    expectWithinLimits(phone);
  });
});

describe('following a parcel', () => {
  it('shows where it is after pulling the page down, rings the courier, copies the waybill, up to the signature', async () => {
    const known = await knownCitizen(app);
    const parcel = await orderedParcel(app, known.client, code);
    const phone = await phoneOf(known, `/packages/cases/detail/index?id=${parcel.caseId}`);
    await press(phone, '看快递到了哪里');
    await phone.until('已叫快递，等着装袋');
    await press(phone, `复制运单号 ${parcel.waybill}`);
    expect(phone.calls).toContainEqual(
      expect.objectContaining({
        name: 'setClipboardData',
        options: expect.objectContaining({ data: parcel.waybill }),
      }),
    );
    await handedOver(app, parcel);
    await courierDoes(app, parcel, 'advance');
    await courierDoes(app, parcel, 'advance');
    await phone.pullDown();
    await phone.until('快递已揽收');
    await phone.until(() => phone.calls.some(({ name }) => name === 'stopPullDownRefresh'));
    await press(phone, /^快递员/);
    await phone.until(() => phone.calls.some(({ name }) => name === 'makePhoneCall'));
    await press(phone, /看地图/);
    await phone.until(() => phone.calls.some(({ name }) => name === 'openLocation'));
    await courierDoes(app, parcel, 'sign');
    // WeChat was left and comes back: what stands there is asked for anew.
    phone.hide();
    phone.show();
    await phone.until('已签收');
    await phone.until('不是您收的？');
    expectWithinLimits(phone);
  });

  it('is sent again free of charge when it came back, and can be given up for the window', async () => {
    const known = await knownCitizen(app);
    const parcel = await orderedParcel(app, known.client, code);
    await handedOver(app, parcel);
    await courierDoes(app, parcel, 'advance');
    await courierDoes(app, parcel, 'refuse');
    await backAtHall(app, parcel);
    const phone = await phoneOf(known, `/${parcelPage}?id=${parcel.id}`);
    await phone.until('已退回大厅');
    const { action } = await known.client.get('GET /deliveries/{id}', { params: { id: parcel.id } });
    await press(phone, action?.label ?? '');
    await press(phone, '再寄一次（免费）');
    await phone.until(() => phone.route === choosePage);
    await answer(phone, /^同意/);
    await press(phone, /^再寄一次，免费寄到 昭阳区/);
    await phone.until('第 2 次寄');
    expect(phone.options.id).not.toBe(parcel.id);
    expect(calls(phone).filter((call) => call.endsWith('/resend'))).toHaveLength(1);

    await press(phone, '不寄了，到窗口领取');
    await phone.until('不寄了，到窗口领取？');
    await press(phone, '不寄了，到窗口领取');
    await phone.until('不寄了，在窗口领取');
    const after = await known.client.get('GET /deliveries/{id}', { params: { id: phone.options.id ?? '' } });
    expect(after.state).toBe('cancelled');
    expectWithinLimits(phone);
  });
});
