import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** Tells listeners in every process that something changed; what it is now they find out themselves. */
export interface Live {
  /** @param topic what changed, e.g. `queues/q1` */
  publish(topic: string): void;
  /** @returns a function that ends it */
  subscribe(topic: string, listener: () => void): () => void;
}

/**
 * Topics over Redis pub/sub. Only names travel, so a message that is lost or comes twice harms nothing: listeners of this
 * process hear at once without Redis, and after the connection to Redis was lost everyone is told to look again, also
 * regularly for as long as it stays away.
 */
export class LiveHub implements Live {
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly own = randomUUID();
  private readonly channel: string;
  private subscriber: Redis | null = null;
  private subscribed = false;
  private checking = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly redis: Redis,
    private readonly log: Logger,
    /** Milliseconds between two looks while Redis is away. */
    private readonly lookEvery = 1_000,
  ) {
    this.channel = `${redis.options?.keyPrefix ?? ''}live`;
  }

  publish(topic: string): void {
    this.tell(topic);
    this.redis.publish(this.channel, `${this.own} ${topic}`).catch((error: unknown) => {
      this.log.warn({ err: error, topic }, 'other processes were not told of a change, they will look');
    });
  }

  subscribe(topic: string, listener: () => void): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(topic) === listeners) this.listeners.delete(topic);
    };
  }

  /** Begins to hear what other processes publish. A Redis that is away is waited for. */
  start(): void {
    const subscriber = this.redis.duplicate();
    this.subscriber = subscriber;
    subscriber.on('error', () => undefined);
    subscriber.on('close', () => {
      this.subscribed = false;
    });
    subscriber.on('ready', () => void this.listen(subscriber));
    subscriber.on('message', (_channel: string, message: string) => {
      const [sender, topic = ''] = message.split(' ');
      if (sender !== this.own) this.tell(topic);
    });
    if (subscriber.status === 'wait') subscriber.connect().catch(() => undefined);
    else if (subscriber.status === 'ready') void this.listen(subscriber);
    this.timer = setInterval(() => {
      if (this.subscribed) void this.check(subscriber);
      else this.tellAll();
    }, this.lookEvery).unref();
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
    this.subscriber?.disconnect();
    this.listeners.clear();
  }

  private async listen(subscriber: Redis): Promise<void> {
    try {
      await subscriber.subscribe(this.channel);
      this.subscribed = true;
      // What was published meanwhile was missed.
      this.tellAll();
    } catch (error) {
      this.log.warn({ err: error }, 'changes of other processes are not heard yet');
    }
  }

  /** A wire that hangs says nothing of it: who hears nothing asks, and connects anew when nobody answers in time. */
  private async check(subscriber: Redis): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      await subscriber.ping();
    } catch {
      if (this.subscribed) subscriber.disconnect(true);
      this.subscribed = false;
    } finally {
      this.checking = false;
    }
  }

  private tell(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }

  private tellAll(): void {
    for (const topic of this.listeners.keys()) this.tell(topic);
  }
}
