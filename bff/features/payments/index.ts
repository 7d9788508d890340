import type { OrderKind, paymentsContract, staffPaymentsContract } from '../../../shared/contract/payments';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { tellEffects } from './effects';
import { postDue } from './ledger';
import { createModels, type Effect } from './model';
import { orderIdOf } from './numbers';
import { drop, type Owed, owe } from './owe';
import type { Listener, PaymentNeeds, PaymentParts } from './parts';
import { paymentData } from './person-data';
import { type NotificationRequest, receiveNotification, takeLeft } from './receive-notification';
import { reconcileDue } from './reconcile';
import { paymentRoutes } from './routes';
import { sendRefunds } from './send-refunds';
import { staffPaymentRoutes } from './staff-routes';
import { askDueOrders } from './sweep-orders';

export type { Owed } from './owe';

/** What others may ask of payments. */
export interface Payments {
  routes: Routes<typeof paymentsContract>;
  staffRoutes: Routes<typeof staffPaymentsContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** The id that the one order of a thing has or will have. */
  orderIdOf(kind: OrderKind, subjectId: string): string;
  /** Makes the order, or finds it. Repeatable. */
  owe(owed: Owed): Promise<{ orderId: string }>;
  /** It is not owed any more: what was not paid is closed, what was paid goes back. Repeatable; also before `owe`. */
  drop(kind: OrderKind, subjectId: string, cause: 'withdrawn' | 'cancelled', reason: string): Promise<void>;
  /**
   * Whoever owes hears when it is settled (paid, paid at the window, exempt): at least once, again until it answers without
   * throwing, also after a death.
   */
  onSettled(kind: OrderKind, listener: Listener): void;
  /** Whoever owes hears when it ended unpaid (`payBy` is over). Same manner. */
  onEnded(kind: OrderKind, listener: Listener): void;
  /** A mandate has ended: who acted under it is told nothing more. Repeatable. */
  endMandate(mandateId: string): Promise<void>;
  /** Takes what WeChat Pay tells of a payment or a refund. */
  receiveNotification(request: NotificationRequest): Promise<'taken' | 'refused' | 'closed'>;
}

const OFTEN_MS = 2_000;
const SELDOM_MS = 60_000;

/** What is owed and paid: orders, an append-only ledger, WeChat Pay, refunds, the daily comparison. */
export function createPayments(
  deps: Pick<
    Deps,
    'settings' | 'clock' | 'log' | 'pay' | 'wechat' | 'mongo' | 'work' | 'outboxes' | 'reached'
  > &
    PaymentNeeds,
): Payments {
  const { settings, clock, log, pay, wechat, mongo, work, outboxes, reached } = deps;
  const { venues, people, mandates } = deps;
  const models = createModels(mongo);
  const parts: PaymentParts = {
    settings,
    clock,
    log,
    pay,
    wechat,
    reached,
    venues,
    people,
    mandates,
    ...models,
    listeners: new Map(),
  };
  const listen = (effect: Effect) => (kind: OrderKind, listener: Listener) => {
    const known = parts.listeners.get(`${effect} ${kind}`) ?? [];
    parts.listeners.set(`${effect} ${kind}`, [...known, listener]);
  };
  work.add({ name: 'payments-post', every: OFTEN_MS, run: () => postDue(parts) });
  work.add({ name: 'payments-notified', every: OFTEN_MS, run: () => takeLeft(parts) });
  work.add({ name: 'payments-ask', every: OFTEN_MS, run: () => askDueOrders(parts) });
  work.add({ name: 'payments-tell', every: OFTEN_MS, run: () => tellEffects(parts) });
  work.add({ name: 'payments-refund', every: OFTEN_MS, run: () => sendRefunds(parts) });
  work.add({ name: 'payments-reconcile', every: SELDOM_MS, run: () => reconcileDue(parts) });
  outboxes.register(models.orders);
  return {
    routes: paymentRoutes(parts),
    staffRoutes: staffPaymentRoutes(parts),
    models: Object.values(models) as AnyModel[],
    dataHolder: paymentData(parts),
    orderIdOf,
    owe: (owed) => owe(parts, owed),
    drop: (kind, subjectId, cause, reason) => drop(parts, kind, subjectId, cause, reason),
    onSettled: listen('settled'),
    onEnded: listen('ended'),
    endMandate: async (mandateId) => {
      await models.orders.updateMany({ mandateId }, { $set: { accountId: null } });
    },
    receiveNotification: (request) => receiveNotification(parts, request),
  };
}
