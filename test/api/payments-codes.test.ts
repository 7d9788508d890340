import { afterAll, beforeAll, expect, it } from 'vitest';
import { paymentsContract, staffPaymentsContract } from '../../shared/contract/payments';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { door } from '../support/notices';
import { clerkOfAll, owedCase, PASSPORT, pay } from '../support/payments';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const nowhere = { params: { id: 'nowhere' } };

let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let citizen: SignedIn;

beforeAll(async () => {
  app = await startApp();
  clerk = await clerkOfAll(app);
  head = await staff(app, 'supervisor');
  citizen = await person(app);
});
afterAll(() => app.stop());

it('what is not there', async () => {
  await gives(citizen, 'GET /orders/{id}', 'NOT_FOUND', nowhere);
  await gives(citizen, 'POST /orders/{id}/prepay', 'NOT_FOUND', { ...nowhere, body: { fen: 1 } });
  await gives(citizen, 'POST /orders/{id}/refresh', 'NOT_FOUND', nowhere);
  await gives(citizen, 'GET /orders/{id}/code', 'NOT_FOUND', nowhere);
  await gives(clerk, 'GET /staff/orders/{id}', 'NOT_FOUND', nowhere);
  const settle = { ...nowhere, body: { how: 'exempt' as const, reference: '首次申领' } };
  await gives(clerk, 'POST /staff/orders/{id}/settle', 'NOT_FOUND', settle);
  const refund = { body: { orderId: 'nowhere', fen: 1, reason: '多收了' } };
  await gives(head, 'POST /staff/refunds', 'NOT_FOUND', refund);
  const yes = { ...nowhere, body: { approve: true } };
  await gives(head, 'POST /staff/refunds/{id}/approve', 'NOT_FOUND', yes);
});

it('a payment of another amount, while WeChat does not answer, for somebody one does not act for any more', async () => {
  const { order } = await owedCase(app, clerk, citizen);
  const one = { params: { id: order.id } };
  const body = { fen: order.fen };
  await gives(citizen, 'POST /orders/{id}/prepay', 'ORDER_AMOUNT_CHANGED', {
    ...one,
    body: { fen: order.fen + 1 },
  });
  await door(app, '/faults', { target: 'pay-prepay', kind: 'status', value: 503, times: 1 });
  await gives(citizen, 'POST /orders/{id}/prepay', 'PAY_UNAVAILABLE', { ...one, body });
  await citizen.get('POST /orders/{id}/prepay', { ...one, body });
  await door(app, '/faults', { target: 'pay-query', kind: 'status', value: 503, times: 1 });
  await gives(citizen, 'POST /orders/{id}/refresh', 'PAY_UNAVAILABLE', one);
  await door(app, '/faults', { target: 'wxacode', kind: 'status', value: 503, times: 1 });
  await gives(citizen, 'GET /orders/{id}/code', 'WECHAT_UNAVAILABLE', one);
  const code = await citizen.ask('GET /orders/{id}/code', one);
  expect(code.headers.get('content-type')).toMatch(/^image\//);

  // Acting for them under a mandate, which then ends.
  const agent = await person(app);
  const { version } = (await citizen.get('GET /mandates')).terms;
  const invited = await citizen.get('POST /mandates', { body: { relation: 'parent', version } });
  await agent.get('POST /mandates/accept', {
    body: { code: invited.code, version: (await agent.get('GET /mandates')).terms.version },
  });
  const mandateId = invited.mandate.id;
  await app.deps.mongo
    .collection<{ _id: string }>('orders')
    .updateOne({ _id: order.id }, { $set: { mandateId } });
  expect((await agent.get('GET /orders/{id}', one)).id).toBe(order.id);
  await citizen.get('POST /mandates/{id}/withdraw', { params: { id: mandateId } });
  await gives(agent, 'POST /orders/{id}/prepay', 'MANDATE_ENDED', { ...one, body });
});

it('what is over, what is too much, what needs another person', async () => {
  const { order } = await owedCase(app, clerk, citizen, PASSPORT);
  const one = { params: { id: order.id } };
  const refund = { orderId: order.id, fen: order.fen, reason: '多收了' };
  await gives(head, 'POST /staff/refunds', 'ORDER_STATE', { body: refund });
  await pay(app, citizen, order, { notify: 'now' });
  await gives(citizen, 'POST /orders/{id}/prepay', 'ORDER_STATE', { ...one, body: { fen: order.fen } });
  await gives(citizen, 'GET /orders/{id}/code', 'ORDER_STATE', one);
  const settle = { ...one, body: { how: 'exempt' as const, reference: '首次申领' } };
  await gives(clerk, 'POST /staff/orders/{id}/settle', 'ORDER_STATE', settle);
  const too = { ...refund, fen: order.fen + 1 };
  await gives(head, 'POST /staff/refunds', 'REFUND_TOO_MUCH', { body: too });

  const asked = await head.get('POST /staff/refunds', { body: refund });
  expect(asked).toMatchObject({ state: 'awaiting-approval', canApprove: false });
  const yes = { params: { id: asked.id }, body: { approve: true } };
  await gives(head, 'POST /staff/refunds/{id}/approve', 'REFUND_SAME_OFFICER', yes);
  const second = await staff(app, 'supervisor');
  const [first] = (await second.get('GET /staff/refunds')).items;
  expect(first).toMatchObject({ id: asked.id, canApprove: true });
  const no = { params: { id: asked.id }, body: { approve: false, note: '先核对' } };
  expect((await second.get('POST /staff/refunds/{id}/approve', no)).state).toBe('rejected');
  await gives(second, 'POST /staff/refunds/{id}/approve', 'REFUND_STATE', yes);

  // What was set aside is free again.
  const again = await head.get('POST /staff/refunds', { body: refund });
  const approved = { params: { id: again.id }, body: { approve: true } };
  const said = await second.get('POST /staff/refunds/{id}/approve', approved);
  expect(said).toMatchObject({ state: 'to-send', approvedBy: second.member.name });
  await app.deps.work.runAll();
  expect((await citizen.get('GET /orders/{id}', one)).state).toBe('refunding');
});

it('every declared code was given', () => {
  expect(seen.missing(paymentsContract)).toEqual([]);
  expect(seen.missing(staffPaymentsContract)).toEqual([]);
});
