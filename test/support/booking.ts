import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { MovableClock } from '../../bff/clock';
import { createEmbeddedRedis, startEmbeddedMongo } from '../../bff/embedded';
import {
  type Booking,
  type BookingClosure,
  type BookingNeeds,
  type BookingQueue,
  createBooking,
} from '../../bff/features/booking';
import { createMatters } from '../../bff/features/matters';
import type { Caller, Prepared, RequestContext } from '../../bff/http/route';
import { LiveHub } from '../../bff/live/hub';
import { createLog } from '../../bff/log';
import { Problem } from '../../bff/problem';
import { readSettings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { connectMongo } from '../../bff/stores/mongo';
import { connectRedis } from '../../bff/stores/redis';
import { Work } from '../../bff/work';
import { nothingHappens } from '../../bff/work/crash-points';
import { Outboxes } from '../../bff/work/outbox';
import type { Appointment, ErrorCode } from '../../shared/contract';
import { bookingContract } from '../../shared/contract/booking';
import { createCalendar, type WorkingDayCalendar } from '../../shared/domain/calendar';
import type { Period } from '../../shared/domain/hours';
import { weekday } from '../../shared/domain/time';

/** Tuesday 24 November 2026, nine in the morning in Beijing. */
export const TUESDAY = new Date('2026-11-24T09:00:00+08:00');
/** The first days that can be booked then: Wednesday to next Tuesday. */
export const [DAY1, DAY2, DAY3, DAY4, DAY5] = [
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-30',
  '2026-12-01',
] as const;

export const ITEM = '530600ITEM0001';
export const OTHER_ITEM = '530600ITEM0002';
/** Needs no booking. */
export const WALK_IN_ITEM = '530600ITEM0003';

export interface HallOptions {
  /** Seats of every slot. */
  seats?: number;
  periods?: Period[];
  slotMinutes?: number;
  at?: Date;
  env?: Record<string, string>;
  /** Failing or counting stores: wraps what a process is given. */
  redis?: (redis: Redis) => Redis;
}

/** A hall with two queues for one item, on real stores, without HTTP. */
export async function openHall(options: HallOptions = {}) {
  const stores = await openStores();
  const clock = new MovableClock({ now: () => options.at ?? TUESDAY });
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...options.env });
  const hall = new Hall(options);
  const closers: (() => Promise<void>)[] = [];

  /** Another BFF process on the same stores. */
  const process = async () => {
    const [mongo, redis] = await Promise.all([stores.mongo(), stores.redis()]);
    const log = createLog('silent');
    const work = new Work(log);
    const live = new LiveHub(redis, log);
    live.start();
    const booking = createBooking({
      settings,
      clock,
      log,
      mongo,
      redis: options.redis?.(redis) ?? redis,
      work,
      outboxes: new Outboxes(),
      live,
      reached: nothingHappens,
      ...hall.needs,
    });
    closers.push(async () => {
      live.close();
      redis.disconnect();
      await mongo.close();
    });
    return { booking, mongo, redis, work, live };
  };
  const first = await process();
  await createIndexes(first.booking.models);
  return {
    ...first,
    hall,
    clock,
    settings,
    process,
    stores,
    matters: createMatters({ providers: [first.booking.matters] }),
    /** A citizen at the first process, or at the one given. */
    citizen: (name: string, booking: Booking = first.booking) => new BookingCitizen(name, booking, clock),
    close: async () => {
      await first.mongo.dropDatabase();
      for (const closer of closers) await closer();
      await stores.close();
    },
  };
}

export type OpenHall = Awaited<ReturnType<typeof openHall>>;

/** Where a test's stores are: those of MONGODB_URI and REDIS_URL, or embedded ones; under a name of its own. */
async function openStores() {
  const tag = `t${randomBytes(6).toString('hex')}`;
  const { MONGODB_URI, REDIS_URL } = process.env;
  const dir = await mkdtemp(join(tmpdir(), 'booking-'));
  const embedded = MONGODB_URI ? null : await startEmbeddedMongo({ dir });
  const uri = new URL(MONGODB_URI ?? embedded?.uri ?? '');
  uri.pathname = `/${tag}`;
  return {
    mongo: (): Promise<Connection> => connectMongo(uri.toString(), 10_000),
    redis: async (): Promise<Redis> =>
      REDIS_URL ? connectRedis(REDIS_URL, 5_000, `${tag}:`) : createEmbeddedRedis({ context: tag }),
    close: async () => {
      await embedded?.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What booking needs of the other features, in memory and changeable. */
class Hall {
  seats: number;
  slotMinutes: number;
  periods: Period[];
  /** Days that were announced to be closed. */
  readonly closed = new Map<string, string>();
  closures: BookingClosure[] = [];
  readonly elders = new Set<string>();
  /** Happens in the middle of a hold or of a hold's move, after it has read and before it writes. */
  meanwhile: (() => Promise<void>) | undefined;
  constructor({ seats = 2, periods, slotMinutes = 30 }: HallOptions) {
    this.seats = seats;
    this.slotMinutes = slotMinutes;
    this.periods = periods ?? [
      { from: '08:30', to: '12:00' },
      { from: '14:00', to: '17:30' },
    ];
  }

  readonly needs: BookingNeeds = {
    catalogue: {
      findItem: (code) =>
        [ITEM, OTHER_ITEM, WALK_IN_ITEM].includes(code)
          ? { code, name: code === ITEM ? '居民身份证换领' : '社保卡补换', bookable: code !== WALK_IN_ITEM }
          : null,
      guideMaterials: async () => [],
      queuesServing: (code) =>
        code === ITEM
          ? [{ queueId: 'q1' }, { queueId: 'q2' }]
          : code === OTHER_ITEM
            ? [{ queueId: 'q1' }]
            : [],
    },
    venues: {
      venue: (id) =>
        id === 'hall'
          ? {
              id,
              name: '昭通市政务服务中心',
              address: { text: '示例路 1 号', latitude: 27.3, longitude: 103.7 },
              route: '公交 1 路到底',
              phone: '0870-0000000',
              windows: [1, 2, 3].map((number) => ({ id: `w${number}`, name: `${number} 号窗口` })),
            }
          : null,
      queue: (id) => (['q1', 'q2'].includes(id) ? this.queue(id) : null),
      queuesOf: (venueId) => (venueId === 'hall' ? ['q1', 'q2'].map((id) => this.queue(id)) : []),
      all: () => [this.needs.venues.venue('hall')].filter((venue) => venue !== null),
      periodsOn: (_, date) => this.periodsOn(date, this.closures),
      periodsIf: (venueId, change, date) =>
        this.periodsOn(
          date,
          'closure' in change
            ? [
                ...this.closures,
                { ...change.closure, id: '', venueId, announcedAt: new Date(0), applying: false },
              ]
            : this.closures,
        ),
      closuresOf: () => this.closures,
      close: async (closure) => {
        this.closures = [
          ...this.closures.filter(({ id }) => id !== closure.id),
          { ...closure, applying: true },
        ];
      },
      withdrawClosure: async (_, closureId) => {
        const before = this.closures.length;
        this.closures = this.closures.filter(({ id }) => id !== closureId);
        return this.closures.length < before;
      },
      setWeek: async () => undefined,
      changesToApply: async () =>
        this.closures
          .filter(({ applying }) => applying)
          .map(({ id, venueId, reason, announcedAt }) => ({
            venueId,
            closureId: id,
            reason,
            since: announcedAt,
          })),
      changeApplied: async ({ closureId }) => {
        this.closures = this.closures.map((each) =>
          each.id === closureId ? { ...each, applying: false } : each,
        );
      },
      calendar: hallCalendar,
      onChange: () => undefined,
    },
    mandates: {
      actFor: async ({ personId }) => ({ personId: personId ?? '', mandateId: null, relation: null }),
      principalsOf: async () => [],
    },
    people: {
      elderMode: async (accountId) => {
        await this.meanwhile?.();
        return this.elders.has(accountId);
      },
      maskedNames: async (personIds) =>
        new Map(personIds.map((personId) => [personId, `${personId.slice(0, 1)}**`])),
    },
  };

  private queue(id: string): BookingQueue {
    return {
      id,
      venueId: 'hall',
      name: id === 'q1' ? '户籍窗口' : '综合窗口',
      department: id === 'q1' ? '公安局' : '综合窗口',
      prefix: id === 'q1' ? 'A' : 'B',
      slotMinutes: this.slotMinutes,
      seatsPerSlot: this.seats,
      windows: id === 'q1' ? ['w1', 'w2'] : ['w3'],
    };
  }

  private periodsOn(date: string, closures: readonly BookingClosure[]) {
    const closure = closures.findLast(({ from, to }) => from <= date && date <= to);
    if (closure) return { periods: closure.periods, reason: closure.reason };
    const reason = this.closed.get(date) ?? (weekday(date) > 5 ? '周末休息' : null);
    return { periods: reason ? [] : this.periods, reason };
  }
}

const hallCalendar: WorkingDayCalendar = createCalendar([
  { year: 2026, off: { '01-01': '元旦', '10-01': '国庆节' }, work: [] },
  { year: 2027, off: { '01-01': '元旦' }, work: [] },
]);

/** What a command said: the appointment, or the code it was refused with. */
export type Said = { ok: Appointment } | { refused: ErrorCode; next?: string };

/** A citizen who asks booking's routes directly, as the HTTP layer would after its checks. */
export class BookingCitizen {
  readonly caller: Caller;

  constructor(
    readonly name: string,
    private readonly booking: Booking,
    private readonly clock: MovableClock,
  ) {
    this.caller = { sessionId: `session-${name}`, accountId: `account-${name}`, personId: name };
  }

  hold(date: string, slot: string, more: { queueId?: string; itemCode?: string; key?: string } = {}) {
    return this.say('POST /appointments', more.key, {
      body: { itemCode: more.itemCode ?? ITEM, queueId: more.queueId ?? 'q1', date, slot },
    });
  }

  holdEarliest(more: { queueId?: string; key?: string } = {}) {
    return this.say('POST /appointments', more.key, {
      body: { itemCode: ITEM, queueId: more.queueId, earliest: true },
    });
  }

  confirm(id: string, key?: string) {
    return this.say('POST /appointments/{id}/confirm', key, { params: { id } });
  }

  cancel(id: string, key?: string) {
    return this.say('POST /appointments/{id}/cancel', key, { params: { id } });
  }

  move(id: string, date: string, slot: string, more: { queueId?: string; key?: string } = {}) {
    return this.say('POST /appointments/{id}/reschedule', more.key, {
      params: { id },
      body: { date, slot, queueId: more.queueId },
    });
  }

  moveToEarliest(id: string, queueId?: string) {
    return this.say('POST /appointments/{id}/reschedule', undefined, {
      params: { id },
      body: { earliest: true, queueId },
    });
  }

  get(id: string) {
    return this.say('GET /appointments/{id}', undefined, { params: { id } });
  }

  async list(scope: 'ahead' | 'history' | 'all' = 'all') {
    return this.booking.routes['GET /appointments'](
      this.call(undefined, { query: { scope } }) as never,
    ) as Promise<{
      items: { id: string; state: string; slot: string }[];
      total: number;
    }>;
  }

  async slots(date: string, queueId = 'q1') {
    const answer = await this.booking.routes['GET /queues/{id}/slots'](
      this.call(undefined, { params: { id: queueId }, query: { date } }) as never,
    );
    return bookingContract['GET /queues/{id}/slots'].answer.parse(JSON.parse((answer as Prepared).json));
  }

  async days(queueId = 'q1') {
    const answer = await this.booking.routes['GET /queues/{id}/days'](
      this.call(undefined, { params: { id: queueId } }) as never,
    );
    return bookingContract['GET /queues/{id}/days'].answer.parse(JSON.parse((answer as Prepared).json));
  }

  call(key: string | undefined, given: object) {
    const context: RequestContext = {
      requestId: 'test',
      now: this.clock.now(),
      address: '127.0.0.1',
      userAgent: 'test',
      operationId: key ?? randomUUID().replaceAll('-', ''),
    };
    return { caller: this.caller, context, ...given };
  }

  /** Every answer is held against the contract. @throws what is not a refusal */
  private async say(
    name: Extract<keyof typeof bookingContract, `POST ${string}` | 'GET /appointments/{id}'>,
    key: string | undefined,
    given: object,
  ): Promise<Said> {
    try {
      const answer = await this.booking.routes[name](this.call(key, given) as never);
      return { ok: bookingContract[name].answer.parse(answer) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const declared: readonly string[] = bookingContract[name].errors;
      if (!declared.includes(error.code))
        throw new Error(`${name} gave ${error.code}, which it does not declare`);
      return { refused: error.code, next: error.next };
    }
  }
}

/** The appointment of an answer that must be one. */
export function ok(said: Said): Appointment {
  if ('refused' in said) throw new Error(`refused: ${said.refused}`);
  return said.ok;
}

/** The code of an answer that must be a refusal. */
export function refused(said: Said): ErrorCode {
  if ('ok' in said) throw new Error(`not refused: ${said.ok.state}`);
  return said.refused;
}
