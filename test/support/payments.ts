import type { ItemRow, OrderDetail, OrderRow, StaffCase } from '../../shared/contract';
import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import type { Client } from './client';
import { type StaffClient, staff } from './staff';

/** A case whose fee is owed, its order, and who has to do with it. */
export interface OwedCase {
  citizen: SignedIn;
  case: StaffCase;
  order: OrderRow;
}

/** Costs 20 元, and takes some days. */
const CARD = '居民身份证换领';
/** Costs 120 元: more than one person may give back alone. */
export const PASSPORT = '普通护照签发';

/** An item of the city hall that costs something. */
async function itemWithFee(client: Client, name: string): Promise<ItemRow> {
  const { items } = await client.get('GET /items', { query: { q: name, county: '530600' } });
  const found = items.find((item) => item.name.includes(name) && item.feeWords !== '不收费');
  if (!found) throw new Error('The sample has no item with a fee');
  return found;
}

/** Sits at the window and does every step up to the decision by one person. */
export function clerkOfAll(app: TestApp): Promise<StaffClient> {
  return staff(app, ['window', 'reviewer', 'approver', 'dispatcher']);
}

/** A case with a fee that was taken in at the window and accepted. */
export async function owedCase(
  app: TestApp,
  clerk: StaffClient,
  whose?: SignedIn,
  name = CARD,
): Promise<OwedCase> {
  const citizen = whose ?? (await person(app));
  const item = await itemWithFee(clerk, name);
  const { materials } = await clerk.get('GET /items/{code}', { params: { code: item.code } });
  const { name: applicantName, idNumber } = citizen.citizen;
  const body = {
    itemCode: item.code,
    applicant: { name: applicantName, idNumber },
    received: materials.map(({ id }) => id),
  };
  const { id } = await clerk.get('POST /staff/cases', { body });
  const accepted = await clerk.get('POST /staff/cases/{id}/accept', { params: { id }, body: {} });
  const [order] = (await citizen.get('GET /orders', { query: { caseId: id } })).items;
  if (!order) throw new Error('An accepted case with a fee owes nothing');
  return { citizen, case: accepted, order };
}

export interface PayBody {
  force?: boolean;
  as?: { fen?: number; appid?: string; mchid?: string; currency?: string };
  notify?: 'now' | 'soon' | 'hold' | 'never';
}

/** What a phone does to pay: asks for the parameters and lets WeChat take the money. */
export async function pay(
  app: TestApp,
  citizen: SignedIn,
  order: Pick<OrderRow, 'id' | 'fen'>,
  how: PayBody = {},
): Promise<PaidAtWeChat> {
  const { payment } = await citizen.get('POST /orders/{id}/prepay', {
    params: { id: order.id },
    body: { fen: order.fen },
  });
  return takeMoney(app, payment.package.replace('prepay_id=', ''), { params: payment, ...how });
}

export interface PaidAtWeChat {
  outTradeNo: string;
  transactionId: string;
  prepayId: string;
}

/** Lets WeChat take the money of a prepaid order. */
export async function takeMoney(app: TestApp, prepayId: string, how: object): Promise<PaidAtWeChat> {
  const { payment } = (await payDoor(app, `/payments/${prepayId}/pay`, how)) as { payment: PaidAtWeChat };
  return payment;
}

export interface Told {
  answers: { status: number | null; text: string }[];
}

/** Lets WeChat tell of a payment. */
export const notifyPayment = (app: TestApp, number: string, how = 'right', times = 1) =>
  payDoor(app, `/payments/${number}/notify`, { how, times }) as Promise<Told>;

/** Lets WeChat tell of a refund. */
export const notifyRefund = (app: TestApp, number: string, how = 'right', times = 1) =>
  payDoor(app, `/refunds/${number}/notify`, { how, times }) as Promise<Told>;

/** Brings a refund to its end at WeChat. */
export const endRefund = (
  app: TestApp,
  number: string,
  state: 'SUCCESS' | 'CLOSED' | 'ABNORMAL',
  notify: 'now' | 'never' = 'never',
) => payDoor(app, `/refunds/${number}/outcome`, { state, notify });

export interface WeChatBooks {
  payments: {
    outTradeNo: string;
    prepayId: string;
    fen: number;
    state: string;
    notices: { taken: boolean; tries: { status: number | null }[] }[];
  }[];
  refunds: {
    outRefundNo: string;
    outTradeNo: string;
    fen: number;
    state: string;
    notices: { taken: boolean; tries: { status: number | null }[] }[];
  }[];
}

/** All that WeChat Pay knows. */
export const weChatBooks = (app: TestApp) =>
  payDoor(app, '/payments', undefined, 'GET') as Promise<WeChatBooks>;

/** How WeChat Pay behaves from now on. */
export const payMode = (
  app: TestApp,
  mode: { notify?: 'soon' | 'hold' | 'never'; refundSeconds?: number | null; balanceFen?: number | null },
) => payDoor(app, '/pay', mode, 'PUT');

/** Tells the sandbox something about payments. */
export async function payDoor(
  app: TestApp,
  path: string,
  body: unknown,
  method: 'POST' | 'PUT' | 'GET' = 'POST',
): Promise<unknown> {
  const response = await fetch(`${app.url}/sandbox${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export const orderOf = (client: SignedIn, id: string): Promise<OrderDetail> =>
  client.get('GET /orders/{id}', { params: { id } });
