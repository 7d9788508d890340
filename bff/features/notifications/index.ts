import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { notificationsContract } from '../../../shared/contract/notifications';
import type { Deps } from '../../deps';
import type { Caller, Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { applyPushes } from './apply-push';
import { deliverDue } from './deliver';
import { forgetOld } from './forget';
import { countUnread, recipientsOf } from './inbox';
import { Alarms, notificationMetrics } from './metrics';
import { notificationModels } from './model';
import type { NotificationNeeds, NotificationParts } from './parts';
import { notificationData } from './person-data';
import { planDue } from './plan';
import { type PushRequest, type PushTaker, receivePush } from './receive-push';
import { relayDue } from './relay';
import { notificationRoutes } from './routes';

export type { NotificationNeeds } from './parts';

export interface Notifications {
  routes: Routes<typeof notificationsContract>;
  models: AnyModel[];
  dataHolder: DataHolder;
  /** Answers WeChat's push URL; null when it is not WeChat's word. */
  receivePush(request: PushRequest): Promise<string | null>;
  /** Hands on what WeChat pushes of a kind that is another feature's: see `PushTaker`. */
  onPush(event: string, take: PushTaker): void;
  /** How many messages somebody has not read. */
  unread(caller: Caller): Promise<number>;
  /** Moves what is owed into messages, now. */
  relay(): Promise<void>;
  /** Adds what is to be watched to /metrics. */
  measure(registry: Registry): void;
}

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;

/** From what a change owes to what arrives: inbox, WeChat, SMS. Made last, because the others' jobs owe. */
export function createNotifications(deps: Deps & NotificationNeeds): Notifications {
  const { settings, clock, log, cipher, wechat, sms, outboxes, reached, mongo, people, cases, work } = deps;
  const models = notificationModels(mongo);
  const alarms = new Alarms();
  const takers = new Map<string, PushTaker>();
  const parts: NotificationParts = {
    ...models,
    settings,
    clock,
    log,
    cipher,
    wechat,
    sms,
    outboxes,
    reached,
    people,
    cases,
    worker: randomUUID(),
    alarm: (channel, code) => alarms.raise(channel, code),
  };
  // In this order a run of all jobs brings a notice all the way.
  work.add({ name: 'relay-notices', every: EVERY_MS, run: alone(() => relayDue(parts)) });
  work.add({ name: 'plan-deliveries', every: EVERY_MS, run: alone(() => planDue(parts)) });
  // WeChat's word first: what it tells of need not be sent again.
  work.add({ name: 'apply-pushes', every: EVERY_MS, run: alone(() => applyPushes(parts)) });
  work.add({ name: 'deliver', every: EVERY_MS, run: alone(() => deliverDue(parts)) });
  work.add({ name: 'forget-old-messages', every: FORGET_EVERY_MS, run: () => forgetOld(parts) });
  return {
    routes: notificationRoutes(parts),
    models: Object.values(models) as AnyModel[],
    dataHolder: notificationData(parts),
    receivePush: (request) => receivePush(parts, request, takers),
    onPush: (event, take) => {
      takers.set(event, take);
    },
    unread: (caller) => countUnread(parts, recipientsOf(caller)),
    relay: () => relayDue(parts),
    measure: (registry) => notificationMetrics(parts, registry, alarms),
  };
}

/** A run that finds the one before still under way waits for it and then runs: nothing due at its start is missed. */
function alone(run: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    waiting ??= last
      .catch(() => undefined)
      .then(() => {
        waiting = null;
        last = run();
        return last;
      });
    return waiting;
  };
}
