import { Readable } from 'node:stream';
import type { paymentsContract } from '../../../shared/contract/payments';
import { pageAfter } from '../../http/cursor';
import { FileAnswer, type Routes } from '../../http/route';
import { Problem } from '../../problem';
import { findOrder } from './find-order';
import { listOrders, orderOf } from './list-orders';
import type { PaymentParts } from './parts';
import { prepay } from './prepay';
import { presentOrder, presentRow } from './presenter';
import { refresh } from './refresh';

const PAGE = 20;
/** Where the code leads; the order's id is the scene. */
const PAGE_OF_ORDER = 'packages/payment/order/index';

export function paymentRoutes(parts: PaymentParts): Routes<typeof paymentsContract> {
  return {
    'GET /orders': async ({ query, caller }) => {
      if (caller.personId === null) throw new Problem('IDENTITY_REQUIRED');
      const found = await listOrders(parts, caller.personId, query);
      const { items, next, total } = pageAfter(found, query.page, PAGE, orderOf);
      return { items: items.map(presentRow), next, total };
    },

    'GET /orders/{id}': async ({ params, caller, context: { now } }) =>
      presentOrder(parts, await findOrder(parts, params.id, caller), now),

    'POST /orders/{id}/prepay': async ({ params, body, caller, context: { now } }) => {
      const { order, payment } = await prepay(parts, { id: params.id, caller, fen: body.fen });
      return { order: presentOrder(parts, order, now), payment };
    },

    'POST /orders/{id}/refresh': async ({ params, caller, context: { now } }) =>
      presentOrder(parts, await refresh(parts, params.id, caller), now),

    'GET /orders/{id}/code': async ({ params, caller }) => {
      const { doc, standing } = await findOrder(parts, params.id, caller);
      if (standing.state !== 'owed') throw new Problem('ORDER_STATE');
      const image = Buffer.from(await parts.wechat.codeImage(doc._id, PAGE_OF_ORDER));
      const type = image[0] === 0x89 ? 'image/png' : 'image/jpeg';
      return new FileAnswer(type, Readable.from(image), image.length);
    },
  };
}
