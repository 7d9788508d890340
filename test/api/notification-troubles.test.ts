import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../shared/domain/time';
import { startApp, type TestApp } from '../support/app';
import { codeFor, person, type SignedIn } from '../support/citizens';
import { door, owe, personIdOf, phoneOf, subscribe, workOff } from '../support/notices';
import { staff } from '../support/staff';

const METRICS_TOKEN = 'a-token-for-metrics';
const PROGRESS = 'sandbox-case-progress';

let app: TestApp;
let citizen: SignedIn;
beforeAll(async () => {
  app = await startApp({ at: at('2026-11-24', '09:00'), env: { GATEWAY_TIMEOUT_MS: '1500', METRICS_TOKEN } });
});
afterAll(() => app.stop());
beforeEach(async () => {
  citizen = await person(app);
});
afterEach(async () => {
  await door(app, '/faults', undefined, 'DELETE');
  // Each test has a day of its own.
  const tomorrow = at('2026-11-24', '09:00').getTime();
  const days = Math.ceil((app.clock.now().getTime() - tomorrow) / 86_400_000 + 0.001);
  await app.clock.advance(tomorrow + days * 86_400_000 - app.clock.now().getTime());
});

const fault = (target: string, kind: string, value?: number, times?: number) =>
  door(app, '/faults', { target, kind, ...(value !== undefined && { value }), ...(times && { times }) });
const minutes = async (count: number) => {
  await app.clock.advance(count * 60_000);
  await workOff(app);
};

/** Owes an acceptance and lets its minute pass. */
async function accepted(consents = 1): Promise<void> {
  for (let count = 0; count < consents; count += 1)
    await subscribe(app, citizen, [PROGRESS], { push: false });
  await owe(app, {
    kind: 'case-accepted',
    to: { personId: await personIdOf(app, citizen) },
    place: { venueId: 'v530600' },
  });
  await minutes(1.1);
}

async function wechat() {
  // The session may be days old by the moved clock.
  const { token } = await citizen.get('POST /sessions', {
    body: { code: await codeFor(app, citizen.citizen) },
  });
  citizen.token = token;
  const [latest] = (await citizen.get('GET /messages')).items;
  return latest?.deliveries.find(({ channel }) => channel === 'wechat');
}

const consents = async () => {
  const { id } = await citizen.get('GET /me');
  return app.deps.mongo.collection('subscription_consents').findOne({ accountId: id });
};

describe('WeChat', () => {
  it('away for an hour: the message arrives afterwards, once', async () => {
    await fault('subscribe', 'drop');
    await accepted();
    for (let ten = 0; ten < 6; ten += 1) await minutes(10);
    expect(await phoneOf(app, citizen)).toEqual([]);
    expect((await wechat())?.state).toBe('sending');
    await door(app, '/faults', undefined, 'DELETE');
    for (let hour = 0; hour < 3; hour += 1) await minutes(60);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
    expect(['sent', 'delivered']).toContain((await wechat())?.state);
  });

  it('answering too late: the message it took all the same is not sent again', async () => {
    await fault('subscribe', 'delay', 3_000, 1);
    await accepted(2);
    // Taken as gone, and not as failed. It arrives while nobody waits any more, and WeChat tells of it.
    await expect.poll(async () => (await wechat())?.state).toMatch(/^(sent|delivered)$/);
    await expect
      .poll(async () => {
        await workOff(app);
        return (await phoneOf(app, citizen)).length;
      })
      .toBe(1);
    await expect
      .poll(
        async () => {
          await workOff(app);
          return (await wechat())?.state;
        },
        { timeout: 10_000 },
      )
      .toBe('delivered');
    for (let ten = 0; ten < 3; ten += 1) await minutes(10);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
    expect((await consents())?.count).toBe(1);
  });

  it.each([42001, 40014, 40001])(
    'calling the token stale (%i): asked once more with a new one',
    async (code) => {
      await accepted();
      expect(await phoneOf(app, citizen)).toHaveLength(1);
      await fault('token', 'expire-token', code);
      await accepted();
      expect(await phoneOf(app, citizen)).toHaveLength(2);
    },
  );

  it('with its quota used up: everything waits for the next day', async () => {
    await fault('subscribe', 'errcode', 45009, 1);
    await accepted();
    const other = await person(app);
    await subscribe(app, other, [PROGRESS], { push: false });
    await owe(app, { kind: 'case-accepted', to: { personId: await personIdOf(app, other) } });
    await minutes(120);
    expect(await phoneOf(app, citizen)).toEqual([]);
    expect(await phoneOf(app, other)).toEqual([]);
    expect((await wechat())?.words).toBe('微信：排队中，明天发送');
    await app.clock.advance(untilMorning());
    await workOff(app);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
    expect(await phoneOf(app, other)).toHaveLength(1);
  });

  it('saying that nothing is left (43101): refused, and the ledger is empty', async () => {
    await fault('subscribe', 'errcode', 43101, 1);
    await accepted(3);
    expect(await wechat()).toMatchObject({ state: 'refused', words: '微信：微信里关了这类消息，只在这里看' });
    expect((await consents())?.count).toBe(0);
  });

  it('busy: tried again after a while that grows', async () => {
    await fault('subscribe', 'errcode', -1, 6);
    await accepted();
    expect((await wechat())?.words).toBe('微信：正在重试');
    for (let five = 0; five < 6; five += 1) await minutes(5);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
  });

  it.each([40003, 40037, 41030, 47003])(
    'refusing for a reason that is ours (%i): a dead letter that a supervisor sends again',
    async (code) => {
      await fault('subscribe', 'errcode', code, 1);
      await accepted();
      expect((await wechat())?.state).toBe('failed');
      // What was not sent used nothing up.
      expect((await consents())?.count).toBe(1);
      const supervisor = await staff(app, 'supervisor');
      const elsewhere = await staff(app, 'supervisor', { venueId: 'v530602' });
      const [dead] = (await supervisor.get('GET /staff/dead-letters')).items;
      expect(dead).toMatchObject({
        channel: 'wechat',
        kind: 'case-accepted',
        reason: expect.stringContaining(String(code)),
      });
      expect((await elsewhere.get('GET /staff/dead-letters')).items.map(({ id }) => id)).not.toContain(
        dead?.id,
      );
      const params = { id: dead?.id ?? '' };
      expect(await elsewhere.refused('POST /staff/dead-letters/{id}/replay', { params })).toBe('NOT_FOUND');
      await supervisor.get('POST /staff/dead-letters/{id}/replay', { params });
      expect(await supervisor.refused('POST /staff/dead-letters/{id}/replay', { params })).toBe('NOT_FOUND');
      await workOff(app);
      expect(await phoneOf(app, citizen)).toHaveLength(1);
      expect((await supervisor.get('GET /staff/dead-letters')).items.map(({ id }) => id)).not.toContain(
        dead?.id,
      );
    },
  );
});

/** Milliseconds to 7:31 of the next morning in Beijing. */
function untilMorning(): number {
  const beijing = (app.clock.now().getTime() + 8 * 3_600_000) % 86_400_000;
  return 86_400_000 - beijing + (7 * 60 + 31) * 60_000;
}

describe('SMS', () => {
  const wanted = async () => {
    await citizen.get('POST /me/phone', { body: { code: await codeFor(app, citizen.citizen, 'phone') } });
    await owe(app, {
      kind: 'case-supplement-wanted',
      to: { personId: await personIdOf(app, citizen) },
      place: { venueId: 'v530600' },
    });
    await minutes(1.1);
  };

  it('whose end nobody heard of is not sent by a program again; a person decides', async () => {
    await fault('sms', 'delay', 3_000, 1);
    await wanted();
    await expect.poll(async () => (await phoneOf(app, citizen, 'sms')).length).toBe(1);
    for (let hour = 0; hour < 3; hour += 1) await minutes(60);
    expect(await phoneOf(app, citizen, 'sms')).toHaveLength(1);
    const supervisor = await staff(app, 'supervisor');
    const dead = (await supervisor.get('GET /staff/dead-letters')).items.find(
      ({ channel }) => channel === 'sms',
    );
    expect(dead?.reason).toContain('不知道对方是否收到');
    const latest = (await citizen.get('GET /messages')).items[0];
    expect(latest?.deliveries.find(({ channel }) => channel === 'sms')?.words).toBe(
      '短信：可能已送达，没有收到回执',
    );
  });

  it('refused for the moment is tried again', async () => {
    await fault('sms', 'errcode', 1, 1);
    await wanted();
    expect(await phoneOf(app, citizen, 'sms')).toEqual([]);
    for (let five = 0; five < 3; five += 1) await minutes(5);
    expect(await phoneOf(app, citizen, 'sms')).toHaveLength(1);
  });
});

describe('what staff see', () => {
  it('is how far a message about a case of their place came, never who it is for', async () => {
    await subscribe(app, citizen, [PROGRESS], { push: false });
    const id = await owe(app, {
      kind: 'case-accepted',
      to: { personId: await personIdOf(app, citizen) },
      place: { venueId: 'v530600', department: '公安局' },
    });
    await minutes(1.1);
    const query = { kind: 'case' as const, id };
    const clerk = await staff(app, 'window');
    const { items } = await clerk.get('GET /staff/messages', { query });
    expect(items).toMatchObject([
      { kind: 'case-accepted', deliveries: [{ channel: 'inbox' }, { channel: 'wechat' }] },
    ]);
    const other = await staff(app, 'window', { department: '民政局' });
    expect((await other.get('GET /staff/messages', { query })).items).toEqual([]);
  });

  it('is what they are told themselves', async () => {
    const clerk = await staff(app, 'window');
    const to = { staffId: clerk.member.id };
    await owe(app, { kind: 'staff-deadline-near', to, facts: { by: '2026-11-30T17:30:00+08:00' } });
    await workOff(app);
    const { items, unread } = await clerk.get('GET /staff/notices');
    expect(unread).toBe(1);
    expect(items[0]).toMatchObject({ title: '办理期限还剩一天', body: expect.stringContaining('11月30日') });
    expect(await clerk.get('POST /staff/notices/read', { body: { all: true } })).toEqual({ unread: 0 });
    const other = await staff(app, 'window');
    expect((await other.get('GET /staff/notices')).total).toBe(0);
  });

  it('is in /metrics for who watches', async () => {
    await fault('subscribe', 'errcode', 47003, 1);
    await accepted();
    const metrics = await appMetrics();
    expect(metrics).toMatch(/dead_letters\{channel="wechat"\} [1-9]/);
    expect(metrics).toMatch(/notice_alarms_total\{channel="wechat",code="47003"\} [1-9]/);
    expect(metrics).toContain('deliveries_oldest_seconds 0');
    expect(metrics).toMatch(/notices_owed\{collection="appointments"\} 0/);
    expect(metrics).toContain('notice_channel_paused{channel="wechat"} 0');
  });
});

async function appMetrics(): Promise<string> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const response = await fetch(`${app.url}/metrics`, { headers });
  return response.text();
}

describe('what cannot be brought at all', () => {
  it('is given up after a day, and a person sees it', async () => {
    await fault('token', 'status', 503);
    await fault('token', 'expire-token', 42001);
    await accepted();
    for (let hour = 0; hour < 30; hour += 1) await minutes(60);
    expect((await wechat())?.state).toBe('failed');
    const supervisor = await staff(app, 'supervisor');
    const dead = (await supervisor.get('GET /staff/dead-letters')).items;
    expect(dead.some(({ reason }) => reason.startsWith('试了一天都没有成功'))).toBe(true);
  });
});
