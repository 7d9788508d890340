import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../shared/domain/time';
import { startApp, type TestApp } from '../support/app';
import { codeFor, person, type SignedIn } from '../support/citizens';
import { door, owe, personIdOf, phoneOf, subscribe, workOff } from '../support/notices';

/** Tuesday, ten in the morning. */
const TEN = at('2026-11-24', '10:00');
const PROGRESS = 'sandbox-case-progress';
const SUPPLEMENT = 'sandbox-case-supplement';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ at: TEN });
});
afterAll(() => app.stop());

const messagesOf = (client: SignedIn) => client.get('GET /messages');
const minutes = (count: number) => app.clock.advance(count * 60_000);

/** Waits for what WeChat pushes by itself, letting it take effect. */
async function until(check: () => Promise<unknown>): Promise<void> {
  await expect
    .poll(
      async () => {
        await workOff(app);
        return Boolean(await check());
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

async function wechatOf(client: SignedIn) {
  const [latest] = (await messagesOf(client)).items;
  return latest?.deliveries.find(({ channel }) => channel === 'wechat');
}

describe('a notice', () => {
  it('is in the inbox at once, and on WeChat a minute later, until it is known to have arrived', async () => {
    const citizen = await person(app);
    await subscribe(app, citizen, [PROGRESS]);
    await owe(app, { kind: 'case-accepted', to: { personId: await personIdOf(app, citizen) } });
    await workOff(app);
    const { items, unread } = await messagesOf(citizen);
    expect(unread).toBe(1);
    expect(items[0]).toMatchObject({
      kind: 'case-accepted',
      title: '已经受理',
      read: false,
      deliveries: [{ channel: 'inbox', state: 'delivered', words: '小程序：已送达' }],
    });
    expect(await phoneOf(app, citizen)).toEqual([]);
    await minutes(1.1);
    await workOff(app);
    expect(await phoneOf(app, citizen)).toMatchObject([
      {
        channel: 'wechat',
        title: '办件进度',
        data: { character_string1: 'ZTC-20261124-ABCDEF', thing2: '居民身份证换领', phrase3: '已受理' },
        page: expect.stringContaining('packages/cases/detail/index?id='),
      },
    ]);
    await until(async () => (await wechatOf(citizen))?.state === 'delivered');
    expect((await wechatOf(citizen))?.words).toBe('微信：已送达');
  });

  it('becomes one message with what else happens to the same case within a minute', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await subscribe(app, citizen, [PROGRESS]);
    await owe(
      app,
      { kind: 'case-received', to, subjectId: 'one-visit' },
      { kind: 'case-accepted', to, subjectId: 'one-visit' },
    );
    await workOff(app);
    await minutes(0.5);
    await owe(app, { kind: 'case-special-step', to, subjectId: 'one-visit', facts: { reason: '现场勘验' } });
    await owe(app, { kind: 'case-accepted', to, subjectId: 'another' });
    await workOff(app);
    const { items } = await messagesOf(citizen);
    expect(items.map(({ subject }) => subject.id).sort()).toEqual(['another', 'one-visit']);
    const one = items.find(({ subject }) => subject.id === 'one-visit');
    expect(one?.title).toBe('进入特别程序');
    expect(one?.body).toContain('同时：材料已收到');
    expect(one?.body).toContain('现场勘验');
    await minutes(0.7);
    await owe(app, { kind: 'case-resumed', to, subjectId: 'one-visit' });
    await workOff(app);
    expect((await messagesOf(citizen)).total).toBe(3);
  });

  it('is there once however often it is owed', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    for (let time = 0; time < 3; time += 1) {
      await owe(app, { kind: 'number-called', to, key: `test:called-${to.personId}` });
      await workOff(app);
    }
    expect((await messagesOf(citizen)).total).toBe(1);
  });

  it('waits for the morning when it can, and does not when it cannot', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await subscribe(app, citizen, [PROGRESS, 'sandbox-number-near']);
    await app.clock.advance(at('2026-11-24', '22:30').getTime() - app.clock.now().getTime());
    await owe(app, { kind: 'case-accepted', to });
    await owe(app, { kind: 'number-called', to, facts: { ticket: 'A012', window: '3 号窗口' } });
    await minutes(2);
    await workOff(app);
    expect((await phoneOf(app, citizen)).map(({ title }) => title)).toEqual(['排队叫号']);
    const waiting = (await messagesOf(citizen)).items.find(({ kind }) => kind === 'case-accepted');
    expect(waiting?.deliveries[1]?.words).toBe('微信：7:30 发送');
    await app.clock.advance(at('2026-11-25', '07:29').getTime() - app.clock.now().getTime());
    await workOff(app);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
    await minutes(2);
    await workOff(app);
    expect((await phoneOf(app, citizen)).map(({ title }) => title)).toEqual(['排队叫号', '办件进度']);
  });

  it('that must arrive goes out as SMS too, unless the citizen does not want that', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await citizen.get('POST /me/phone', { body: { code: await codeFor(app, citizen.citizen, 'phone') } });
    await owe(app, { kind: 'case-supplement-wanted', to, facts: { by: '2026-12-09T17:30:00+08:00' } });
    await minutes(2);
    await workOff(app);
    expect(await phoneOf(app, citizen, 'sms')).toMatchObject([
      { address: citizen.citizen.phone, data: { 1: '居民身份证换领', 3: '12月9日 周三' } },
    ]);
    const [latest] = (await messagesOf(citizen)).items;
    expect(latest?.deliveries.map(({ words }) => words)).toEqual([
      '小程序：已送达',
      '微信：没有订阅，只在这里看',
      '短信：已发出',
    ]);
    const chosen = await citizen.get('PUT /me/notification-settings', {
      body: { groups: [{ group: 'cases', wechat: false, sms: false }] },
    });
    expect(chosen.groups.find(({ group }) => group === 'cases')).toMatchObject({ wechat: false, sms: false });
    expect(chosen.groups.find(({ group }) => group === 'appointments')).toMatchObject({
      wechat: true,
      sms: true,
    });
    await owe(app, { kind: 'case-supplement-wanted', to });
    await minutes(2);
    await workOff(app);
    expect(await phoneOf(app, citizen, 'sms')).toHaveLength(1);
    expect((await messagesOf(citizen)).items[0]?.deliveries).toHaveLength(1);
  });

  it('uses one consent, and says so when none is left', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await subscribe(app, citizen, [PROGRESS]);
    // Let WeChat's own word of the same tap come in: it counts once.
    await until(
      async () =>
        (await app.deps.mongo.collection('wechat_pushes').countDocuments({ dueAt: { $exists: true } })) === 0,
    );
    await owe(app, { kind: 'case-accepted', to });
    await minutes(2);
    await workOff(app);
    await owe(app, { kind: 'case-resumed', to });
    await minutes(2);
    await workOff(app);
    expect(await phoneOf(app, citizen)).toHaveLength(1);
    expect((await wechatOf(citizen))?.words).toBe('微信：没有订阅，只在这里看');
  });

  it('is not sent when it has become worthless', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await subscribe(app, citizen, ['sandbox-appointment-reminder']);
    await app.clock.advance(at('2026-11-25', '23:00').getTime() - app.clock.now().getTime());
    const notAfter = at('2026-11-26', '07:00');
    await owe(app, { kind: 'appointment-reminder-hours', to, notAfter });
    await workOff(app);
    await app.clock.advance(at('2026-11-26', '09:00').getTime() - app.clock.now().getTime());
    await workOff(app);
    expect(await phoneOf(app, citizen)).toEqual([]);
    expect((await wechatOf(citizen))?.words).toBe('微信：已经过时，没有再发');
  });
});

describe('the inbox', () => {
  it('has pages, counts what is unread, and takes single messages or all as read', async () => {
    const citizen = await person(app);
    const other = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    for (let index = 0; index < 25; index += 1)
      await owe(app, { kind: 'number-near', to, facts: { ahead: index } });
    await owe(app, { kind: 'number-near', to: { personId: await personIdOf(app, other) } });
    await workOff(app);
    const first = await messagesOf(citizen);
    expect(first).toMatchObject({ total: 25, unread: 25 });
    expect(first.items).toHaveLength(20);
    const second = await citizen.get('GET /messages', { query: { page: first.next ?? '' } });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(25);
    expect(second.next).toBeNull();
    const ids = first.items.slice(0, 3).map(({ id }) => id);
    expect(await other.get('POST /messages/read', { body: { ids } })).toEqual({ unread: 1 });
    expect(await citizen.get('POST /messages/read', { body: { ids } })).toEqual({ unread: 22 });
    expect(await citizen.get('POST /messages/read', { body: { all: true } })).toEqual({ unread: 0 });
    expect((await messagesOf(other)).unread).toBe(1);
  });

  it('is the person’s on all their phones; what is meant for one account stays there', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await owe(app, { kind: 'case-accepted', to });
    const { id } = await citizen.get('GET /me');
    await owe(app, { kind: 'case-received', to: { accountId: id } });
    await workOff(app);
    expect((await messagesOf(citizen)).items.map(({ kind }) => kind).sort()).toEqual([
      'case-accepted',
      'case-received',
    ]);
  });

  it('goes with the person: exported in the clear, erased with all that belongs to it', async () => {
    const citizen = await person(app);
    const to = { personId: await personIdOf(app, citizen) };
    await subscribe(app, citizen, [SUPPLEMENT]);
    await owe(app, { kind: 'case-declined', to, facts: { reason: '不属于本机关职权' } });
    await minutes(2);
    await workOff(app);
    const stored = await app.deps.mongo
      .collection('messages')
      .findOne({ recipient: `person:${to.personId}` });
    expect(JSON.stringify(stored)).not.toContain('不属于本机关职权');
    const exported = await citizen.get('GET /me/export');
    expect(JSON.stringify(exported.records.messages)).toContain('不属于本机关职权');
    const gone = await citizen.get('DELETE /me');
    expect(gone.erased).toContain('消息和提醒设置');
    for (const name of ['messages', 'deliveries'])
      expect(
        await app.deps.mongo.collection(name).countDocuments({ recipient: `person:${to.personId}` }),
      ).toBe(0);
  });
});

describe('asking for consent', () => {
  it('names three templates at most, and nothing after a no', async () => {
    const citizen = await person(app);
    const { ask } = await citizen.get('GET /subscriptions', { query: { moment: 'booked' } });
    expect(ask?.templateIds).toEqual([
      'sandbox-appointment-reminder',
      'sandbox-appointment-changed',
      'sandbox-number-near',
    ]);
    const results = { 'sandbox-appointment-reminder': 'reject' as const };
    const said = await citizen.get('POST /subscriptions', { body: { moment: 'booked', results } });
    expect(said.accepted).toEqual([]);
    expect((await citizen.get('GET /subscriptions', { query: { moment: 'booked' } })).ask).toBeNull();
    expect((await citizen.get('GET /subscriptions', { query: { moment: 'submitted' } })).ask).not.toBeNull();
    await app.clock.advance(31 * 86_400_000);
    const later = await signedInAgain(citizen);
    expect((await later.get('GET /subscriptions', { query: { moment: 'booked' } })).ask).not.toBeNull();
  });

  it('counts an acceptance that is told twice once', async () => {
    const citizen = await person(app);
    const body = { moment: 'submitted' as const, results: { [PROGRESS]: 'accept' as const } };
    const key = 'same-tap-told-twice';
    await citizen.get('POST /subscriptions', { body, key });
    await citizen.get('POST /subscriptions', { body, key });
    const { id } = await citizen.get('GET /me');
    const kept = await app.deps.mongo.collection('subscription_consents').findOne({ accountId: id });
    expect(kept?.count).toBe(1);
  });
});

async function signedInAgain(citizen: SignedIn): Promise<SignedIn> {
  const { token } = await citizen.get('POST /sessions', {
    body: { code: await codeFor(app, citizen.citizen) },
  });
  citizen.token = token;
  return citizen;
}

describe('the switch in WeChat', () => {
  it('empties the ledger', async () => {
    const citizen = await person(app);
    await subscribe(app, citizen, [PROGRESS]);
    await door(app, `/citizens/${citizen.citizen.id}/subscriptions/off`, { templateId: PROGRESS });
    const { id } = await citizen.get('GET /me');
    await until(async () => {
      const kept = await app.deps.mongo.collection('subscription_consents').findOne({ accountId: id });
      return kept?.count === 0;
    });
  });
});
