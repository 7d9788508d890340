import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from '../../bff/stores/redis';
import type { Appointment } from '../../shared/contract';
import type { QueueLive } from '../../shared/contract/live';
import type { AppProcess } from '../support/app-process';
import { person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { type DeskProcesses, deskProcesses } from '../support/desk-processes';
import { Follower } from '../support/follower';
import { type StaffClient, staff } from '../support/staff';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

/**
 * The desk with processes that share nothing but the stores: `one` and `two` answer requests and do no jobs, so that
 * what follows from a closure is done by workers, which are killed.
 */
const QUEUE = 'q530600-gongan';
const VENUE = 'v530600';
const REASON = '停电检修';
const queue = { params: { id: QUEUE } };
const venue = { params: { id: VENUE } };
const path = `/queues/${QUEUE}/live`;
const { REDIS_URL } = process.env;

let all: DeskProcesses;
let one: AppProcess;
let two: AppProcess;
/** Between the second process and Redis, where there is one. */
let wire: TcpProxy | null = null;
let clerk: StaffClient;
let other: StaffClient;
let head: StaffClient;

beforeAll(async () => {
  all = await deskProcesses(new Date('2026-11-24T09:00:00+08:00'));
  one = await all.start({ TEST_JOBS: 'never' });
  if (REDIS_URL) wire = await startTcpProxy(Number(new URL(REDIS_URL).port || 6379));
  two = await all.start({
    TEST_JOBS: 'never',
    ...(wire && { REDIS_URL: throughWire(wire), STORE_TIMEOUT_MS: '1000' }),
  });
  clerk = await staff(one, 'window', { window: '530600-w01' });
  other = at(two, await staff(one, 'window', { window: '530600-w02' }));
  head = await staff(one, 'supervisor');
});
afterAll(async () => {
  await all?.stop();
  await wire?.close();
});

/** The same person asking another process. */
function at<C extends Client>({ api }: AppProcess, client: C): C {
  return Object.assign(new Client(api, client.token), { ...client, api });
}

function throughWire({ port }: TcpProxy): string {
  const url = new URL(REDIS_URL ?? '');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.toString();
}

const take = (who: Client) => who.get('POST /staff/queues/{id}/tickets', { ...queue, body: {} });
const next = async (who: Client) => (await who.get('POST /staff/queues/{id}/call-next', queue)).ticket;
const isCalled =
  ({ ticket }: { ticket: string | null }) =>
  ({ called }: QueueLive) =>
    called.some((each) => each.ticket === ticket);

describe('two clerks at two processes who call at the same moment, a whole line long', () => {
  it('call nobody twice and skip nobody: each time the two whose turn it is', async () => {
    const taken = [];
    for (let n = 0; n < 11; n += 1) taken.push((await take(n % 2 ? other : clerk)).id);
    const line = (await clerk.get('GET /staff/queues/{id}', queue)).waiting.map(({ id }) => id);
    expect(line.toSorted()).toEqual(taken.toSorted());
    const called: string[] = [];
    for (;;) {
      const pair = await Promise.all([next(clerk), next(other)]);
      const ids = pair.flatMap((ticket) => ticket?.id ?? []);
      expect(ids.toSorted()).toEqual(line.slice(called.length, called.length + 2).toSorted());
      called.push(...ids);
      if (ids.length < 2) break;
    }
    expect(called).toHaveLength(line.length);
    expect(await next(other)).toBeNull();
    const { called: standing, waiting } = await clerk.get('GET /staff/queues/{id}', queue);
    expect(waiting).toEqual([]);
    expect(standing.map(({ id, calls }) => ({ id, calls })).toSorted(byId)).toEqual(
      line.map((id) => ({ id, calls: 1 })).toSorted(byId),
    );
  });
});

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

if (REDIS_URL) {
  describe('who follows at one process', () => {
    it('hears of numbers and calls at the other', async () => {
      const follower = new Follower(one.api, path);
      const { waiting } = await follower.until<QueueLive>(() => true);
      const ticket = await take(other);
      await follower.until<QueueLive>((said) => said.waiting === waiting + 1);
      await next(other);
      await follower.until<QueueLive>(isCalled(ticket));
      await follower.end();
    });

    for (const fault of ['cut', 'stall'] as const) {
      it(`${fault}: hears without Redis, and by Redis again when it is back`, async () => {
        const redis = await connectRedis(REDIS_URL, 5_000);
        const listening = async () => Number((await redis.pubsub('NUMSUB', `${all.prefix}live`))[1]);
        await expect.poll(listening, { timeout: 60_000 }).toBe(2);
        const follower = new Follower(two.api, path);
        await follower.until(() => true);
        wire?.[fault]();
        const first = await take(clerk);
        await next(clerk);
        await follower.until<QueueLive>(isCalled(first));
        wire?.mend();
        // Listening again by itself; from then on it is told and does not look.
        await expect.poll(listening, { timeout: 60_000 }).toBe(2);
        const second = await take(clerk);
        await next(clerk);
        await follower.until<QueueLive>(isCalled(second));
        expect(follower.socket.readyState).toBe(follower.socket.OPEN);
        await follower.end();
        redis.disconnect();
      });
    }
  });
}

describe('the process of who follows is killed', () => {
  it('and connecting to another one tells them at once what they missed', async () => {
    const follower = new Follower(two.api, path);
    await follower.until(() => true);
    await two.kill();
    expect(await follower.closed).toBe(1006);
    const ticket = await take(clerk);
    await next(clerk);
    const again = new Follower(one.api, path);
    await again.until<QueueLive>(isCalled(ticket));
    await again.end();
  });
});

describe('changed hours', () => {
  /** Somebody with a booking at that time. */
  async function booked(date: string, slot: string) {
    const who = await person(one);
    const { items } = await who.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const itemCode = items.find(({ bookable }) => bookable)?.code ?? '';
    const { id } = await who.get('POST /appointments', { body: { itemCode, queueId: QUEUE, date, slot } });
    await who.get('POST /appointments/{id}/confirm', { params: { id } });
    return { who, id };
  }
  const seen = ({ who, id }: { who: SignedIn; id: string }) =>
    who.get('GET /appointments/{id}', { params: { id } });
  const statesOf = async (people: { who: SignedIn; id: string }[]) =>
    (await Promise.all(people.map(seen))).map(({ state }) => state);
  const toldOf = async ({ who }: { who: SignedIn }) =>
    (await who.get('GET /messages')).items.filter(({ kind }) => kind === 'appointment-cancelled-by-venue');

  /** Each was cancelled once, hears of it once with the reason, and may choose another time before others. */
  async function expectCancelledOnce(people: { who: SignedIn; id: string }[]) {
    await expect
      .poll(() => statesOf(people), { timeout: 60_000 })
      .toEqual(people.map(() => 'cancelled-by-venue'));
    await expect
      .poll(async () => (await Promise.all(people.map(toldOf))).map(({ length }) => length), {
        timeout: 60_000,
      })
      .toEqual(people.map(() => 1));
    for (const each of people) {
      const appointment = await seen(each);
      expect(cancellations(appointment)).toHaveLength(1);
      expect(appointment).toMatchObject({ canMove: true, rebookUntil: expect.any(String) });
      const [told] = await toldOf(each);
      expect(told?.body).toContain(REASON);
    }
  }
  const cancellations = ({ timeline }: Appointment) =>
    timeline.filter(({ what }) => what.includes('大厅取消'));

  it('by a closure, with the worker killed in the middle: another one goes on, and each citizen has it once', async () => {
    const people = [];
    for (const slot of ['09:00', '09:30', '10:00', '14:00']) people.push(await booked('2026-11-26', slot));
    const closure = { from: '2026-11-26', to: '2026-11-26', periods: [], reason: REASON };
    const { hits } = await head.get('POST /staff/venues/{id}/closures', { ...venue, body: closure });
    expect(hits.count).toBe(people.length);
    await head.get('POST /staff/venues/{id}/closures', {
      ...venue,
      body: { ...closure, confirm: { expected: hits.count } },
    });
    const victim = await all.start({ FAULT_AT: 'hours:cancelled#2' });
    if (victim.child.exitCode === null && victim.child.signalCode === null) await once(victim.child, 'exit');
    expect(victim.child.signalCode, victim.output()).toBe('SIGKILL');
    expect((await statesOf(people)).filter((state) => state === 'cancelled-by-venue')).toHaveLength(2);
    // Two go on at once, past the time in which the closure is still looked after.
    const [worker, second] = await Promise.all([all.start({}, 20), all.start({}, 20)]);
    await expectCancelledOnce(people);
    const there = at(worker, head);
    await expect
      .poll(async () => (await there.get('GET /staff/venues/{id}/closures', venue)).items[0]?.applying, {
        timeout: 60_000,
      })
      .toBe(false);
    const [first] = people;
    if (!first) throw new Error('nobody booked');
    const mine = { params: { id: first.id } };
    const { days } = await first.who.get('GET /appointments/{id}/alternatives', mine);
    const free = days.flatMap(({ date, slots }) => slots.map(({ slot }) => ({ date, slot }))).at(-1);
    if (!free) throw new Error('nothing is free');
    expect(await first.who.get('POST /appointments/{id}/reschedule', { ...mine, body: free })).toMatchObject({
      state: 'booked',
      ...free,
    });
    for (const each of people) expect(await toldOf(each)).toHaveLength(1);
    await second.stop();
  });

  it('of the week: who has a time that is no more is told, who has another one keeps it', async () => {
    const hit = [await booked('2026-11-27', '09:00'), await booked('2026-11-27', '10:30')];
    const kept = [await booked('2026-11-27', '14:00'), await booked('2026-11-27', '14:30')];
    const afternoons = Array.from({ length: 7 }, (_, day) =>
      day < 5 ? [{ from: '14:00', to: '17:30' }] : [],
    );
    const hours = { week: afternoons, reason: REASON };
    const { done, hits } = await head.get('PUT /staff/venues/{id}/hours', { ...venue, body: hours });
    expect(done).toBe(false);
    const listed = hits.items.map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining(hit.map(({ id }) => id)));
    for (const { id } of kept) expect(listed).not.toContain(id);
    const confirmed = { ...hours, confirm: { expected: hits.count } };
    await head.get('PUT /staff/venues/{id}/hours', { ...venue, body: confirmed });
    await expectCancelledOnce(hit);
    expect(await statesOf(kept)).toEqual(['booked', 'booked']);
    for (const each of kept) expect(await toldOf(each)).toEqual([]);
  });
});
