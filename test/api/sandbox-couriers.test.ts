import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutsideWorld, startOutsideWorld } from '../support/outside';

let world: OutsideWorld;
let openid: string;
let token: string;
beforeAll(async () => {
  world = await startOutsideWorld();
  openid = (await world.door('GET', '/citizens')).body.citizens[0]?.openid ?? '';
  token = ((await post('/cgi-bin/stable_token', credentials)) as { access_token: string }).access_token;
});
afterAll(() => world.close());

const credentials = {
  grant_type: 'client_credential',
  appid: 'wx0000000000sandbox',
  secret: 'sandbox-secret',
};

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(world.sandbox.wechatBaseUrl + path, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return response.json();
}
const express = (api: string, body: unknown, access = token) =>
  post(`/cgi-bin/express/business/${api}?access_token=${access}`, body);

let count = 0;
function order(given: Record<string, unknown> = {}) {
  count += 1;
  const end = {
    name: '示例',
    mobile: '13900005678',
    province: '云南省',
    city: '昆明市',
    area: '五华区',
    address: '示例路',
  };
  return {
    order_id: `o${count}`,
    openid,
    delivery_id: 'EMS',
    biz_id: 'sandbox-ems',
    add_source: 0,
    sender: end,
    receiver: end,
    cargo: {
      count: 1,
      weight: 0.5,
      space_x: 1,
      space_y: 1,
      space_z: 1,
      detail_list: [{ name: '文件', count: 1 }],
    },
    shop: {
      wxa_path: 'pages/a',
      img_url: 'https://sandbox.invalid/a.png',
      goods_name: '文件',
      goods_count: 1,
    },
    insured: { use_insured: 0, insured_value: 0 },
    service: { service_type: 6, service_name: '标准快递' },
    ...given,
  };
}

describe('the sandbox’s 物流助手 is as strict as the real one', () => {
  it('takes a good order and refuses it without a token', async () => {
    expect(await express('order/add', order())).toMatchObject({ waybill_id: expect.any(String) });
    expect(await express('order/add', order(), '')).toMatchObject({ errcode: 41001 });
    expect(await express('order/add', order(), 'made-up')).toMatchObject({ errcode: 40001 });
  });

  it.each([
    ['a stranger', { openid: 'nobody' }, 40003],
    ['an unknown carrier', { delivery_id: 'YTO' }, 9300503],
    ['an unknown account', { biz_id: 'x' }, 9300531],
    ['the account of another carrier', { biz_id: 'sandbox-sf' }, 9300525],
    ['another product', { service: { service_type: 99, service_name: '' } }, 9300510],
    ['no receiver', { receiver: undefined }, 47001],
    ['a receiver without a phone', { receiver: { name: '示例' } }, 47001],
    ['too long a number', { order_id: 'x'.repeat(513) }, 9300526],
    ['no picture', { shop: { goods_name: '文件' } }, 9300535],
    ['an order from elsewhere without its appid', { add_source: 2 }, 9300536],
    ['SF without a time', { delivery_id: 'SF', biz_id: 'sandbox-sf', service: { service_type: 2 } }, 9300501],
  ])('refuses %s', async (_what, given, errcode) => {
    expect(await express('order/add', order(given))).toMatchObject({ errcode });
  });

  it('says what the carrier itself said', async () => {
    const one = order();
    await express('order/add', one);
    expect(await express('order/add', one)).toMatchObject({
      errcode: 9300501,
      delivery_resultcode: 1002,
      delivery_resultmsg: '订单号重复',
    });
  });

  it('knows only its own parcels', async () => {
    const unknown = { order_id: 'none', openid, delivery_id: 'EMS', waybill_id: 'none' };
    for (const api of ['order/get', 'order/cancel', 'path/get'])
      expect(await express(api, unknown)).toMatchObject({ errcode: 40199 });
  });
});

describe('the sandbox’s 快递100 is as strict as the real one', () => {
  const poll = async (param: unknown, schema = 'json') => {
    const response = await fetch(`${world.sandbox.kuaidi100BaseUrl}/poll`, {
      method: 'POST',
      body: new URLSearchParams({ schema, param: typeof param === 'string' ? param : JSON.stringify(param) }),
    });
    return response.json();
  };
  const good = {
    company: 'ems',
    number: 'NOBODY123',
    key: 'sandbox-kuaidi100',
    parameters: { callbackurl: 'https://a.cn' },
  };

  it.each([
    ['another schema', good, 'xml', '700'],
    ['no JSON', 'x', 'json', '701'],
    ['another key', { ...good, key: 'x' }, 'json', '600'],
    ['an unknown carrier', { ...good, company: 'x' }, 'json', '700'],
    ['too long a number', { ...good, number: 'x'.repeat(33) }, 'json', '701'],
    ['no address to call back', { ...good, parameters: {} }, 'json', '701'],
    ['SF without a phone', { ...good, company: 'shunfeng' }, 'json', '701'],
    ['a parcel that nobody sent', good, 'json', '702'],
  ])('refuses %s', async (_what, param, schema, returnCode) => {
    expect(await poll(param, schema)).toMatchObject({ result: false, returnCode });
  });
});

describe('the panel', () => {
  it('shows parcels, and says what it does not know', async () => {
    for (const path of ['/', '/parcels.js'])
      expect((await fetch(`${world.url}/sandbox${path}`)).status).toBe(200);
    expect((await world.door('POST', '/parcels/none/advance')).status).toBe(404);
    expect((await world.door('POST', '/parcels/push-unknown', {})).status).toBe(400);
  });
});
