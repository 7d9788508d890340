import { randomUUID } from 'node:crypto';
import type { Booking } from '../../bff/features/booking';
import type { RequestContext, StaffCaller } from '../../bff/http/route';
import type { deskContract } from '../../shared/contract/desk';
import { openHall } from '../support/booking';
import { type Row, row } from './report';

const TICKETS = 500;
const CLERKS = 2;
/** Called, started, finished. */
const ACTS = 3;

/** Two clerks and 500 numbers: each act of the desk beside a bare guarded update of a like document in the same store. */
export async function bench(): Promise<Row[]> {
  const world = await openHall();
  try {
    const processes = [world, await world.process()];
    const clerks = Array.from({ length: CLERKS }, (_, n) => (processes[n] ?? world).booking).map(clerkAt);
    const now = () => world.clock.now();

    const taking = await timed(async () => {
      await Promise.all(clerks.map((clerk) => times(TICKETS / CLERKS, () => clerk.take(now()))));
    });
    const served: string[] = [];
    const serving = await timed(async () => {
      await Promise.all(
        clerks.map(async (clerk) => {
          for (;;) {
            const id = await clerk.next(now());
            if (id === null) return;
            await clerk.act('start', id, now());
            await clerk.act('finish', id, now());
            served.push(id);
          }
        }),
      );
    });
    if (new Set(served).size !== TICKETS || served.length !== TICKETS)
      throw new Error(`${served.length} were served, ${new Set(served).size} of them different`);

    const bare = await guardedUpdates(
      world.mongo.collection('appointments'),
      world.mongo.collection('bench'),
    );
    const perAct = serving / (TICKETS * ACTS);
    return [
      row('an act of the desk / a bare guarded update', perAct / bare, 'ratio'),
      row('a number given / a bare guarded update', taking / TICKETS / bare, 'ratio'),
      row('a bare guarded update', bare, 'ms'),
      row('an act of the desk, 500 in line at first', perAct, 'ms'),
      row('people served a second by two clerks', TICKETS / (serving / 1_000), '1/s'),
      row('people called twice', served.length - new Set(served).size, 'people', { atMost: 0 }),
    ];
  } finally {
    await world.close();
  }
}

function clerkAt(booking: Booking, n: number) {
  const staff: StaffCaller = {
    sessionId: `s${n}`,
    staffId: `s${n}`,
    number: `ZT00${n}`,
    name: '示例员工',
    roles: ['window'],
    venueId: 'hall',
    department: null,
    windowId: `w${n + 1}`,
    window: `${n + 1} 号窗口`,
  };
  const say = (name: keyof typeof deskContract, now: Date, given: object) => {
    const context: RequestContext = {
      requestId: 'bench',
      now,
      address: '127.0.0.1',
      userAgent: 'bench',
      operationId: randomUUID().replaceAll('-', ''),
    };
    return (booking.routes[name] as (call: object) => Promise<unknown>)({
      caller: staff,
      context,
      query: {},
      ...given,
    });
  };
  return {
    take: (now: Date) => say('POST /staff/queues/{id}/tickets', now, { params: { id: 'q1' }, body: {} }),
    next: async (now: Date) => {
      const said = await say('POST /staff/queues/{id}/call-next', now, { params: { id: 'q1' } });
      return (said as { ticket: { id: string } | null }).ticket?.id ?? null;
    },
    act: (act: 'start' | 'finish', id: string, now: Date) =>
      say(`POST /staff/appointments/{id}/${act}`, now, { params: { id } }),
  };
}

type Collection = Awaited<ReturnType<typeof openHall>>['mongo'] extends { collection(name: string): infer C }
  ? C
  : never;

/** Milliseconds of one update that names the version it leaves, two at a time, over copies of what was just served. */
async function guardedUpdates(from: Collection, to: Collection): Promise<number> {
  const copies = (await from.find({}).limit(TICKETS).toArray()).map((doc) => ({ ...doc, version: 0 }));
  await to.insertMany(copies);
  const ids = copies.map(({ _id }) => _id);
  const half = Math.ceil(ids.length / CLERKS);
  const spent = await timed(async () => {
    await Promise.all(
      Array.from({ length: CLERKS }, async (_, n) => {
        for (let version = 0; version < ACTS; version += 1) {
          for (const _id of ids.slice(n * half, (n + 1) * half)) {
            await to.findOneAndUpdate({ _id, version }, { $inc: { version: 1 }, $set: { at: new Date() } });
          }
        }
      }),
    );
  });
  return spent / (ids.length * ACTS);
}

async function times(count: number, does: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += 1) await does();
}

async function timed(does: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await does();
  return performance.now() - started;
}
