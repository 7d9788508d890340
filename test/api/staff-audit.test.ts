import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../bff/features/audit';
import type { AuditEntry } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, inventCitizens, person } from '../support/citizens';
import { Client } from '../support/client';
import { dumpStores } from '../support/dump';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let auditor: StaffClient;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  auditor = await staff(app, 'auditor');
});
afterAll(() => app.stop());

const actsOf = async (client: StaffClient, query: object = {}): Promise<AuditEntry[]> =>
  (await auditor.get('GET /staff/audit', { query: { number: client.member.number, ...query } })).items;
const short = ({ act, outcome }: AuditEntry) => `${act} ${outcome}`;

describe('the audit log', () => {
  it('has what somebody read, changed, tried and was refused, newest first', async () => {
    const clerk = await staff(app, 'window', { department: null });
    const [window] = clerk.member.windows;
    await clerk.get('GET /staff/me');
    await clerk.get('PUT /staff/me/window', { body: { window: window?.id ?? '' } });
    await clerk.refused('PUT /staff/me/window', { body: { window: 'none' } });
    await clerk.refused('GET /staff/accounts/{id}', { params: { id: clerk.member.id } });
    await clerk.get('DELETE /staff/sessions/current');
    const acts = await actsOf(clerk);
    expect(acts.map(short)).toEqual([
      'DELETE /staff/sessions/current ok',
      'GET /staff/accounts/{id} STAFF_ROLE',
      'PUT /staff/me/window NOT_FOUND',
      'PUT /staff/me/window ok',
      'GET /staff/me ok',
      'POST /staff/sessions/verify ok',
    ]);
    expect(acts[1]).toMatchObject({
      staff: { id: clerk.member.id, number: clerk.member.number },
      roles: ['window'],
      venueId: 'v530600',
      about: { id: clerk.member.id },
      address: expect.stringContaining('127.0.0.1'),
    });
  });

  it('has tries to sign in, of whoever it was', async () => {
    const visitor = new Client(app.api);
    const body = { number: 'GHOST-1', password: 'wrong' };
    await visitor.refused('POST /staff/sessions', { body });
    const { items } = await auditor.get('GET /staff/audit', { query: { about: 'GHOST-1' } });
    expect(items.map(short)).toEqual(['POST /staff/sessions STAFF_SIGN_IN_REFUSED']);
    expect(items[0]?.staff).toBeNull();
  });

  it('is itself looked at, and that stands in it', async () => {
    const other = await staff(app, 'auditor');
    await other.get('GET /staff/audit');
    expect((await actsOf(other)).map(short)).toContain('GET /staff/audit ok');
  });

  it('is found by act, outcome and day, and read page by page without gaps', async () => {
    const clerk = await staff(app, 'window');
    for (let n = 0; n < 60; n += 1) await clerk.get('GET /staff/me');
    await clerk.refused('GET /staff/audit');
    expect((await actsOf(clerk, { outcome: 'refused' })).map(short)).toEqual(['GET /staff/audit STAFF_ROLE']);
    expect(await actsOf(clerk, { act: 'POST /staff/sessions/verify', outcome: 'ok' })).toHaveLength(1);
    expect(await actsOf(clerk, { from: '2026-11-24', to: '2026-11-24' })).not.toHaveLength(0);
    expect(await actsOf(clerk, { to: '2026-11-23' })).toHaveLength(0);
    expect(await actsOf(clerk, { from: '2026-11-25' })).toHaveLength(0);
    const seen: number[] = [];
    let page: string | undefined;
    do {
      const query = { number: clerk.member.number, page };
      const answer = await auditor.get('GET /staff/audit', { query });
      seen.push(...answer.items.map(({ sequence }) => sequence));
      page = answer.next ?? undefined;
    } while (page);
    expect(seen).toHaveLength(62);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(await auditor.refused('GET /staff/audit', { query: { page: 'zzz' } })).toBe('VALIDATION_FAILED');
  });

  it('says who gave whom which roles', async () => {
    const administrator = await staff(app, 'administrator');
    const clerk = await staff(app, 'window');
    const body = {
      name: '示例员工',
      roles: ['reviewer' as const, 'approver' as const],
      venueId: 'v530602',
      department: null,
    };
    await administrator.get('PUT /staff/accounts/{id}', { params: { id: clerk.member.id }, body });
    const [given] = await actsOf(administrator, { act: 'rights given' });
    expect(given?.about).toEqual({ id: clerk.member.id, roles: 'reviewer-approver', venue: 'v530602' });
  });

  it('of one hall is all that its auditor sees', async () => {
    const local = await staff(app, 'auditor', { venueId: 'v530602' });
    const there = await staff(app, 'window', { venueId: 'v530602' });
    await there.get('GET /staff/me');
    const { items } = await local.get('GET /staff/audit');
    expect(new Set(items.map(({ venueId }) => venueId))).toEqual(new Set(['v530602']));
  });

  it('has nothing of a citizen, whatever was typed', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const known = await person(app, citizen);
    const { name, idNumber, phone } = known.citizen;
    const administrator = await staff(app, 'administrator');
    for (const id of [idNumber, phone, encodeURIComponent(name)])
      await fetch(`${app.api}/staff/accounts/${id}`, {
        headers: { authorization: `Bearer ${administrator.token}` },
      });
    for (const number of [idNumber, phone])
      await new Client(app.api).refused('POST /staff/sessions', { body: { number, password: 'wrong' } });
    const stored = await dumpStores(app.deps.mongo, app.deps.redis);
    for (const secret of [idNumber, phone, name, encodeURIComponent(name)])
      expect(stored).not.toContain(secret);
    const acts = await actsOf(administrator, { act: 'GET /staff/accounts/{id}' });
    expect(acts.map(({ about }) => about.id)).toEqual(['?', '?', '?']);
  });

  it('is whole after all of this', async () => {
    const report = await verify(app.deps);
    expect(report.faults).toEqual([]);
    expect(report.checked).toBeGreaterThan(100);
  });

  it('comes before the answer: without it nothing is answered', async () => {
    const clerk = await staff(app, 'window');
    const entries = app.deps.mongo.models.AuditEntry;
    if (!entries) throw new Error('no log');
    const insertMany = entries.insertMany;
    const away = Object.assign(new Error('away'), { name: 'MongoNetworkError' });
    Object.assign(entries, { insertMany: () => Promise.reject(away) });
    try {
      expect(await clerk.refused('GET /staff/me')).toBe('STORE_UNAVAILABLE');
    } finally {
      Object.assign(entries, { insertMany });
    }
    await advanceClock(app, 1);
    await clerk.get('GET /staff/me');
    expect((await verify(app.deps)).faults).toEqual([]);
  });
});
