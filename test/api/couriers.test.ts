import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CourierOrder, ExpressGateway, TrackGateway } from '../../bff/gateways/couriers';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';
import { parcelDoor, parcelsOf } from '../support/sandbox-parcels';

let world: OutsideWorld;
let express: ExpressGateway;
let tracks: TrackGateway;
let openid: string;

beforeEach(async () => {
  world = await startOutsideWorld();
  const made = world.gateways();
  if (!made.express || !made.tracks) throw new Error('the sandbox plays both');
  express = made.express;
  tracks = made.tracks;
  openid = (await world.door('GET', '/citizens')).body.citizens[0]?.openid ?? '';
});
afterEach(() => world.close());

const fail = (target: string, kind: string, value?: number, times?: number) =>
  world.door('POST', '/faults', { target, kind, value, times });
const callsTo = async (target: string) =>
  (await world.door('GET', '/calls')).body.calls.filter((call) => call.target === target);

let count = 0;
function order(given: Partial<CourierOrder> = {}): CourierOrder {
  count += 1;
  return {
    orderId: `case-${count}-1-1`,
    carrier: 'EMS',
    openid,
    sender: {
      name: '昭通市政务服务中心',
      phone: '0870-2123456',
      province: '云南省',
      city: '昭通市',
      area: '昭阳区',
      address: '示例大道 1 号',
    },
    receiver: {
      name: '示例收件人',
      phone: '13900005678',
      province: '云南省',
      city: '昆明市',
      area: '五华区',
      address: '示例路 12 号 3 单元 501',
    },
    goods: '文件',
    page: 'packages/delivery/detail/index?id=d1',
    expectAt: new Date(world.clock.now().getTime() + 7_200_000),
    ...given,
  };
}

describe('ordering a courier', () => {
  it('gets a waybill and what goes on the label, and finds the order again', async () => {
    const wanted = order();
    const placed = await express.order(wanted);
    expect(placed).toMatchObject({ orderId: wanted.orderId, waybill: expect.stringMatching(/^1\d{12}$/) });
    expect(placed.labels.length).toBeGreaterThan(0);
    expect(await express.find(wanted)).toEqual(placed);
    expect(await express.find(order())).toBeNull();
  });

  it('takes SF, and somebody without WeChat', async () => {
    const placed = await express.order(order({ carrier: 'SF', openid: null }));
    expect(placed.waybill).toMatch(/^SF/);
    const [call] = await callsTo('express-add');
    expect(call?.body).toMatchObject({ add_source: 2, delivery_id: 'SF', expect_time: expect.any(Number) });
    expect(call?.body).not.toHaveProperty('openid');
  });

  it('never orders one number twice', async () => {
    const wanted = order();
    await express.order(wanted);
    await expect(express.order(wanted)).rejects.toMatchObject({ code: '9300501/1002', meaning: 'ours' });
    expect(await parcelsOf(world)).toHaveLength(1);
  });

  it.each([
    [-1, 'later'],
    [45009, 'later'],
    [9300502, 'later'],
    [9300501, 'ours'],
    [9300503, 'ours'],
    [9300510, 'ours'],
    [9300525, 'ours'],
    [9300526, 'ours'],
    [9300531, 'ours'],
    [9300535, 'ours'],
    [40003, 'ours'],
    [9399999, 'ours'],
  ])('makes of errcode %i the meaning %s', async (errcode, meaning) => {
    await fail('express-add', 'errcode', errcode);
    const refused = express.order(order());
    await expect(refused).rejects.toMatchObject({ name: 'CourierRefusal', meaning });
    const { code } = (await refused.catch((error: unknown) => error)) as { code: string };
    expect(code.split('/')[0]).toBe(String(errcode));
  });

  it('hands on what the carrier itself said', async () => {
    const { receiver } = order();
    await expect(
      express.order(order({ receiver: { ...receiver, address: '不可达的地方' } })),
    ).rejects.toMatchObject({ code: '9300501/1003', said: '收件地址超出派送范围', meaning: 'ours' });
  });

  it('does not send what is too long or left out', async () => {
    const { receiver } = order();
    const wrong: Partial<CourierOrder>[] = [
      { receiver: { ...receiver, name: '长'.repeat(22) } },
      { receiver: { ...receiver, address: '长'.repeat(171) } },
      { receiver: { ...receiver, area: '' } },
      { goods: '文'.repeat(43) },
      { orderId: 'x'.repeat(513) },
    ];
    for (const one of wrong)
      await expect(express.order(order(one))).rejects.toMatchObject({ code: '9300526', meaning: 'ours' });
    expect(await callsTo('express-add')).toHaveLength(0);
  });

  it('takes a new token when the old one is no longer good, and says when none can be had', async () => {
    await express.order(order());
    await fail('token', 'expire-token', 40014);
    await express.order(order());
    expect(await callsTo('token')).toHaveLength(2);
    await fail('token', 'expire-token', 42001);
    await fail('token', 'status', 502);
    await expect(express.order(order())).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(await parcelsOf(world)).toHaveLength(2);
  });

  it.each([
    ['a cut connection', 'drop', undefined, 'network'],
    ['HTTP 502', 'status', 502, 'status'],
    ['no JSON', 'garbage', undefined, 'malformed'],
    ['JSON without sense', 'lie', undefined, 'malformed'],
  ])('does not know how it ended after %s', async (_what, kind, value, fault) => {
    await fail('express-add', kind, value);
    await expect(express.order(order())).rejects.toMatchObject({ name: 'OutboundFailure', fault });
  });

  it('waits no longer than it may', async () => {
    await world.close();
    world = await startOutsideWorld(200);
    const [citizen] = (await world.door('GET', '/citizens')).body.citizens;
    await fail('express-add', 'delay', 60_000, 1);
    await expect(
      world.gateways().express?.order(order({ openid: citizen?.openid ?? '' })),
    ).rejects.toMatchObject({ fault: 'time-out' });
  });
});

describe('cancelling', () => {
  it('cancels once or twice, and never what is on its way', async () => {
    const wanted = order();
    const { waybill } = await express.order(wanted);
    await express.cancel({ ...wanted, waybill });
    await express.cancel({ ...wanted, waybill });
    const moving = order();
    const placed = await express.order(moving);
    for (const act of ['advance', 'advance']) await parcelDoor(world, placed.waybill, act);
    await expect(express.cancel({ ...moving, ...placed })).rejects.toMatchObject({
      code: '9300506',
      meaning: 'moving',
    });
    await expect(express.cancel({ ...order(), waybill })).rejects.toMatchObject({ meaning: 'unknown-order' });
  });
});

describe('following a parcel', () => {
  it('moves by the clock from the hall to its receiver, oldest line first', async () => {
    const wanted = order();
    const placed = await express.order(wanted);
    expect(await express.track({ ...wanted, ...placed })).toEqual([]);
    await world.clock.advance(3 * 86_400_000);
    const points = await express.track({ ...wanted, ...placed });
    expect(points.map(({ kind }) => kind)).toEqual([
      'assigned',
      'picked-up',
      'in-transit',
      'in-transit',
      'out-for-delivery',
      'signed',
    ]);
    expect([...points].sort((a, b) => a.at.getTime() - b.at.getTime())).toEqual(points);
  });

  it('reads a return as a return, whatever code it is signed with', async () => {
    const wanted = order();
    const placed = await express.order(wanted);
    for (const act of ['advance', 'advance', 'refuse', 'advance', 'advance'])
      await parcelDoor(world, placed.waybill, act);
    const points = await express.track({ ...wanted, ...placed });
    expect(points.slice(2).map(({ kind }) => kind)).toEqual(['refused', 'returning', 'returned']);
  });

  it('lets WeChat’s own test carrier be told what to say', async () => {
    await world.close();
    world = await startOutsideWorld(5_000, undefined, {
      EXPRESS_CARRIERS: JSON.stringify({
        EMS: { deliveryId: 'TEST', bizId: 'test_biz_id', service: { type: 1, name: 'test_service_name' } },
      }),
    });
    const [citizen] = (await world.door('GET', '/citizens')).body.citizens;
    const gateway = world.gateways().express;
    const wanted = order({ openid: citizen?.openid ?? '' });
    const placed = await gateway?.order(wanted);
    const token = (await callsTo('express-add'))[0]?.query.access_token ?? '';
    const update = await fetch(
      `${world.sandbox.wechatBaseUrl}/cgi-bin/express/business/test_update_order?access_token=${token}`,
      {
        method: 'POST',
        body: JSON.stringify({
          biz_id: 'test_biz_id',
          order_id: wanted.orderId,
          openid: wanted.openid,
          delivery_id: 'TEST',
          waybill_id: placed?.waybill,
          action_time: 1,
          action_type: 300003,
          action_msg: '已签收，签收人：本人',
        }),
      },
    );
    expect(await update.json()).toMatchObject({ errcode: 0 });
    const [point] = (await gateway?.track({ ...wanted, waybill: placed?.waybill ?? '' })) ?? [];
    expect(point).toMatchObject({ kind: 'signed', code: '300003' });
  });
});

describe('快递100', () => {
  const subscribed = async (carrier: 'EMS' | 'SF' = 'EMS') => {
    const { waybill } = await express.order(order({ carrier }));
    return { carrier, waybill, phone: '13900005678' };
  };

  it('subscribes once or twice, and SF with a phone number', async () => {
    const parcel = await subscribed();
    await tracks.subscribe(parcel);
    await tracks.subscribe(parcel);
    await tracks.subscribe(await subscribed('SF'));
    const answers = (await callsTo('kuaidi100')).map(({ answer }) => answer);
    expect(answers).toMatchObject([{ returnCode: '200' }, { returnCode: '501' }, { returnCode: '200' }]);
    await expect(tracks.subscribe({ ...(await subscribed('SF')), phone: '' })).rejects.toMatchObject({
      code: '701',
    });
  });

  it.each([
    [500, 'later'],
    [600, 'ours'],
    [700, 'ours'],
  ])('makes of returnCode %i the meaning %s', async (code, meaning) => {
    await fail('kuaidi100', 'errcode', code);
    await expect(tracks.subscribe(await subscribed())).rejects.toMatchObject({ code: String(code), meaning });
  });

  it.each([
    ['drop', undefined],
    ['status', 500],
    ['garbage', undefined],
    ['lie', undefined],
  ])('does not know how it ended after %s', async (kind, value) => {
    await fail('kuaidi100', kind, value);
    await expect(tracks.subscribe(await subscribed())).rejects.toMatchObject({ name: 'OutboundFailure' });
  });

  const param = JSON.stringify({
    status: 'polling',
    message: '',
    lastResult: {
      state: '5',
      nu: 'EX12345678',
      com: 'ems',
      ischeck: '0',
      data: [
        { time: '2026-11-24 18:00:00', ftime: '2026-11-24 18:00:00', context: '快递员正在派送' },
        { time: '2026-11-24 08:00:00', ftime: '2026-11-24 08:00:00', context: '已揽收' },
      ],
    },
  });
  const signOf = (text: string) => createHash('md5').update(`${text}sandbox-salt`).digest('hex');

  it('reads a push in either case of its sign, oldest line first', () => {
    for (const sign of [signOf(param), signOf(param).toUpperCase()])
      expect(tracks.read({ sign, param })).toEqual({
        waybill: 'EX12345678',
        carrier: 'ems',
        points: [
          { at: new Date('2026-11-24T08:00:00+08:00'), kind: 'picked-up', code: '', words: '已揽收' },
          {
            at: new Date('2026-11-24T18:00:00+08:00'),
            kind: 'out-for-delivery',
            code: '5',
            words: '快递员正在派送',
          },
        ],
      });
  });

  it('reads nothing that is signed otherwise, changed, or not as agreed', () => {
    expect(tracks.read({ sign: signOf(`${param} `), param })).toBeNull();
    expect(tracks.read({ sign: '', param })).toBeNull();
    expect(tracks.read({ sign: signOf(param), param: param.replace('EX1', 'EX2') })).toBeNull();
    for (const wrong of ['no JSON', '{}', JSON.stringify({ status: 'abort', message: '3天查询无记录' })])
      expect(tracks.read({ sign: signOf(wrong), param: wrong })).toBeNull();
  });
});
