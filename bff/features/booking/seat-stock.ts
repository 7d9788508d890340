import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import type { AppointmentModel } from './model';

/** A slot of a queue on a day, and how many seats it has. */
export interface Place {
  queueDay: string;
  slot: string;
  seats: number;
  /** Every slot offered that day: what is built together. */
  slots: readonly string[];
}

export type Taken =
  | { seat: number }
  /** `known`: the person has something in this queue that day, perhaps this very seat. */
  | { seat: null; known: boolean };

interface Occupied {
  _id: string;
  slot: string;
  seat: number;
  personId: string;
  dueAt?: Date;
}

/** How long a full slot stays believed before the appointments are asked again: heals seats lost in between. */
const FRESH_MS = 2_000;
/** Longer than the farthest day that can be booked; then a day's keys clean themselves away. */
const KEPT_SECONDS = 20 * 86_400;
const LOCK_MS = 3_000;
const AWAY_MS = 1_000;

/**
 * Hands out free seat numbers. Redis holds them ready, so that a crowd is told "full" without MongoDB being
 * asked; the appointments alone decide, and the stock is rebuilt from them whenever it is missing or looks
 * wrong. A number handed out is a hint: the unique index refuses one that is taken.
 */
export class SeatStock {
  private awayUntil = 0;
  private readonly rebuilding = new Map<string, Promise<void>>();

  constructor(
    private readonly redis: Redis,
    private readonly appointments: AppointmentModel,
    private readonly clock: Clock,
    private readonly log: Logger,
    /** Does what is due in a queue's day, so that seats whose time is over are back before anyone hears "full". */
    private readonly settleDay: (queueDay: string) => Promise<void>,
  ) {}

  /** Takes a free seat out of the stock. Whoever does not use it gives it back. */
  async take(place: Place, personId: string): Promise<Taken> {
    return this.guarded(
      () => this.takeFromRedis(place, personId),
      () => this.takeFromAppointments(place),
    );
  }

  /** Whose an appointment is and when it will be due; said before it is written and after each change. */
  async note(queueDay: string, appointmentId: string, personId: string, dueAt: Date): Promise<void> {
    const key = keysOf(queueDay);
    await this.guarded(
      () =>
        this.run(
          this.redis
            .multi()
            .sadd(key.people, personId)
            .expire(key.people, KEPT_SECONDS)
            .zadd(key.due, dueAt.getTime(), appointmentId)
            .expire(key.due, KEPT_SECONDS),
        ),
      async () => [],
    );
  }

  /** A seat is free again. @param appointmentId of the one that had it; absent when none ever did */
  async giveBack(queueDay: string, slot: string, seat: number, appointmentId = ''): Promise<void> {
    const key = keysOf(queueDay);
    await this.guarded(
      () =>
        this.run(
          this.redis
            .multi()
            .sadd(key.free(slot), seat)
            .expire(key.free(slot), KEPT_SECONDS)
            .zrem(key.due, appointmentId),
        ),
      async () => [],
    );
  }

  private async takeFromRedis(place: Place, personId: string): Promise<Taken> {
    const key = keysOf(place.queueDay);
    for (let attempt = 0; ; attempt += 1) {
      const [built, fresh, seat, known, due] = await this.run(
        this.redis
          .multi()
          .get(key.built)
          .exists(key.fresh)
          .spop(key.free(place.slot))
          .sismember(key.people, personId)
          .zcount(key.due, '-inf', this.clock.now().getTime()),
      );
      const signature = signatureOf(place);
      // Seats were made fewer and someone still sits beyond: what comes back need not be free.
      if (built === beyond(signature) && (fresh === 1 || attempt > 0))
        return this.takeFromAppointments(place);
      const right = built === signature;
      if (right && seat !== null) return { seat: Number(seat) };
      if (attempt > 0 && right) return { seat: null, known: known === 1 };
      if (attempt > 2) return this.takeFromAppointments(place);
      if (right && fresh === 1 && due === 0) return { seat: null, known: known === 1 };
      // Not built, built for other hours, something due, or full for a while: the appointments know.
      await this.rebuild(place);
    }
  }

  /** Without Redis: a free seat drawn at random, so that those who come together rarely draw the same. */
  private async takeFromAppointments(place: Place): Promise<Taken> {
    await this.settleDay(place.queueDay);
    const occupied = await this.occupied(place.queueDay);
    const free = freeSeats(place, place.slot, occupied);
    const seat = free[randomInt(Math.max(free.length, 1))];
    return seat === undefined ? { seat: null, known: true } : { seat };
  }

  /** One at a time in this process and, by a lock, among processes. The lock spares work; nothing depends on it. */
  private async rebuild(place: Place): Promise<void> {
    const running = this.rebuilding.get(place.queueDay);
    if (running) return running;
    const run = this.rebuildOnce(place).finally(() => this.rebuilding.delete(place.queueDay));
    this.rebuilding.set(place.queueDay, run);
    return run;
  }

  private async rebuildOnce(place: Place): Promise<void> {
    const { lock } = keysOf(place.queueDay);
    const token = randomUUID();
    if ((await this.redis.set(lock, token, 'PX', LOCK_MS, 'NX')) === null) {
      for (let waited = 0; waited < LOCK_MS && (await this.redis.exists(lock)) === 1; waited += 20)
        await pause(20);
      return;
    }
    try {
      await this.settleDay(place.queueDay);
      await this.write(place, await this.occupied(place.queueDay));
    } finally {
      if ((await this.redis.get(lock)) === token) await this.redis.del(lock);
    }
  }

  /** All of a day in one transaction: nobody sees half a stock. */
  private async write(place: Place, occupied: readonly Occupied[]): Promise<void> {
    const key = keysOf(place.queueDay);
    const multi = this.redis.multi().del(key.people, key.due);
    for (const slot of place.slots) {
      const free = freeSeats(place, slot, occupied);
      multi.del(key.free(slot));
      if (free.length > 0) multi.sadd(key.free(slot), ...free).expire(key.free(slot), KEPT_SECONDS);
    }
    if (occupied.length > 0) {
      multi.sadd(key.people, ...occupied.map(({ personId }) => personId)).expire(key.people, KEPT_SECONDS);
    }
    const due = occupied.flatMap(({ _id, dueAt }) => (dueAt ? [dueAt.getTime(), _id] : []));
    if (due.length > 0) multi.zadd(key.due, ...due).expire(key.due, KEPT_SECONDS);
    const signature = signatureOf(place);
    const built = occupied.some(({ seat }) => seat > place.seats) ? beyond(signature) : signature;
    multi.set(key.built, built, 'EX', KEPT_SECONDS).set(key.fresh, 1, 'PX', FRESH_MS);
    await this.run(multi);
  }

  private occupied(queueDay: string): Promise<Occupied[]> {
    return this.appointments
      .find({ queueDay, occupies: true }, { slot: 1, seat: 1, personId: 1, dueAt: 1 })
      .lean<Occupied[]>();
  }

  /** Runs a transaction. @throws the first error in it */
  private async run(multi: ReturnType<Redis['multi']>): Promise<unknown[]> {
    const results = await multi.exec();
    if (!results) throw new Error('Redis did not run the transaction');
    return results.map(([error, value]) => {
      if (error) throw error;
      return value;
    });
  }

  /** While Redis is away it is not asked again for a second, and the appointments do without it. */
  private async guarded<T>(withRedis: () => Promise<T>, without: () => Promise<T>): Promise<T> {
    if (this.clock.now().getTime() < this.awayUntil) return without();
    try {
      return await withRedis();
    } catch (error) {
      if (!isOfRedis(error)) throw error;
      this.awayUntil = this.clock.now().getTime() + AWAY_MS;
      this.log.warn({ err: error }, 'the seat stock is away, seats come from the appointments');
      return without();
    }
  }
}

/** Rebuilding also reads MongoDB: its failures are the caller's to hear. */
function isOfRedis(error: unknown): boolean {
  return !(error instanceof Error && error.name.startsWith('Mongo'));
}

/** Seats nobody has. Never more than are left, even where the seats of a slot were made fewer. */
function freeSeats(place: Place, slot: string, occupied: readonly Occupied[]): number[] {
  const taken = new Set(occupied.filter((each) => each.slot === slot).map(({ seat }) => seat));
  const free = Array.from({ length: place.seats }, (_, index) => index + 1).filter(
    (seat) => !taken.has(seat),
  );
  return free.slice(0, Math.max(0, place.seats - taken.size));
}

/** What a stock was built for; with other hours or seats it is built anew. */
function signatureOf(place: Place): string {
  return `${place.seats}|${place.slots.join(',')}`;
}

const beyond = (signature: string) => `${signature}|beyond`;

/** The braces keep a day's keys on one node of a Redis Cluster. */
function keysOf(queueDay: string) {
  const base = `seats:{${queueDay}}`;
  return {
    built: `${base}:built`,
    fresh: `${base}:fresh`,
    lock: `${base}:lock`,
    people: `${base}:people`,
    due: `${base}:due`,
    free: (slot: string) => `${base}:free:${slot}`,
  };
}
