import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashPoints } from '../../bff/work/crash-points';
import type { AppProcess } from '../support/app-process';
import { codeFor, person } from '../support/citizens';
import { Client } from '../support/client';
import {
  heardOnce,
  type NoticeProcesses,
  oneAhead,
  PROGRESS,
  startNoticeProcesses,
} from '../support/notice-processes';
import { door, phoneOf } from '../support/notices';
import { staff } from '../support/staff';

/** Every step between a change and the message that tells of it, and one process for each that ends there. */
const inWorkers = crashPoints.filter((point) => !point.startsWith('web:') && point !== 'push:stored');
const inRequests = crashPoints.filter((point) => point.startsWith('web:'));

let all: NoticeProcesses;
let survivor: AppProcess;
let nextWorker: () => Promise<AppProcess>;
let nextWeb: () => Promise<AppProcess>;
beforeAll(async () => {
  all = await startNoticeProcesses();
  nextWorker = oneAhead(inWorkers.map((point) => () => all.start({ FAULT_AT: point })));
  nextWeb = oneAhead(
    [...inRequests, ...inRequests, 'push:stored'].map((point) => () => all.web({ FAULT_AT: point })),
  );
  survivor = await all.start();
});
afterAll(() => all.stop());

/** Longer than any lease, claim or wait for WeChat's word. */
async function goOn(): Promise<void> {
  for (const minutes of [3, 11, 11]) {
    await all.wordsStored();
    await all.pass(minutes, survivor);
  }
}

async function expectKilled({ child, gone, output }: AppProcess): Promise<void> {
  await gone;
  expect(child.signalCode, output()).toBe('SIGKILL');
}

describe('a worker that dies between the change and the message', () => {
  it.each(inWorkers)('at %s: nothing is lost and nothing arrives twice', async (point) => {
    const victim = await nextWorker();
    const taken = await all.accepted();
    // Of what WeChat pushes only a second run knows.
    while ((await all.work(victim)) === 'done') await all.wordsStored();
    await expectKilled(victim);
    await goOn();
    heardOnce(await all.heard(taken));
    // Three were given, and each message used one.
    expect(await all.consents(taken.citizen), point).toEqual({ ours: 1, theirs: 1 });
  });
});

describe('a worker that dies while it sends an SMS', () => {
  // Nobody tells whether an SMS arrived, so no program sends it again.
  it.each([
    ['deliver:claimed', 0],
    ['deliver:answered', 1],
  ])('at %s: it came %i times and stays so, and a person sees that it needs asking', async (point, came) => {
    const victim = await all.start({ FAULT_AT: point });
    const taken = await all.takenIn();
    const { citizen, clerk } = taken;
    await citizen.get('POST /me/phone', {
      body: { code: await codeFor(all.hub, citizen.citizen, 'phone') },
    });
    await all.work(survivor);
    await clerk.get('POST /staff/cases/{id}/request-supplement', {
      params: { id: taken.id },
      body: { reason: '缺照片', asked: [{ name: '一寸照片', why: '没有带' }] },
    });
    while ((await all.work(victim)) === 'done');
    await expectKilled(victim);
    await goOn();
    expect((await all.heard(taken)).kinds).toEqual(['case-received', 'case-supplement-wanted']);
    expect(await phoneOf(all.hub, citizen, 'sms')).toHaveLength(came);
    const supervisor = await staff(all.hub, 'supervisor');
    const dead = (await supervisor.get('GET /staff/dead-letters')).items.filter(
      ({ subject, channel }) => subject.id === taken.id && channel === 'sms',
    );
    expect(dead).toMatchObject([{ reason: expect.stringContaining('不知道对方是否收到') }]);
    await supervisor.get('POST /staff/dead-letters/{id}/replay', { params: { id: dead[0]?.id ?? '' } });
    await all.work(survivor);
    expect(await phoneOf(all.hub, citizen, 'sms')).toHaveLength(came + 1);
  });
});

describe('a web process that dies between the change and its answer', () => {
  it.each(inRequests)('at %s: asked again under the same key, it is done and told once', async () => {
    const victim = await nextWeb();
    const taken = await all.takenIn();
    const decline = {
      params: { id: taken.id },
      body: { reason: '户籍不在本市', basis: '《行政许可法》第三十二条' },
      key: randomUUID(),
    };
    await all.work(victim);
    await expect(
      new Client(victim.api, taken.clerk.token).ask('POST /staff/cases/{id}/decline', decline),
    ).rejects.toThrow('fetch failed');
    await expectKilled(victim);
    // Whoever held the key is given up, though the clerk is still there.
    await all.pass(1);
    const { state } = await taken.clerk.get('POST /staff/cases/{id}/decline', decline);
    expect(state).toBe('declined');
    const again = await taken.clerk.ask('POST /staff/cases/{id}/decline', decline);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const seen = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(seen.timeline).toHaveLength(2);
    await all.work(survivor);
    await all.wordsStored();
    await all.work(survivor);
    // The refusal goes by another template, which nobody subscribed.
    expect(await all.heard(taken)).toMatchObject({ kinds: ['case-declined', 'case-received'], phone: 1 });
  });

  it.each(inRequests)('at %s, of a booking: the seat is taken and told of once', async () => {
    const victim = await nextWeb();
    const citizen = await person(all.hub);
    const [item] = (await citizen.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
    const { id } = await citizen.get('POST /appointments', {
      body: { itemCode: item?.code ?? '', earliest: true },
    });
    const confirm = { params: { id }, key: randomUUID() };
    await all.work(victim);
    await expect(
      new Client(victim.api, citizen.token).ask('POST /appointments/{id}/confirm', confirm),
    ).rejects.toThrow('fetch failed');
    await expectKilled(victim);
    await all.pass(1);
    expect((await citizen.get('POST /appointments/{id}/confirm', confirm)).state).toBe('booked');
    await all.work(survivor);
    expect((await all.heard({ citizen })).kinds).toEqual(['appointment-booked']);
    expect((await citizen.get('GET /appointments')).items).toHaveLength(1);
  });
});

describe('a web process that dies when WeChat has told it something', () => {
  it('has kept it, and WeChat telling it again changes nothing', async () => {
    const victim = await nextWeb();
    const { citizen } = await all.takenIn();
    const event = {
      openid: (await openidOf(citizen.citizen.id)) ?? '',
      event: 'subscribe_msg_popup_event',
      list: [{ TemplateId: PROGRESS, SubscribeStatusString: 'accept', PopupScene: '0' }],
      createTime: Math.floor(all.hub.clock.now().getTime() / 1_000),
      mode: 'safe',
      shape: 'list',
    };
    await all.pass(15, survivor);
    const before = await all.consents(citizen);
    await all.work(victim);
    all.hub.sandbox?.pushTo(`${victim.url}/wechat/push`);
    await door(all.hub, '/push', event).catch(() => undefined);
    await expectKilled(victim);
    all.hub.sandbox?.pushTo(`${all.hub.url}/wechat/push`);
    for (let each = 0; each < 2; each += 1)
      expect(await door(all.hub, '/push', event)).toEqual({ status: 200, text: 'success' });
    for (let each = 0; each < 2; each += 1) await all.work(survivor);
    expect((await all.consents(citizen)).ours - before.ours).toBe(1);
  });
});

/** WeChat's name for a citizen. */
async function openidOf(citizenId: string): Promise<string | undefined> {
  const { citizens } = (await door(all.hub, '/citizens', undefined, 'GET')) as {
    citizens: { id: string; openid: string }[];
  };
  return citizens.find(({ id }) => id === citizenId)?.openid;
}
