import type { Clock } from '../../clock';
import type { Settings } from '../../settings';
import type { Citizens } from '../citizens';
import type { Target } from '../faults';
import { type Asked, record, refusal, type Said } from '../replies';
import type { Parcel, ParcelEvent, Parcels } from './parcels';

export const expressPaths: Record<string, Target> = {
  '/cgi-bin/express/business/order/add': 'express-add',
  '/cgi-bin/express/business/order/get': 'express-get',
  '/cgi-bin/express/business/order/cancel': 'express-cancel',
  '/cgi-bin/express/business/path/get': 'express-path',
  '/cgi-bin/express/business/test_update_order': 'express-update',
};

export interface ExpressParts {
  clock: Clock;
  citizens: Citizens;
  parcels: Parcels;
  couriers: Settings['couriers'];
  /** A parcel was heard of: WeChat and 快递100 tell it. */
  moved(parcel: Parcel, events: ParcelEvent[]): void;
}

type Body = Record<string, unknown>;

/** The carrier's own no, passed on by WeChat. */
export function carrierRefusal(code: number, words: string): Said {
  const said = refusal(9300501);
  const body = 'json' in said ? record(said.json) : null;
  return { status: 200, json: { ...body, delivery_resultcode: code, delivery_resultmsg: words } };
}

/** 物流助手, with the checks of the real one. The token was looked at before. */
export function answerExpress(target: Target, { body }: Asked, parts: ExpressParts): Said {
  const sent = record(body);
  if (!sent) return refusal(47001);
  if (target === 'express-add') return add(sent, parts);
  const parcel = parts.parcels.ofOrder(String(sent.order_id));
  if (!parcel || !names(sent, parcel, target === 'express-get')) return refusal(40199);
  if (target === 'express-get') return { status: 200, json: { errcode: 0, ...shown(parcel) } };
  if (target === 'express-path') return pathOf(parcel, parts);
  return target === 'express-cancel' ? cancel(parcel, parts) : update(sent, parcel, parts);
}

/** Whether a call means this parcel; getting an order needs no waybill. */
function names(sent: Body, parcel: Parcel, withoutWaybill: boolean): boolean {
  if (sent.delivery_id !== parcel.deliveryId || (sent.openid ?? '') !== parcel.openid) return false;
  return sent.waybill_id === parcel.waybill || (withoutWaybill && sent.waybill_id === undefined);
}

function shown({ orderId, waybill, labels }: Parcel) {
  return { order_id: orderId, waybill_id: waybill, waybill_data: labels };
}

const bytes = (value: unknown, most: number) =>
  typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= most;

function wrongEnd(given: unknown): number | null {
  const end = record(given);
  if (!end) return 47001;
  if (end.mobile === undefined && end.tel === undefined) return 47001;
  const sized =
    bytes(end.name, 64) &&
    bytes(end.mobile ?? end.tel, 32) &&
    [end.province, end.city, end.area].every((part) => bytes(part, 64)) &&
    bytes(end.address, 512);
  return sized ? null : 9300526;
}

function wrongAccount(sent: Body, couriers: Settings['couriers']): number | null {
  if (sent.delivery_id === 'TEST') return sent.biz_id === 'test_biz_id' ? null : 9300531;
  const accounts = Object.entries(couriers.express?.accounts ?? {}).map(([carrier, account]) => ({
    ...account,
    deliveryId: account.deliveryId ?? carrier,
  }));
  const account = accounts.find(({ deliveryId }) => deliveryId === sent.delivery_id);
  if (!account) return 9300503;
  if (account.bizId !== sent.biz_id)
    return accounts.some(({ bizId }) => bizId === sent.biz_id) ? 9300525 : 9300531;
  return record(sent.service)?.service_type === account.service.type ? null : 9300510;
}

function wrongOrder(sent: Body, { citizens }: ExpressParts): number | null {
  if (!bytes(sent.order_id, 512)) return 9300526;
  if (sent.add_source === 0) {
    if (!citizens.all().some(({ openid }) => openid === sent.openid)) return 40003;
  } else if (sent.add_source !== 2 || !bytes(sent.wx_appid, 64)) return 9300536;
  for (const end of [sent.sender, sent.receiver]) {
    const wrong = wrongEnd(end);
    if (wrong !== null) return wrong;
  }
  const [cargo, shop] = [record(sent.cargo), record(sent.shop)];
  if (!cargo || !shop || !record(sent.insured) || !record(sent.service)) return 47001;
  if (!(Number(cargo.weight) > 0) || !(Number(cargo.count) > 0) || !Array.isArray(cargo.detail_list))
    return 47001;
  if (!cargo.detail_list.every((row) => bytes(record(row)?.name, 128))) return 9300526;
  if (!bytes(shop.goods_name, 128) || !/^https?:\/\//.test(String(shop.img_url))) return 9300535;
  return typeof shop.wxa_path === 'string' && shop.wxa_path.startsWith('/') ? 41030 : null;
}

function add(sent: Body, parts: ExpressParts): Said {
  const wrong = wrongAccount(sent, parts.couriers) ?? wrongOrder(sent, parts);
  if (wrong !== null) return refusal(wrong);
  if (sent.delivery_id === 'SF') {
    const expected = sent.expect_time;
    const good =
      typeof expected === 'number' && (expected === 0 || expected * 1_000 > parts.clock.now().getTime());
    if (!good) return carrierRefusal(2_011, '上门取件时间无效');
  }
  const receiver = record(sent.receiver) ?? {};
  if (/不可达/.test(String(receiver.address))) return carrierRefusal(1_003, '收件地址超出派送范围');
  // A number is good for one order, for ever.
  if (parts.parcels.ofOrder(String(sent.order_id))) return carrierRefusal(1_002, '订单号重复');
  const parcel = parts.parcels.place({
    orderId: String(sent.order_id),
    openid: String(sent.openid ?? ''),
    deliveryId: String(sent.delivery_id),
    bizId: String(sent.biz_id),
    to: [receiver.province, receiver.city, receiver.area].join(''),
    city: String(receiver.city),
  });
  return { status: 200, json: shown(parcel) };
}

function cancel(parcel: Parcel, { parcels }: ExpressParts): Said {
  if (!parcel.cancelled) {
    if (parcels.pickedUp(parcel)) return refusal(9300506);
    parcels.cancel(parcel);
  }
  return { status: 200, json: { errcode: 0, errmsg: 'ok', delivery_resultcode: 0, delivery_resultmsg: '' } };
}

function pathOf(parcel: Parcel, { parcels, moved }: ExpressParts): Said {
  for (const { parcel: other, events } of parcels.catchUp()) moved(other, events);
  return {
    status: 200,
    json: {
      openid: parcel.openid,
      delivery_id: parcel.deliveryId,
      waybill_id: parcel.waybill,
      path_item_num: parcel.events.length,
      path_item_list: parcel.events.map(({ at, type, words }) => ({
        action_time: Math.floor(at / 1_000),
        action_type: type,
        action_msg: words,
      })),
    },
  };
}

/** Only the built-in test carrier can be told what to say. */
function update(sent: Body, parcel: Parcel, { parcels, moved }: ExpressParts): Said {
  if (sent.biz_id !== 'test_biz_id' || parcel.deliveryId !== 'TEST') return refusal(9300531);
  if (typeof sent.action_type !== 'number' || typeof sent.action_msg !== 'string') return refusal(47001);
  parcel.ahead = [];
  moved(parcel, [parcels.tell(parcel, sent.action_type, sent.action_msg)]);
  return { status: 200, json: { errcode: 0, errmsg: 'ok' } };
}
