import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays, at, dateOf } from '../../shared/domain/time';
import type { AppProcess } from '../support/app-process';
import { heardOnce, type NoticeProcesses, PROGRESS, startNoticeProcesses } from '../support/notice-processes';
import { door, phoneOf } from '../support/notices';
import { emptyRedis } from '../support/redis';
import { eventOf, type TakenIn } from '../support/systems';

let all: NoticeProcesses;
/** Does not wait long for WeChat. */
let hasty: AppProcess;
let patient: AppProcess;
beforeAll(async () => {
  all = await startNoticeProcesses();
  [hasty, patient] = await Promise.all([all.start({ GATEWAY_TIMEOUT_MS: '1500' }), all.start()]);
});
afterAll(() => all.stop());
afterEach(async () => {
  await door(all.hub, '/faults', undefined, 'DELETE');
  await tomorrow();
});

/** Moves to a morning on which nothing rests. */
async function tomorrow(): Promise<void> {
  const now = all.hub.clock.now();
  const morning = at(addDays(dateOf(now), 1), '08:00');
  await all.pass((morning.getTime() - now.getTime()) / 60_000);
}

const fault = (target: string, kind: string, value?: number, times?: number) =>
  door(all.hub, '/faults', { target, kind, ...(value !== undefined && { value }), ...(times && { times }) });

const isUnderWay = (state: string) => state === 'created' || state === 'sending';
const onPhone = async ({ citizen }: TakenIn) => (await phoneOf(all.hub, citizen, 'wechat')).length;

/** Lets workers go on, minutes at a time, until everything about a case has come to its end, and then a while longer. */
async function goOn(taken: TakenIn, minutes: number, ...workers: AppProcess[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await all.wordsStored();
        await all.pass(minutes, ...workers);
        const { kinds, states } = await all.heard(taken);
        return states.length === kinds.length && !states.some(isUnderWay);
      },
      { timeout: 120_000, interval: 100 },
    )
    .toBe(true);
  for (let turn = 0; turn < 2; turn += 1) await all.pass(15, ...workers);
}

describe('the message service', () => {
  it('away for an hour: everything arrives afterwards, once', async () => {
    await fault('subscribe', 'drop');
    const taken = await all.accepted();
    for (let ten = 0; ten < 6; ten += 1) await all.pass(10, patient);
    expect(await onPhone(taken)).toBe(0);
    expect((await all.heard(taken)).states.every(isUnderWay)).toBe(true);
    await door(all.hub, '/faults', undefined, 'DELETE');
    // Our side lets it rest for real seconds after so many failures.
    await goOn(taken, 5, patient);
    heardOnce(await all.heard(taken));
    expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
  });

  it('slow, so that nobody waits for its answer: what it took all the same is not sent again', async () => {
    // The worker has its access token and what it reads once.
    const warm = await all.accepted();
    await goOn(warm, 1, hasty);
    await fault('subscribe', 'delay', 4_000, 2);
    const taken = await all.accepted();
    await all.work(hasty);
    // The second goes when the end of the first is known.
    const { phone, states } = await all.heard(taken);
    expect({ phone, states: states.toSorted() }).toEqual({ phone: 0, states: ['created', 'sending'] });
    await expect.poll(() => onPhone(taken), { timeout: 60_000 }).toBe(1);
    await goOn(taken, 1, patient, hasty);
    heardOnce(await all.heard(taken));
    expect((await all.heard(taken)).states).toEqual(['delivered', 'delivered']);
    expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
  });

  it('saying that the day is used up (45009) to one worker: none asks again that day, all arrives the next', async () => {
    await fault('subscribe', 'errcode', 45009, 1);
    const first = await all.accepted();
    await all.work(patient);
    const second = await all.accepted();
    const before = await calls();
    for (let hour = 0; hour < 3; hour += 1) await all.pass(60, hasty, patient);
    expect(await calls()).toBe(before);
    await tomorrow();
    for (const taken of [first, second]) {
      await goOn(taken, 1, hasty, patient);
      heardOnce(await all.heard(taken));
    }
  });

  it.each([42001, 40001])(
    'ending tokens in use (%i), under two workers: both go on with a new one',
    async (code) => {
      const cases: TakenIn[] = [];
      for (let each = 0; each < 2; each += 1) {
        await fault('token', 'expire-token', code);
        cases.push(await all.accepted());
        await Promise.all([all.work(hasty), all.work(patient)]);
      }
      for (const taken of cases) {
        await goOn(taken, 1, hasty, patient);
        heardOnce(await all.heard(taken));
      }
    },
  );

  it('having given tokens that ran out long ago: new ones are fetched', async () => {
    await all.pass(5 * 60);
    const taken = await all.accepted();
    await goOn(taken, 1, hasty, patient);
    heardOnce(await all.heard(taken));
  });
});

/** How often WeChat was asked to send. */
async function calls(): Promise<number> {
  const { calls: made } = (await door(all.hub, '/calls', undefined, 'GET')) as {
    calls: { target: string }[];
  };
  return made.filter(({ target }) => target === 'subscribe').length;
}

describe('Redis', () => {
  it('emptied again and again while messages are under way: each arrives once', async () => {
    const cases: TakenIn[] = [];
    for (let each = 0; each < 3; each += 1) cases.push(await all.accepted());
    const forget = () => Promise.all([emptyRedis(all.hub.redis), patient.tell({ forget: true })]);
    let over = false;
    const emptying = (async () => {
      while (!over) await forget();
    })();
    await all.work(patient);
    await all.wordsStored();
    over = true;
    await emptying;
    for (const taken of cases) {
      await goOn(taken, 1, patient);
      heardOnce(await all.heard(taken));
      expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
    }
  });
});

describe('two workers', () => {
  it('on the same work at the same moment: every message arrives once', async () => {
    const cases: TakenIn[] = [];
    for (let each = 0; each < 6; each += 1) cases.push(await all.accepted());
    for (let turn = 0; turn < 3; turn += 1) {
      await Promise.all([hasty, patient, hasty, patient].map((worker) => all.work(worker)));
      await all.wordsStored();
      // Whose way was taken by the other worker looks again soon.
      await all.pass(1);
    }
    for (const taken of cases) {
      heardOnce(await all.heard(taken));
      expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
    }
  });
});

describe('a clock', () => {
  it('that steps back an hour under a worker: nothing is lost, nothing arrives twice', async () => {
    const first = await all.accepted();
    await all.work(patient, 60);
    const second = await all.accepted();
    // Right again: what the other owes since is not made to wait for that hour.
    await all.work(patient);
    expect(await onPhone(second)).toBe(2);
    for (const taken of [first, second]) {
      await goOn(taken, 1, patient);
      heardOnce(await all.heard(taken));
    }
  });

  it.each(['relay:claimed', 'deliver:claimed'])(
    'that was an hour ahead in a worker that died at %s: others take over from it',
    async (point) => {
      const victim = await all.start({ FAULT_AT: point });
      const taken = await all.accepted();
      expect(await all.work(victim, 60)).toBe('gone');
      await goOn(taken, 15, patient);
      heardOnce(await all.heard(taken));
      expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
    },
  );

  it('that is an hour ahead in one of two workers: each message arrives once', async () => {
    const cases: TakenIn[] = [];
    for (let each = 0; each < 3; each += 1) cases.push(await all.accepted());
    await Promise.all([all.work(hasty, 60), all.work(patient), all.work(hasty, 60)]);
    for (const taken of cases) {
      await goOn(taken, 15, patient);
      heardOnce(await all.heard(taken));
    }
  });
});

describe("WeChat's word about a message", () => {
  const outcome = async (taken: TakenIn) => {
    heardOnce(await all.heard(taken));
    expect((await all.heard(taken)).states).toEqual(['delivered', 'delivered']);
    expect(await all.consents(taken.citizen)).toEqual({ ours: 1, theirs: 1 });
  };

  it('of which nobody knows that it was sent, since no worker lived for hours: it is delivered, and not sent again', async () => {
    const [victim, next] = await Promise.all([
      all.start({ FAULT_AT: 'deliver:answered' }),
      all.start({ FAULT_AT: 'deliver:claimed' }),
    ]);
    const taken = await all.accepted();
    expect(await all.work(victim)).toBe('gone');
    await all.wordsStored();
    // Whoever comes right afterwards finds the word, and no message that it is of.
    await all.work(patient);
    await all.pass(25);
    // Dies too, having taken the message up, so that the next finds its word first, as old as it is.
    expect(await all.work(next)).toBe('gone');
    await all.work(patient);
    await all.pass(3 * 60);
    await goOn(taken, 1, patient);
    await outcome(taken);
  });

  it('can only be of one: the next of its kind waits until the end of the first is known', async () => {
    const victim = await all.start({ FAULT_AT: 'deliver:answered' });
    await fault('subscribe', 'drop', undefined, 1);
    const taken = await all.takenIn();
    await all.work(patient);
    expect(await onPhone(taken)).toBe(0);
    await all.pass(5);
    await all.system.events([eventOf(all.hub, taken.number, { action: 'accept' })]);
    expect(await all.work(victim)).toBe('done');
    expect(await onPhone(taken)).toBe(0);
    // No word has come in ten minutes: the first is sent again, and dies with its answer.
    await all.pass(6);
    expect(await all.work(victim)).toBe('gone');
    await all.wordsStored();
    await all.pass(2, patient);
    await goOn(taken, 1, patient);
    await outcome(taken);
  });

  it('that comes hours before any worker: it waits for the message', async () => {
    const victim = await all.start({ FAULT_AT: 'deliver:answered' });
    const taken = await all.accepted();
    expect(await all.work(victim)).toBe('gone');
    await all.wordsStored();
    await all.pass(5 * 60, patient);
    await goOn(taken, 1, patient);
    await outcome(taken);
  });

  it('that comes when the message is long known as sent: it is delivered', async () => {
    // Nobody listens when it arrives, and WeChat gives up.
    const taken = await all.accepted();
    all.hub.sandbox?.pushTo('http://127.0.0.1:9');
    await all.work(patient);
    expect((await all.heard(taken)).states).toEqual(['sent', 'sent']);
    all.hub.sandbox?.pushTo(`${all.hub.url}/wechat/push`);
    for (const message of await phoneOf(all.hub, taken.citizen, 'wechat'))
      await door(all.hub, '/push', {
        openid: message.address,
        event: 'subscribe_msg_sent_event',
        list: [{ TemplateId: PROGRESS, MsgID: message.id, ErrorCode: '0', ErrorStatus: 'success' }],
        mode: 'plain',
        shape: 'list',
      });
    await all.pass(30, patient);
    await outcome(taken);
  });
});
