import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PayNotification, WeChatPayGateway } from '../../bff/gateways/wechat-pay';
import type { PaySettings } from '../../bff/settings/pay';
import { type OutsideWorld, startOutsideWorld } from './outside';

export interface Received {
  path: string;
  headers: Record<string, string | undefined>;
  body: string;
}

/** WeChat Pay of the sandbox, a gateway to it, and a merchant's URL that keeps what it is told. */
export interface PayWorld extends OutsideWorld {
  pay: WeChatPayGateway;
  account: PaySettings;
  /** What arrived at the merchant. */
  received: Received[];
  /** How the merchant answers. */
  answer: { status: number };
  payer: { openid: string; id: string };
  /** A prepayment of so many fen. */
  order(outTradeNo: string, fen?: number): Promise<string>;
  /** Orders, pays and has it told. */
  paid(outTradeNo: string, fen?: number): Promise<Received>;
  openLast(): Promise<PayNotification>;
  /** A gateway of another process. */
  another(change?: Partial<PaySettings>): WeChatPayGateway;
}

export async function startPayWorld(timeoutMs = 5_000): Promise<PayWorld> {
  const world = await startOutsideWorld(timeoutMs);
  const received: Received[] = [];
  const answer = { status: 204 };
  const merchant = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ path: request.url ?? '', headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(answer.status).end();
    });
  });
  merchant.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => {
    merchant.listen(0, '127.0.0.1', resolve);
  });
  const account = world.sandbox.pay;
  account.notifyBaseUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}`;
  const another = (change: Partial<PaySettings> = {}) => {
    const made = world.gateways(undefined, change).pay;
    if (!made) throw new Error('there is no account');
    return made;
  };
  const pay = another();
  const [payer] = (await world.door('GET', '/citizens')).body.citizens;
  if (!payer) throw new Error('the sandbox has nobody');
  const order = (outTradeNo: string, fen = 2_000) =>
    pay.prepay({
      outTradeNo,
      description: '居民身份证工本费',
      fen,
      openid: payer.openid,
      expiresAt: new Date(world.clock.now().getTime() + 30 * 60_000),
    });
  const last = () => {
    const found = received.at(-1);
    if (!found) throw new Error('nothing arrived');
    return found;
  };
  return {
    ...world,
    pay,
    account,
    received,
    answer,
    payer,
    order,
    another,
    paid: async (outTradeNo, fen) => {
      const prepayId = await order(outTradeNo, fen);
      await world.door('POST', `/payments/${prepayId}/pay`, { notify: 'now' });
      return last();
    },
    openLast: () => {
      const { headers, body } = last();
      return pay.open(headers, body, world.clock.now());
    },
    close: async () => {
      await world.close();
      merchant.closeAllConnections();
      await new Promise((resolve) => merchant.close(resolve));
    },
  };
}
