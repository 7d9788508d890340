import { z } from 'zod';
import type { CarrierCode } from '../../../shared/contract/delivery';
import type { Settings } from '../../settings';
import { type OutboundCall, OutboundFailure, type Reply } from '../outbound';
import type { WeChatCaller } from '../wechat/caller';
import { asWeChatProblem } from '../wechat/errcodes';
import { type Answered, readJson, WeChatRefusal } from '../wechat/replies';
import { type CourierOrder, CourierRefusal, type ExpressGateway, type ParcelEnd, type PlacedOrder } from '.';
import { kindOfAction } from './track-kinds';

/** Longest that WeChat takes, in bytes of UTF-8. */
const most = { orderId: 512, name: 64, phone: 32, region: 64, address: 512, goods: 128, page: 512 };

const label = z.looseObject({ key: z.string(), value: z.union([z.string(), z.number()]).transform(String) });
const waybill = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z_-]{4,64}$/);
const placed = z.looseObject({
  order_id: z.string(),
  waybill_id: waybill,
  waybill_data: z.array(label).max(100).optional(),
});
const done = z.looseObject({});
const path = z.looseObject({
  waybill_id: z.string(),
  path_item_list: z
    .array(
      z.looseObject({
        action_time: z.coerce.number().int().min(0).max(99_999_999_999),
        action_type: z.union([z.number(), z.string()]).transform(String),
        action_msg: z.string().max(2_000),
      }),
    )
    .max(1_000),
});
const PATH_BYTES = 512 * 1024;

/** WeChat's number for a waybill that it does not know. */
const UNKNOWN_WAYBILL = 40199;
const meanings: Record<number, CourierRefusal['meaning']> = {
  [-1]: 'later',
  45009: 'later',
  45011: 'later',
  9300502: 'later',
  9300506: 'moving',
  [UNKNOWN_WAYBILL]: 'unknown-order',
};

/** Orders and follows parcels through WeChat's 物流助手. null while no carrier is set. */
export function createExpressGateway({
  settings,
  caller,
}: {
  settings: Settings;
  caller: WeChatCaller;
}): ExpressGateway | null {
  const { express } = settings.couriers;
  if (!express) return null;
  const { log } = caller;

  const accountOf = (carrier: CarrierCode) => {
    const account = express.accounts[carrier];
    if (!account) throw new CourierRefusal('no-account', '', 'ours');
    return { deliveryId: account.deliveryId ?? carrier, ...account };
  };

  const ask = async <T>(
    api: string,
    json: Record<string, unknown>,
    read: (reply: Reply) => Answered<T>,
    more: Partial<OutboundCall> = {},
  ): Promise<T> => {
    const call: OutboundCall = {
      method: 'POST',
      path: `/cgi-bin/express/business/${api}`,
      json,
      signal: caller.deadline(),
      ...more,
    };
    try {
      return await caller.askWithToken(`express-${api}`, call, read);
    } catch (error) {
      if (error instanceof WeChatRefusal) throw refusalOf(error);
      // Without a token nothing was asked: not the same as a call whose end nobody knows.
      if (error instanceof OutboundFailure && error.api !== `express-${api}`)
        throw asWeChatProblem(error, log);
      throw error;
    }
  };

  const nameOf = (order: Pick<CourierOrder, 'orderId' | 'carrier' | 'openid'>, waybillId?: string) => ({
    order_id: order.orderId,
    ...(order.openid !== null && { openid: order.openid }),
    delivery_id: accountOf(order.carrier).deliveryId,
    ...(waybillId !== undefined && { waybill_id: waybillId }),
  });

  return {
    carriers: Object.keys(express.accounts) as CarrierCode[],

    async order(order) {
      checkLengths(order);
      const { bizId, service } = accountOf(order.carrier);
      const answer = await ask(
        'order/add',
        {
          ...nameOf(order),
          biz_id: bizId,
          // Who has no WeChat is told nothing by it either.
          ...(order.openid === null
            ? { add_source: 2, wx_appid: express.otherAppId ?? settings.wechat.appId }
            : { add_source: 0 }),
          sender: endOf(order.sender),
          receiver: endOf(order.receiver),
          cargo: {
            count: 1,
            weight: 0.5,
            space_x: 30,
            space_y: 22,
            space_z: 1,
            detail_list: [{ name: order.goods, count: 1 }],
          },
          shop: {
            wxa_path: order.page,
            img_url: express.imageUrl,
            goods_name: order.goods,
            goods_count: 1,
          },
          insured: { use_insured: 0, insured_value: 0 },
          service: { service_type: service.type, service_name: service.name },
          expect_time: Math.floor(order.expectAt.getTime() / 1_000),
        },
        sameOrder(order, readJson('order/add', placed)),
      );
      return placedOf(order.orderId, answer);
    },

    async find(order) {
      try {
        const read = sameOrder(order, readJson('order/get', placed));
        return placedOf(order.orderId, await ask('order/get', nameOf(order), read));
      } catch (error) {
        if (error instanceof CourierRefusal && error.meaning === 'unknown-order') return null;
        throw error;
      }
    },

    async cancel(order) {
      await ask('order/cancel', nameOf(order, order.waybill), readJson('order/cancel', done));
    },

    async track(order) {
      const read = readJson('path/get', path);
      const answer = await ask(
        'path/get',
        nameOf(order, order.waybill),
        (reply) => {
          const answered = read(reply);
          if ('answer' in answered && answered.answer.waybill_id !== order.waybill)
            throw new TypeError('tells of another parcel');
          return answered;
        },
        { maxBytes: PATH_BYTES },
      );
      return answer.path_item_list
        .map(({ action_time: seconds, action_type: code, action_msg: words }) => ({
          at: new Date(seconds * 1_000),
          kind: kindOfAction(code, words),
          code,
          words,
        }))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    },
  };
}

type Placed = z.output<typeof placed>;

/** What tells of another order is no answer to ours. */
function sameOrder({ orderId }: { orderId: string }, read: (reply: Reply) => Answered<Placed>) {
  return (reply: Reply) => {
    const answered = read(reply);
    if ('answer' in answered && answered.answer.order_id !== orderId)
      throw new TypeError('tells of another order');
    return answered;
  };
}

function placedOf(orderId: string, { waybill_id, waybill_data = [] }: Placed): PlacedOrder {
  return {
    orderId,
    waybill: waybill_id,
    labels: waybill_data.map(({ key, value }) => ({ key, value })),
  };
}

function endOf({ name, phone, province, city, area, address }: ParcelEnd) {
  const mobile = /^1[3-9]\d{9}$/.test(phone);
  return { name, ...(mobile ? { mobile: phone } : { tel: phone }), province, city, area, address };
}

/** @throws CourierRefusal `ours` where WeChat would refuse it with 9300526 */
function checkLengths(order: CourierOrder): void {
  const within = (value: string, bytes: number) => {
    const length = Buffer.byteLength(value);
    if (length === 0 || length > bytes) throw new CourierRefusal('9300526', '', 'ours');
  };
  within(order.orderId, most.orderId);
  within(order.goods, most.goods);
  within(order.page, most.page);
  for (const end of [order.sender, order.receiver]) {
    within(end.name, most.name);
    within(end.phone, most.phone);
    within(end.address, most.address);
    for (const region of [end.province, end.city, end.area]) within(region, most.region);
  }
}

function refusalOf({ errcode, carrier }: WeChatRefusal): CourierRefusal {
  return new CourierRefusal(
    carrier && errcode === 9300501 ? `${errcode}/${carrier.code}` : String(errcode),
    carrier?.words ?? '',
    meanings[errcode] ?? 'ours',
  );
}
