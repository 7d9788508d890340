import { Counter, Gauge, type Registry } from 'prom-client';
import { pausedChannels } from './channels';
import type { DeliveryDoc } from './model';
import type { NotificationParts } from './parts';

const channels = ['wechat', 'sms'] as const;

/** What to watch of messages; asked of the store whenever /metrics is. */
export function notificationMetrics(parts: NotificationParts, registry: Registry, alarms: Alarms): void {
  const registers = [registry];
  new Gauge({
    name: 'notices_owed',
    help: 'Documents whose notices are due and not yet messages',
    labelNames: ['collection'],
    registers,
    async collect() {
      const now = parts.clock.now();
      for (const model of parts.outboxes.all)
        this.set(
          { collection: model.collection.collectionName },
          await model.countDocuments({ outboxDue: { $lte: now } }),
        );
    },
  });
  new Gauge({
    name: 'deliveries_due',
    help: 'Deliveries that could be on their way now and are not',
    labelNames: ['channel'],
    registers,
    async collect() {
      const now = parts.clock.now();
      for (const channel of channels)
        this.set({ channel }, await parts.deliveries.countDocuments({ nextAt: { $lte: now }, channel }));
    },
  });
  new Gauge({
    name: 'deliveries_oldest_seconds',
    help: 'How long the delivery that has been due longest has been due',
    registers,
    async collect() {
      const now = parts.clock.now();
      const oldest = await parts.deliveries
        .findOne({ nextAt: { $lte: now } }, { nextAt: 1 })
        .sort({ nextAt: 1 })
        .lean<Pick<DeliveryDoc, 'nextAt'>>();
      this.set(oldest?.nextAt ? (now.getTime() - oldest.nextAt.getTime()) / 1_000 : 0);
    },
  });
  new Gauge({
    name: 'dead_letters',
    help: 'Messages that nobody tries any more and no person has looked at',
    labelNames: ['channel'],
    registers,
    async collect() {
      for (const channel of channels)
        this.set({ channel }, await parts.deliveries.countDocuments({ dead: true, channel }));
    },
  });
  new Gauge({
    name: 'notice_channel_paused',
    help: '1 while a channel rests until the next day because its quota is used up',
    labelNames: ['channel'],
    registers,
    async collect() {
      const paused = await pausedChannels(parts, parts.clock.now());
      for (const channel of channels) this.set({ channel }, paused.includes(channel) ? 1 : 0);
    },
  });
  alarms.counter = new Counter({
    name: 'notice_alarms_total',
    help: 'Refusals of the other side that someone must mend: template, page, field, account',
    labelNames: ['channel', 'code'],
    registers,
  });
}

/** Counts refusals that someone must mend, once there is something to count with. */
export class Alarms {
  counter: Counter<'channel' | 'code'> | undefined;

  raise(channel: string, code: string): void {
    this.counter?.inc({ channel, code });
  }
}
