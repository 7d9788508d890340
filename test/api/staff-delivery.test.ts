import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryState } from '../../shared/contract/delivery';
import { startApp, type TestApp } from '../support/app';
import type { Client } from '../support/client';
import { actName, actOn, refusedOn, scansOf } from '../support/parcel-acts';
import { parcelAt, receiver } from '../support/parcels';
import { type StaffClient, signInAgain, staff } from '../support/staff';

const DAY_MS = 86_400_000;

let app: TestApp;
let clerk: StaffClient;
let colleague: StaffClient;

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  clerk = await staff(app, 'window');
  colleague = await staff(app, 'window');
});
afterAll(() => app.stop());

const read = (by: Client, id: string) => by.get('GET /staff/deliveries/{id}', { params: { id } });
const daysAgo = (days: number) => new Date(app.deps.clock.now().getTime() - days * DAY_MS);

describe('the list', () => {
  type Scope = 'pack' | 'moving' | 'tasks' | 'closed' | 'all';
  const idsOf = async (query: { scope?: Scope; q?: string }, by: Client = clerk) =>
    (await by.get('GET /staff/deliveries', { query })).items.map(({ id }) => id);

  it('has each parcel where its state puts it', async () => {
    const states: DeliveryState[] = [
      'to-order',
      'ordered',
      'checking',
      'handed-over',
      'in-transit',
      'returning',
      'returned',
      'signed',
      'order-failed',
      'lost',
      'damaged',
      'cancelled',
    ];
    const made = new Map<string, DeliveryState>();
    for (const state of states) made.set((await parcelAt(app, { state }))._id, state);
    const where = async (scope: Scope) => {
      const ids = await idsOf({ scope });
      return ids.flatMap((id) => made.get(id) ?? []).sort();
    };
    expect(await where('pack')).toEqual(['checking', 'ordered']);
    expect(await where('moving')).toEqual(['handed-over', 'in-transit', 'returning']);
    expect(await where('tasks')).toEqual(['damaged', 'lost', 'order-failed']);
    expect(await where('closed')).toEqual(['cancelled', 'signed']);
    expect(await where('all')).toEqual([...states].sort());
  });

  it('says in words what somebody has to see to, and since when', async () => {
    const made = [
      await parcelAt(app, {
        state: 'order-failed',
        orderError: { code: '9300502', words: '收件地址送不到', at: daysAgo(0) },
      }),
      await parcelAt(app, { state: 'in-transit', stuckSince: daysAgo(4) }),
      await parcelAt(app, { state: 'returned', changedAt: daysAgo(8) }),
      await parcelAt(app, { state: 'returned', changedAt: daysAgo(2) }),
      await parcelAt(app, { state: 'awaiting-address', changedAt: daysAgo(9), address: null, waybill: null }),
      await parcelAt(app, { state: 'to-order', changedAt: daysAgo(1), waybill: null }),
    ];
    const rows = (await clerk.get('GET /staff/deliveries', { query: { scope: 'tasks' } })).items;
    const task = (nth: number) => rows.find(({ id }) => id === made[nth]?._id)?.task;
    expect(task(0)).toBe('快递没有接单：收件地址送不到');
    expect(task(1)).toBe('11月20日起没有动静，向快递核实');
    expect(task(2)).toBe('退回 8 天还没有人选，打电话问收件人');
    expect(task(3)).toBeUndefined();
    expect(task(4)).toBe('等了 9 天没有填地址，打电话问申请人');
    expect(task(5)).toBe('一直没有叫到快递');
  });

  it('is of the hall and the department alone, and masks whom it is for', async () => {
    const mine = await parcelAt(app);
    const other = await parcelAt(app, { venueId: 'v530602' });
    const tax = await parcelAt(app, { department: '税务局' });
    const police = await staff(app, 'window', { department: '公安局' });
    const city = await staff(app, 'supervisor', { venueId: null });
    const having = async (by: Client) => {
      const ids = await idsOf({ scope: 'pack' }, by);
      return [mine, other, tax].map(({ _id }) => ids.includes(_id));
    };
    expect(await having(clerk)).toEqual([true, false, true]);
    expect(await having(police)).toEqual([true, false, false]);
    expect(await having(city)).toEqual([true, true, true]);
    const { items } = await clerk.get('GET /staff/deliveries', { query: {} });
    const row = items.find(({ id }) => id === mine._id);
    expect(row).toMatchObject({ receiver: '示****', regionWords: '云南省昭通市镇雄县', carrier: 'EMS' });
    expect(JSON.stringify(items)).not.toContain(receiver.phone);
    expect(JSON.stringify(items)).not.toContain(receiver.name);
  });

  it('finds what a scanner read, in any state, and never another hall’s', async () => {
    const parcel = await parcelAt(app, { state: 'in-transit', itemName: '往来示例签注' });
    const elsewhere = await parcelAt(app, { venueId: 'v530602' });
    expect(await idsOf({ q: parcel.caseNumber.toLowerCase() })).toEqual([parcel._id]);
    expect(await idsOf({ q: ` ${parcel.waybill?.toLowerCase()} ` })).toEqual([parcel._id]);
    expect(await idsOf({ q: '往来示例' })).toEqual([parcel._id]);
    expect(await idsOf({ q: elsewhere.caseNumber })).toEqual([]);
  });

  it('goes on page by page without losing or repeating one', async () => {
    const hall = await staff(app, 'window', { venueId: 'v530621' });
    const made: string[] = [];
    for (let count = 0; count < 53; count++)
      made.push((await parcelAt(app, { venueId: 'v530621', state: count % 2 ? 'ordered' : 'checking' }))._id);
    const first = await hall.get('GET /staff/deliveries', { query: {} });
    expect(first.total).toBe(53);
    const rest = await hall.get('GET /staff/deliveries', { query: { page: first.next ?? '' } });
    expect(rest.next).toBeNull();
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect(ids.sort()).toEqual(made.sort());
  });
});

describe('one parcel', () => {
  it('shows the whole address to whoever sends it, and writes down who looked', async () => {
    const { _id } = await parcelAt(app);
    const shown = await read(clerk, _id);
    expect(shown.address).toEqual({
      name: receiver.name,
      phone: receiver.phone,
      regionWords: '云南省昭通市镇雄县',
      detail: receiver.detail,
    });
    const auditor = await staff(app, 'auditor');
    const query = { about: _id, number: clerk.member.number };
    const { items } = await auditor.get('GET /staff/audit', { query });
    expect(items.map(({ act, outcome }) => [act, outcome])).toEqual([['GET /staff/deliveries/{id}', 'ok']]);
  });

  it('offers a dispatcher nothing to do, and nobody of another hall anything at all', async () => {
    const { _id } = await parcelAt(app);
    expect((await read(await staff(app, 'dispatcher'), _id)).actions).toEqual([]);
    const stranger = await staff(app, ['window', 'supervisor'], { venueId: 'v530602' });
    expect(await stranger.refused('GET /staff/deliveries/{id}', { params: { id: _id } })).toBe('NOT_FOUND');
  });

  it('has a label with both ends and the carrier’s lines, while it can be stuck on', async () => {
    const parcel = await parcelAt(app, { valuable: true });
    const label = await clerk.get('GET /staff/deliveries/{id}/label', { params: { id: parcel._id } });
    expect(label).toMatchObject({
      waybill: parcel.waybill,
      carrier: { code: 'EMS', name: '邮政 EMS', phone: '11183' },
      caseNumber: parcel.caseNumber,
      receiver: {
        name: receiver.name,
        phone: receiver.phone,
        address: '云南省昭通市镇雄县示例路 12 号 3 单元 501',
      },
      valuable: true,
      extra: [{ key: '分拣码', value: '昭 7-12' }],
      sample: true,
    });
    const { name, phone } = await clerk.get('GET /venues/{id}', { params: { id: 'v530600' } });
    expect(label.sender).toMatchObject({ name, phone });
    for (const given of [{ state: 'in-transit' }, { state: 'to-order', waybill: null }] as const) {
      const { _id } = await parcelAt(app, given);
      const params = { id: _id };
      expect(await clerk.refused('GET /staff/deliveries/{id}/label', { params })).toBe('DELIVERY_STATE');
    }
  });
});

describe('handing over', () => {
  it('wants both scans right, whatever the scanner makes of letters and spaces', async () => {
    const parcel = await parcelAt(app);
    const other = await parcelAt(app);
    const { document, waybill } = scansOf(parcel);
    for (const wrong of [
      { document, waybill: other.waybill ?? '' },
      { document: other.caseNumber, waybill },
      { document: waybill, waybill: document },
      { document, waybill: waybill.slice(0, -1) },
    ])
      expect(await refusedOn(clerk, parcel._id, 'hand-over', wrong)).toBe('DELIVERY_SCAN_MISMATCH');
    expect((await read(clerk, parcel._id)).state).toBe('ordered');
    const given = await actOn(clerk, parcel._id, 'hand-over', {
      document: ` ${document.toLowerCase()} `,
      waybill: `${waybill.toLowerCase()} `,
    });
    expect(given.state).toBe('handed-over');
    expect(given.timeline[0]).toMatchObject({
      what: '核对无误，交给邮政 EMS',
      by: `${clerk.member.name}（工号 ${clerk.member.number}）`,
    });
  });

  it('takes two people for what is valuable, and they are two however often one signs in', async () => {
    const parcel = await parcelAt(app, { valuable: true });
    const scans = scansOf(parcel);
    expect((await read(clerk, parcel._id)).actions).toContain('check');
    expect((await read(clerk, parcel._id)).actions).not.toContain('hand-over');
    expect(await refusedOn(clerk, parcel._id, 'hand-over', scans)).toBe('DELIVERY_TWO_PEOPLE');
    const checked = await actOn(clerk, parcel._id, 'check', scans);
    expect(checked).toMatchObject({
      state: 'checking',
      check: { by: expect.stringContaining(clerk.member.number) },
    });
    const again = await signInAgain(app, clerk.member.number, clerk.password);
    for (const session of [clerk, again]) {
      expect(await refusedOn(session, parcel._id, 'confirm-hand-over', scans)).toBe('DELIVERY_SAME_OFFICER');
      expect((await read(session, parcel._id)).actions).not.toContain('confirm-hand-over');
    }
    expect(await refusedOn(colleague, parcel._id, 'confirm-hand-over', { ...scans, document: 'ZTC-1' })).toBe(
      'DELIVERY_SCAN_MISMATCH',
    );
    expect((await actOn(colleague, parcel._id, 'confirm-hand-over', scans)).state).toBe('handed-over');
  });

  it('begins anew after a check that was a mistake, also for the other person', async () => {
    const parcel = await parcelAt(app, { valuable: true });
    const scans = scansOf(parcel);
    await actOn(clerk, parcel._id, 'check', scans);
    const undone = await actOn(clerk, parcel._id, 'uncheck', { reason: '拿错了袋子' });
    expect(undone).toMatchObject({ state: 'ordered', check: null });
    await actOn(colleague, parcel._id, 'check', scans);
    expect((await actOn(clerk, parcel._id, 'confirm-hand-over', scans)).state).toBe('handed-over');
  });

  it('is done once when two clerks scan at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const parcel = await parcelAt(app);
      const { version } = await read(clerk, parcel._id);
      const given = { params: { id: parcel._id }, body: { version, ...scansOf(parcel) } as never };
      const replies = await Promise.all(
        [clerk, colleague].map((one) => one.ask(actName('hand-over'), given)),
      );
      const codes = replies.map(({ error }) => error?.code ?? 'done').sort();
      expect(codes[1]).toBe('done');
      expect(['DELIVERY_CHANGED', 'DELIVERY_STATE']).toContain(codes[0]);
      expect((await read(clerk, parcel._id)).timeline).toHaveLength(1);
    }
  });

  it('is done once however often it is sent under one key', async () => {
    const parcel = await parcelAt(app);
    const key = randomUUID();
    const first = await actOn(clerk, parcel._id, 'hand-over', scansOf(parcel), key);
    const second = await actOn(clerk, parcel._id, 'hand-over', scansOf(parcel), key);
    expect(second).toEqual(first);
    expect((await read(clerk, parcel._id)).timeline).toHaveLength(1);
  });

  it('changes nothing for a screen that shows an older parcel', async () => {
    const parcel = await parcelAt(app, { valuable: true });
    const { version } = await read(colleague, parcel._id);
    await actOn(clerk, parcel._id, 'check', { version, ...scansOf(parcel) });
    const late = { version, reason: '看错了' };
    expect(await refusedOn(colleague, parcel._id, 'switch-to-window', late)).toBe('DELIVERY_CHANGED');
  });
});

describe('when it goes wrong', () => {
  it('is ordered again, or waits at the window with the order given up', async () => {
    const failed = { state: 'order-failed', waybill: null } as const;
    const retried = await actOn(clerk, (await parcelAt(app, failed))._id, 'retry-order');
    expect(retried.state).toBe('to-order');
    const parcel = await parcelAt(app);
    const reason = '收件人说自己来领';
    const switched = await actOn(clerk, parcel._id, 'switch-to-window', { reason });
    expect(switched).toMatchObject({ state: 'cancelled', waybill: null });
    expect(switched.timeline[0]).toMatchObject({ what: '改为到窗口领取', why: reason });
  });

  it('comes back by its own waybill, and is sent again at the price that was said', async () => {
    const parcel = await parcelAt(app, { state: 'returning' });
    const wrong = { waybill: 'EX000' };
    expect(await refusedOn(clerk, parcel._id, 'receive-return', wrong)).toBe('DELIVERY_SCAN_MISMATCH');
    const back = await actOn(clerk, parcel._id, 'receive-return', {
      waybill: parcel.waybill?.toLowerCase(),
      note: '证件完好',
    });
    expect(back).toMatchObject({ state: 'returned', resend: { fen: 0 } });
    const again = { reason: '本人来电要求再寄', fen: 1_200 };
    expect(await refusedOn(clerk, parcel._id, 'resend', again)).toBe('DELIVERY_QUOTE_CHANGED');
    const sent = await actOn(clerk, parcel._id, 'resend', { ...again, fen: 0 });
    expect(sent.state).toBe('resent');
  });

  it('costs what the table says when the free times are used up', async () => {
    const parcel = await parcelAt(app, { state: 'returned', resends: 1 });
    expect((await read(clerk, parcel._id)).resend).toMatchObject({ fen: 1_200 });
  });

  it('is given to who may have it, or known to have arrived, with a reason', async () => {
    const parcel = await parcelAt(app, { state: 'returned' });
    const given = await actOn(clerk, parcel._id, 'collect', { to: 'other', note: '配偶代领' });
    expect(given).toMatchObject({ state: 'collected' });
    expect(given.timeline[0]).toMatchObject({ what: '在窗口交给了代领人', why: '配偶代领' });
    const silent = await parcelAt(app, { state: 'in-transit', stuckSince: daysAgo(5) });
    const bare = { params: { id: silent._id }, body: { to: 'self' } as never };
    expect(await clerk.refused(actName('sign'), bare)).toBe('VALIDATION_FAILED');
    const signed = await actOn(clerk, silent._id, 'sign', { to: 'self', reason: '电话核实已收到' });
    expect(signed).toMatchObject({ state: 'signed', task: null });
  });

  it('is made anew when it was lost or came damaged, free of charge', async () => {
    const cases = [
      ['report-lost', 'in-transit', 'lost'],
      ['report-damaged', 'signed', 'damaged'],
    ] as const;
    for (const [action, from, to] of cases) {
      const parcel = await parcelAt(app, { state: from });
      const reported = await actOn(clerk, parcel._id, action, { reason: '快递已书面答复' });
      expect(reported).toMatchObject({ state: to, task: expect.stringContaining('免费重寄') });
      expect(reported.actions).toContain('reissue');
      expect((await actOn(clerk, parcel._id, 'reissue')).state).toBe('reissued');
    }
  });
});

describe('the hall is told', () => {
  it('of each task once, whoever sends parcels there and their supervisor, and nobody elsewhere', async () => {
    const venueId = 'v530621';
    const people = {
      clerk: await staff(app, 'window', { venueId }),
      head: await staff(app, 'supervisor', { venueId }),
      reviewer: await staff(app, 'reviewer', { venueId }),
      stranger: await staff(app, 'window', { venueId: 'v530602' }),
    };
    const parcel = await parcelAt(app, { venueId, state: 'handed-over' });
    await actOn(people.clerk, parcel._id, 'report-lost', { reason: '快递答复找不到了' });
    for (let run = 0; run < 3; run++) await app.deps.work.runAll();
    const told = async (by: Client) =>
      (await by.get('GET /staff/notices', { query: {} })).items.filter(
        ({ subject }) => subject.id === parcel._id,
      );
    for (const one of [people.clerk, people.head]) {
      const notices = await told(one);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatchObject({ title: '有寄件要处理', subject: { kind: 'delivery' } });
      expect(notices[0]?.body).toContain('快递丢失');
      expect(JSON.stringify(notices)).not.toContain(receiver.name);
    }
    for (const one of [people.reviewer, people.stranger]) expect(await told(one)).toEqual([]);
  });
});
